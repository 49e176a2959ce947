//! `POST /api/v1/acts/alert-acknowledge`: says that somebody has seen an alert.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use hub::alert;
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeForm {
    /// Whose alert.
    #[schema(max_length = 18)]
    org: String,
    /// Its number.
    #[schema(minimum = 0)]
    alert: i64,
}

/// Acknowledge an alert.
#[utoipa::path(post, path = "/api/v1/acts/alert-acknowledge", tag = "acts", operation_id = "alert_acknowledge", request_body = AcknowledgeForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AcknowledgeForm>,
) -> Result<Json<Receipt>, Problem> {
    let org: OrgCode = form::code(&value.org, "org")?;
    principal.may_to(&app, Action::AlertAcknowledge, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| alert::acknowledge(tx, ctx, book, value.alert)).await
}
