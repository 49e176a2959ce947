//! `POST /api/v1/acts/device-calibrate`: enters the calibration of a device.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use sense::device::{self, Calibration};
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationForm {
    /// Whose device.
    #[schema(max_length = 18)]
    org: String,
    #[schema(max_length = 32)]
    device: String,
    #[schema(format = "date")]
    on: String,
    /// Last day on which it holds.
    #[schema(format = "date")]
    until: String,
    /// Number of the certificate.
    #[schema(max_length = 100)]
    certificate: String,
}

/// Enter a calibration.
#[utoipa::path(post, path = "/api/v1/acts/device-calibrate", tag = "acts", operation_id = "device_calibrate", request_body = CalibrationForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CalibrationForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = Calibration {
        device: value.device,
        on: form::day(&value.on, "on")?,
        until: form::day(&value.until, "until")?,
        certificate: value.certificate,
    };
    let org: OrgCode = form::code(&value.org, "org")?;
    principal.may_to(&app, Action::DeviceCalibrate, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| device::calibrate(tx, ctx, book, &new)).await
}
