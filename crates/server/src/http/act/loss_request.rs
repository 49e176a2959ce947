//! `POST /api/v1/acts/loss-request`: asks to clear a loss beyond the quota.

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
use stock::loss::{self, NewClearing};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcessRequest {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    /// What is really left there, thousandths of the item's unit; 0 when the position is empty.
    #[schema(minimum = 0)]
    left: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Ask to clear a loss with an excess. Its number is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/loss-request", tag = "acts", operation_id = "loss_request", request_body = ExcessRequest, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<ExcessRequest>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewClearing {
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
        left: Quantity(value.left),
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::LossRequest, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        loss::request(tx, ctx, packs, book, &new, &value.why)
    })
    .await
}
