//! `POST /api/v1/acts/opening`: enters an opening balance.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{Money, Quantity};
use serde::Deserialize;
use stock::opening::{self, NewOpening};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// A lot this book knows; without it a new lot is made of the attributes below.
    #[schema(max_length = 31)]
    lot: Option<String>,
    /// Item code.
    #[schema(max_length = 40)]
    item: Option<String>,
    /// Nature code.
    #[schema(max_length = 16)]
    nature: Option<String>,
    /// Owner level code; the usual one of the nature unless given.
    #[schema(max_length = 16)]
    owner_level: Option<String>,
    harvest_year: Option<i64>,
    /// Region code or country of origin.
    #[schema(max_length = 100)]
    origin: Option<String>,
    #[schema(max_length = 40)]
    grade: Option<String>,
    #[schema(format = "date")]
    produced_on: Option<String>,
    #[schema(format = "date")]
    expires_on: Option<String>,
    /// Thousandths of the item's unit, above zero.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Value at cost, fen; 0 unless given.
    #[schema(minimum = 0)]
    amount: Option<i64>,
    /// Day the goods came in, if known; the lot's age counts from it.
    #[schema(format = "date")]
    received_on: Option<String>,
    /// Where the balance is taken from; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Enter an opening balance.
#[utoipa::path(post, path = "/api/v1/acts/opening", tag = "acts", operation_id = "opening", request_body = Opening, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Opening>,
) -> Result<Json<Receipt>, Problem> {
    let lot = form::lot_choice(
        &app.node.packs,
        value.lot.as_deref(),
        form::Attributes {
            item: value.item,
            nature: value.nature,
            owner_level: value.owner_level,
            harvest_year: value.harvest_year,
            origin: value.origin,
            grade: value.grade,
            produced_on: value.produced_on,
            expires_on: value.expires_on,
        },
    )?;
    let new = NewOpening {
        position: form::code(&value.position, "position")?,
        lot,
        quantity: Quantity(value.quantity),
        amount: Money(value.amount.unwrap_or(0)),
        received_on: form::day_if(value.received_on.as_deref(), "received_on")?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::StockOpen, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        opening::open(tx, ctx, packs, book, &new, &value.why)
    })
    .await
}
