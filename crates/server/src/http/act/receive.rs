//! `POST /api/v1/acts/receive`: receives a delivery.

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
use std::collections::BTreeMap;
use stock::receive::{self, NewReceipt};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
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
    /// Thousandths of the item's unit, above zero; with a weighing it must be the net weight.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Laden and empty weight, kg.
    #[schema(minimum = 0)]
    gross: Option<i64>,
    #[schema(minimum = 0)]
    tare: Option<i64>,
    /// Net weight as the slip shows it, kg; laden less empty unless given.
    #[schema(minimum = 0)]
    net: Option<i64>,
    /// Measurements of the delivery: indicator and value as written.
    #[serde(default)]
    quality: BTreeMap<String, String>,
    /// Fen for one unit.
    #[schema(minimum = 0)]
    price: Option<i64>,
    #[schema(max_length = 200)]
    supplier: Option<String>,
    #[schema(max_length = 40)]
    vehicle: Option<String>,
    /// The purchase plan or directive it is received under.
    #[schema(max_length = 100)]
    order: Option<String>,
}

/// Receive goods.
#[utoipa::path(post, path = "/api/v1/acts/receive", tag = "acts", operation_id = "receive", request_body = Delivery, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Delivery>,
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
    let new = NewReceipt {
        position: form::code(&value.position, "position")?,
        lot,
        quantity: Quantity(value.quantity),
        weighing: form::weighing(value.gross, value.tare, value.net)?,
        quality: value.quality,
        price: value.price.map(Money),
        supplier: value.supplier,
        vehicle: value.vehicle,
        order: value.order,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::StockReceive, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| receive::receive(tx, ctx, packs, book, &new)).await
}
