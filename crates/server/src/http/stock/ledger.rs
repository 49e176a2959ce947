//! `GET /api/v1/positions/{code}/ledgers`: one of the five ledgers of a position, line by line.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::store::Read;
use base::term::{BookId, Fault, PositionCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use stock::ledger_view::{self, ByKind};
use stock::movement::{self, Kind, MovementRow};
use utoipa::{IntoParams, ToSchema};

/// Movements of one lot looked at, at most.
const CHAIN_MAX: i64 = 10_000;

/// Which ledger.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// The card unless given.
    book: Option<LedgerKind>,
}

/// A ledger.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// 保管账.
    Keeper,
    /// 货位卡.
    #[default]
    Card,
    /// 统计账: by month and kind.
    Statistical,
    /// 会计账: with value.
    Accounting,
    /// 批次链: every movement of the lots that lay here, wherever.
    Lot,
}

/// A line of a ledger.
#[derive(Clone, Serialize, ToSchema)]
pub struct LedgerLine {
    /// Index of the fact, and whose book; null for a statistical line.
    index: Option<i64>,
    org: String,
    /// µs.
    at: Option<i64>,
    /// The business day; the first of the month for a statistical line.
    day: String,
    /// Kind of movement.
    kind: String,
    kind_name: String,
    kind_name_en: String,
    position: String,
    lot: String,
    /// The directive it was done under.
    order: Option<String>,
    /// Consignment, supplier or receiver.
    counterpart: Option<String>,
    /// Index of the fact this one reverses.
    reverses: Option<i64>,
    /// Thousandths of the unit.
    r#in: Option<i64>,
    out: Option<i64>,
    /// After this line.
    balance: i64,
    /// Value at cost, fen.
    amount: i64,
    by: Option<String>,
}

/// A ledger of a position, oldest first.
#[utoipa::path(get, path = "/api/v1/positions/{code}/ledgers", tag = "stock", operation_id = "position_ledger",
    params(("code" = String, Path, description = "30 characters, LS/T 1714."), LedgerQuery, Page),
    responses((status = 200, description = "Lines.", body = List<LedgerLine>), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(query): Query<LedgerQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<LedgerLine>>, Problem> {
    let position = PositionCode::parse(&code)?;
    let book = super::readable(&app, &principal, Action::ReadStock, position.as_str()).await?.book;
    let list = app.read(move |read| match query.book.unwrap_or_default() {
        LedgerKind::Keeper | LedgerKind::Card | LedgerKind::Accounting => card(read, &position, &page),
        LedgerKind::Statistical => numbered(statistical(read, book, &position)?, &page),
        LedgerKind::Lot => numbered(chains(read, book, &position)?, &page),
    });
    Ok(Json(list.await?))
}

fn card(read: &mut Read<'_>, position: &PositionCode, page: &Page) -> Result<List<LedgerLine>, Problem> {
    let (limit, after) = (page.limit()?, page.after()?);
    let after = after.split_once(' ').and_then(|(n, line)| Some((n.parse().ok()?, line.parse().ok()?)));
    let rows = movement::store::card(read, position, after.unwrap_or((-1, -1)), limit + 1)?;
    Ok(List::of(rows, limit, |row| format!("{} {}", row.n, row.line), |row| line(&row, row.balance.0)))
}

/// A page of lines that are all in memory, by their number.
fn numbered(lines: Vec<LedgerLine>, page: &Page) -> Result<List<LedgerLine>, Problem> {
    let lines: Vec<(String, LedgerLine)> =
        lines.into_iter().enumerate().map(|(i, line)| (format!("{i:09}"), line)).collect();
    page.cut(lines, |(number, _)| number.clone(), |(_, line)| line)
}

fn line(row: &MovementRow, balance: i64) -> LedgerLine {
    let (kind_name, kind_name_en) =
        Kind::from_code(&row.kind).map_or((row.kind.as_ref(), row.kind.as_ref()), |kind| kind.label());
    LedgerLine {
        index: Some(row.n),
        org: row.position.as_str()[..18].to_owned(),
        at: Some(row.at.0),
        day: row.day.to_string(),
        kind: row.kind.to_string(),
        kind_name: kind_name.to_owned(),
        kind_name_en: kind_name_en.to_owned(),
        position: row.position.to_string(),
        lot: row.lot.to_string(),
        order: row.directive.as_ref().map(ToString::to_string),
        counterpart: row.counterpart.as_ref().map(ToString::to_string),
        reverses: row.reverses,
        r#in: (row.quantity.0 > 0).then_some(row.quantity.0),
        out: (row.quantity.0 < 0).then_some(-row.quantity.0),
        balance,
        amount: row.amount.0,
        by: Some(row.by_user.to_string()),
    }
}

fn statistical(read: &mut Read<'_>, book: BookId, position: &PositionCode) -> Result<Vec<LedgerLine>, Fault> {
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    let mut told = |by: &ByKind| {
        let balance = balances.entry(by.lot.to_string()).or_default();
        *balance = balance.saturating_add(by.quantity_in.0).saturating_sub(by.quantity_out.0);
        let (kind_name, kind_name_en) = by.kind.label();
        LedgerLine {
            index: None,
            org: position.as_str()[..18].to_owned(),
            at: None,
            day: by.month.to_string(),
            kind: by.kind.code().to_owned(),
            kind_name: kind_name.to_owned(),
            kind_name_en: kind_name_en.to_owned(),
            position: position.to_string(),
            lot: by.lot.to_string(),
            order: None,
            counterpart: None,
            reverses: None,
            r#in: Some(by.quantity_in.0),
            out: Some(by.quantity_out.0),
            balance: *balance,
            amount: by.amount.0,
            by: None,
        }
    };
    Ok(ledger_view::store::statistical(read, book, position)?.iter().map(&mut told).collect())
}

/// Every movement in this book of the lots that lay at a position.
fn chains(read: &mut Read<'_>, book: BookId, position: &PositionCode) -> Result<Vec<LedgerLine>, Fault> {
    let lots: BTreeSet<_> =
        ledger_view::ledgers(read, book, position)?.into_iter().map(|entry| entry.lot).collect();
    let mut lines = Vec::new();
    for lot in &lots {
        let mut balance = 0_i64;
        for row in movement::store::chain(read, lot, CHAIN_MAX)?.iter().filter(|row| row.book_id == book) {
            balance = balance.saturating_add(row.quantity.0);
            lines.push(line(row, balance));
        }
    }
    Ok(lines)
}
