//! `POST /api/v1/acts/move`: moves part or all of a lot to another position.

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
use stock::relocate::{self, NewMove};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    /// The position it lies at.
    #[schema(max_length = 30)]
    from: String,
    /// The position it goes to.
    #[schema(max_length = 30)]
    to: String,
    /// Thousandths of the item's unit, above zero.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Move goods to another position.
#[utoipa::path(post, path = "/api/v1/acts/move", tag = "acts", operation_id = "move", request_body = Move, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Move>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewMove {
        lot: form::code(&value.lot, "lot")?,
        from: form::code(&value.from, "from")?,
        to: form::code(&value.to, "to")?,
        quantity: Quantity(value.quantity),
    };
    let org = form::holder(new.from.as_str())?;
    principal.may_to(&app, Action::StockMove, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        relocate::relocate(tx, ctx, packs, book, &new, &value.why)
    })
    .await
}
