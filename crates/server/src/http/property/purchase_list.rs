//! `GET /api/v1/purchases`: an organisation's requests to buy and what the gate says to each.

use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::property::purchase::PurchaseRow;
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PurchaseQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `none`, `matched` or `overridden`.
    gate: Option<String>,
}

/// A request to buy.
#[derive(Serialize, ToSchema)]
pub struct PurchaseHead {
    pub code: String,
    org: String,
    item: String,
    item_name: String,
    item_name_en: String,
    words: String,
    /// Pieces.
    quantity: i64,
    /// Price of one, fen.
    price: i64,
    needed_on: String,
    /// How long it is needed, days.
    days: i64,
    purpose: String,
    /// `none`, `matched` or `overridden`.
    pub gate: String,
    /// Idle things looked at when it was asked.
    considered: i64,
    /// Things that would have served.
    serving: i64,
    /// Pieces they cover.
    covers: i64,
    plea: Option<String>,
    /// µs.
    asked_at: i64,
    asked_by: String,
    decided_by: Option<String>,
    reason: Option<String>,
}

/// A request in words.
pub fn told(row: &PurchaseRow, packs: &Catalogue) -> PurchaseHead {
    let item = label::item(packs, &row.item);
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    PurchaseHead {
        code: row.purchase.to_string(),
        org: row.purchase.as_str().get(..18).unwrap_or_default().to_owned(),
        item: row.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        words: row.words.to_string(),
        quantity: row.quantity,
        price: row.price.0,
        needed_on: row.needed_on.to_string(),
        days: row.days,
        purpose: row.purpose.to_string(),
        gate: row.gate.to_string(),
        considered: row.considered,
        serving: row.serving,
        covers: row.covers,
        plea: text(&row.plea),
        asked_at: row.asked_at.0,
        asked_by: row.asked_by.to_string(),
        decided_by: text(&row.decided_by),
        reason: text(&row.reason),
    }
}

/// Requests to buy, newest first.
#[utoipa::path(get, path = "/api/v1/purchases", tag = "property", operation_id = "purchases", params(PurchaseQuery, Page),
    responses((status = 200, description = "Requests.", body = List<PurchaseHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<PurchaseQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<PurchaseHead>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after, gate) = (page.limit()?, page.after()?, query.gate.unwrap_or_default());
    let rows = app.read(move |read| store::purchases(read, book, &gate, &after, limit + 1)).await;
    let packs = app.node.packs.clone();
    let key = |row: &PurchaseRow| row.purchase.to_string();
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, key, |row| told(&row, &packs))))
}
