//! `POST /api/v1/acts/device-key`: gives a device a new key, shown once.

use super::{Receipt, form};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use sense::device;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceKeyForm {
    /// Whose device.
    #[schema(max_length = 18)]
    org: String,
    #[schema(max_length = 32)]
    device: String,
}

/// What was done, and the key to put into the device.
#[derive(Serialize, ToSchema)]
pub struct DeviceKeyMade {
    #[serde(flatten)]
    receipt: Receipt,
    /// Shown once; null when the act had been done before under this idempotency key.
    key: Option<String>,
}

/// Give a device a new key in place of any it had.
#[utoipa::path(post, path = "/api/v1/acts/device-key", tag = "acts", operation_id = "device_key", request_body = DeviceKeyForm, params(Key),
    responses((status = 200, description = "Made.", body = DeviceKeyMade), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DeviceKeyForm>,
) -> Result<Json<DeviceKeyMade>, Problem> {
    let org: OrgCode = form::code(&value.org, "org")?;
    let book = principal.may_to(&app, Action::DeviceKey, &org, Goods::Held).await?.book;
    let ctx = principal.ctx(&app, &key, digest);
    let (done, secret) =
        app.write(book.0, move |tx| device::issue_key(tx, &ctx, book, &value.device)).await?;
    let key = secret.map(|secret| secret.reveal().to_owned());
    Ok(Json(DeviceKeyMade { receipt: Receipt::of(&app, done), key }))
}
