//! `POST /api/v1/acts/adjust-request`: asks for an adjustment.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Quantity;
use serde::Deserialize;
use stock::adjustment::{self, NewAdjustment};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentRequest {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    /// What is to be added, above zero, or taken off, below; thousandths of the item's unit.
    change: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Ask for an adjustment. Its number is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/adjust-request", tag = "acts", operation_id = "adjust_request", request_body = AdjustmentRequest, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AdjustmentRequest>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewAdjustment {
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
        change: Quantity(value.change),
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::AdjustmentRequest, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        adjustment::request(tx, ctx, packs, book, &new, &value.why)
    })
    .await
}
