//! `POST /api/v1/acts/device-retire`: takes a device out of use.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use sense::device::{self, Retirement};
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetirementForm {
    /// Whose device.
    #[schema(max_length = 18)]
    org: String,
    #[schema(max_length = 32)]
    device: String,
    #[schema(format = "date")]
    on: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Take a device out of use; its key ends.
#[utoipa::path(post, path = "/api/v1/acts/device-retire", tag = "acts", operation_id = "device_retire", request_body = RetirementForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RetirementForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = Retirement { device: value.device, on: form::day(&value.on, "on")? };
    let org: OrgCode = form::code(&value.org, "org")?;
    principal.may_to(&app, Action::DeviceRetire, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| device::retire(tx, ctx, book, &new, &value.why)).await
}
