//! `POST /api/v1/acts/alert-step`: takes the next step of an alert's case.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use hub::alert::{self, Stepped};
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    /// Whose alert.
    #[schema(max_length = 18)]
    org: String,
    /// Its number.
    #[schema(minimum = 0)]
    alert: i64,
    /// `verified`, `rectified`, `rechecked` or `closed`, in this order.
    #[schema(max_length = 20)]
    step: String,
    /// What was found or done.
    #[schema(max_length = 500)]
    note: String,
}

/// Take the next step of an alert's case.
#[utoipa::path(post, path = "/api/v1/acts/alert-step", tag = "acts", operation_id = "alert_step", request_body = StepForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<StepForm>,
) -> Result<Json<Receipt>, Problem> {
    let org: OrgCode = form::code(&value.org, "org")?;
    let new = Stepped { alert: value.alert, step: value.step, note: value.note };
    principal.may_to(&app, Action::AlertStep, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| alert::step(tx, ctx, book, &new)).await
}
