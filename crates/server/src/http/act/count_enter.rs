//! `POST /api/v1/acts/count-enter`: enters a counted quantity, blind. The first count is the keeper's, the second another's.

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
use stock::count::{self, AsOf, Counted};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountEntry {
    /// The stocktake's number.
    count: i64,
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    #[schema(max_length = 31)]
    lot: String,
    /// What was counted, thousandths of the item's unit.
    #[schema(minimum = 0)]
    quantity: i64,
    /// Which moment it is true for; now unless given.
    as_of: Option<Moment>,
}

/// Which moment a counted quantity is true for.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The opening of the stocktake: the counter has allowed for what moved since.
    Opening,
    /// The moment of entry: as the pile stands now.
    Now,
}

/// Enter a counted quantity.
#[utoipa::path(post, path = "/api/v1/acts/count-enter", tag = "acts", operation_id = "count_enter", request_body = CountEntry, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CountEntry>,
) -> Result<Json<Receipt>, Problem> {
    let new = Counted {
        count: value.count,
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
        quantity: Quantity(value.quantity),
        as_of: match value.as_of {
            Some(Moment::Opening) => AsOf::Opening,
            Some(Moment::Now) | None => AsOf::Now,
        },
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::CountEnter, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| count::enter(tx, ctx, book, &new)).await
}
