//! `GET /api/v1/inventories`: stock-takes of public-property warehouses, and one of them with what was and was not found.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::{Deserialize, Serialize};
use stock::property::inventory::InventoryRow;
use stock::property::store::{self, InventoryLine};
use utoipa::{IntoParams, ToSchema};

/// Whose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InventoryQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A stock-take of a warehouse.
#[derive(Serialize, ToSchema)]
pub struct InventoryHead {
    code: String,
    org: String,
    pool: String,
    opened_on: String,
    opened_by: String,
    /// Things that should be there.
    expected: i64,
    closed_on: Option<String>,
    closed_by: Option<String>,
    /// As it closed; 0 while it is open.
    found: i64,
    missing: i64,
    misplaced: i64,
    unexpected: i64,
    index: i64,
}

/// A stock-take with its things.
#[derive(Serialize, ToSchema)]
pub struct InventoryAnswer {
    head: InventoryHead,
    lines: Vec<InventoryThing>,
}

/// One thing: expected, scanned, or both.
#[derive(Serialize, ToSchema)]
pub struct InventoryThing {
    asset: String,
    name: String,
    place: String,
    /// `missing`, `misplaced` or `unexpected`; null where it is as it should be.
    difference: Option<&'static str>,
    scanned_by: Option<String>,
    /// µs.
    scanned_at: Option<i64>,
    /// `noted`, `lost` or `adopted`.
    verdict: Option<String>,
    reason: Option<String>,
    decided_by: Option<String>,
}

fn told(row: &InventoryRow) -> InventoryHead {
    InventoryHead {
        code: row.inventory.to_string(),
        org: row.inventory.get(..18).unwrap_or_default().to_owned(),
        pool: row.pool.to_string(),
        opened_on: row.opened_on.to_string(),
        opened_by: row.opened_by.to_string(),
        expected: row.expected,
        closed_on: row.closed_on.map(|day| day.to_string()),
        closed_by: row.closed_by.as_deref().map(str::to_owned),
        found: row.found,
        missing: row.missing,
        misplaced: row.misplaced,
        unexpected: row.unexpected,
        index: row.n,
    }
}

/// Stock-takes of assets, newest first.
#[utoipa::path(get, path = "/api/v1/inventories", tag = "property", operation_id = "inventories", params(InventoryQuery, Page),
    responses((status = 200, description = "Stock-takes.", body = List<InventoryHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<InventoryQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<InventoryHead>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after) = (page.limit()?, page.after()?);
    let rows = app.read(move |read| store::inventories(read, book, &after, limit + 1)).await;
    let key = |row: &InventoryRow| row.inventory.to_string();
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, key, |row| told(&row))))
}

/// One stock-take: differences first.
#[utoipa::path(get, path = "/api/v1/inventories/{code}", tag = "property", operation_id = "inventory",
    params(("code" = String, Path, description = "The stock-take's code.")),
    responses((status = 200, description = "The stock-take.", body = InventoryAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<InventoryAnswer>, Problem> {
    let org = OrgCode::parse(code.get(..18).unwrap_or_default())?;
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let found = app.read(move |read| store::inventory(read, book, &code)).await.map_err(Problem::from)?;
    let (row, lines) = found.ok_or_else(Problem::not_found)?;
    let mut lines: Vec<InventoryThing> = lines.into_iter().map(thing).collect();
    lines.sort_by_key(|line| line.difference.is_none());
    Ok(Json(InventoryAnswer { head: told(&row), lines }))
}

fn thing((line, here): InventoryLine) -> InventoryThing {
    InventoryThing {
        asset: line.asset.to_string(),
        difference: line.difference(here.as_ref()).map(|difference| difference.code()),
        place: here.as_ref().map_or_else(String::new, |row| row.place.to_string()),
        name: here.map_or_else(String::new, |row| row.name.to_string()),
        scanned_by: line.scanned_by.as_deref().map(str::to_owned),
        scanned_at: line.scanned_at.map(|at| at.0),
        verdict: line.verdict.as_deref().map(str::to_owned),
        reason: line.reason.as_deref().map(str::to_owned),
        decided_by: line.decided_by.as_deref().map(str::to_owned),
    }
}
