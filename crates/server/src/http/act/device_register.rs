//! `POST /api/v1/acts/device-register`: registers a device.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use sense::device::{self, NewDevice};
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceForm {
    /// 1 to 32 letters, digits, `-`, `_` or `.`; unique in the book.
    #[schema(max_length = 32)]
    device: String,
    #[schema(max_length = 100)]
    name: String,
    /// `gateway`, `cable`, `probe`, `weighbridge`, `flow_meter`, `gas`, `weather`, `energy_meter` or `camera`.
    #[schema(max_length = 20)]
    kind: String,
    /// Code of the site, warehouse, bay or position it stands at.
    #[schema(max_length = 30)]
    place: String,
    #[schema(max_length = 100)]
    maker: String,
    #[schema(max_length = 100)]
    model: String,
    /// The maker's number.
    #[schema(max_length = 100)]
    serial: String,
    #[schema(format = "date")]
    installed_on: String,
}

/// Register a device.
#[utoipa::path(post, path = "/api/v1/acts/device-register", tag = "acts", operation_id = "device_register", request_body = DeviceForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DeviceForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewDevice {
        device: value.device,
        name: value.name,
        kind: value.kind,
        place: value.place,
        maker: value.maker,
        model: value.model,
        serial: value.serial,
        installed_on: form::day(&value.installed_on, "installed_on")?,
    };
    let org = form::holder(&new.place)?;
    principal.may_to(&app, Action::DeviceRegister, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| device::register(tx, ctx, book, &new)).await
}
