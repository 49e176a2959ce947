//! `POST /api/v1/acts/alert-suppress`: keeps an alert's rule from speaking of its readings for a time.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{Instant, OrgCode};
use hub::alert;
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppressForm {
    /// Whose alert.
    #[schema(max_length = 18)]
    org: String,
    /// Its number.
    #[schema(minimum = 0)]
    alert: i64,
    /// µs; within 30 days.
    until: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Suppress a rule for a time.
#[utoipa::path(post, path = "/api/v1/acts/alert-suppress", tag = "acts", operation_id = "alert_suppress", request_body = SuppressForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<SuppressForm>,
) -> Result<Json<Receipt>, Problem> {
    let org: OrgCode = form::code(&value.org, "org")?;
    principal.may_to(&app, Action::AlertSuppress, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        alert::suppress(tx, ctx, book, value.alert, Instant(value.until), &value.why)
    })
    .await
}
