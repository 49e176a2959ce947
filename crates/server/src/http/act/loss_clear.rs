//! `POST /api/v1/acts/loss-clear`: clears a loss that moisture, impurity and the natural quota explain.

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
pub struct Clearing {
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

/// Clear a loss within the quota.
#[utoipa::path(post, path = "/api/v1/acts/loss-clear", tag = "acts", operation_id = "loss_clear", request_body = Clearing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Clearing>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewClearing {
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
        left: Quantity(value.left),
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::LossClear, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| loss::clear(tx, ctx, packs, book, &new, &value.why))
        .await
}
