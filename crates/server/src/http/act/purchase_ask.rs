//! `POST /api/v1/acts/purchase-ask`: asks at the purchase gate. The search of everything idle is made here and goes into the fact.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use crate::http::property::gate::{Wish, searched};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Money;
use serde::Deserialize;
use stock::property::purchase::{self, NewPurchase};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseRequest {
    /// GB/T 14885 code.
    #[schema(max_length = 20)]
    item: String,
    /// Words of the specification, separated by blanks.
    #[schema(max_length = 200)]
    words: Option<String>,
    /// Pieces.
    #[schema(minimum = 1, maximum = 10_000)]
    quantity: i64,
    /// Price of one, fen.
    #[schema(minimum = 0)]
    price: i64,
    /// First day it is needed.
    #[schema(format = Date)]
    needed_on: String,
    /// How long it is needed, days.
    #[schema(minimum = 1, maximum = 7_300)]
    days: i64,
    /// What for.
    #[schema(max_length = 200)]
    purpose: String,
    /// What the asker says against a match, for finance to read.
    #[schema(max_length = 500)]
    plea: Option<String>,
}

/// Ask to buy. The request's code is in `created`; read it to see what the gate says.
#[utoipa::path(post, path = "/api/v1/acts/purchase-ask", tag = "acts", operation_id = "purchase_ask", request_body = PurchaseRequest, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<PurchaseRequest>,
) -> Result<Json<Receipt>, Problem> {
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::PurchaseAsk, &org, Goods::Ordinary).await?;
    let new = NewPurchase {
        item: value.item,
        words: value.words.unwrap_or_default(),
        quantity: value.quantity,
        price: Money(value.price),
        needed_on: form::day(&value.needed_on, "needed_on")?,
        days: value.days,
        purpose: value.purpose,
        plea: value.plea,
    };
    let wish = Wish { item: &new.item, words: &new.words, quantity: new.quantity, days: new.days };
    let search = searched(&app, &org, &wish).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| purchase::ask(tx, ctx, packs, book, &new, &search))
        .await
}
