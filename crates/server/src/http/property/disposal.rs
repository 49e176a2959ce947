//! `GET /api/v1/disposals`: disposals of an organisation's assets, and one of them with its things.

use super::asset_names;
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stock::property::disposal::{DisposalRow, FINANCE_FROM};
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Which disposals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DisposalQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `asked`, `approved`, `cleared`, `ended`, `closed` or `refused`.
    state: Option<String>,
}

/// A disposal.
#[derive(Serialize, ToSchema)]
pub struct DisposalHead {
    code: String,
    org: String,
    /// `auction`, `sale`, `scrap`, `donation`, `destruction` or `write_off`.
    way: String,
    /// `obsolete`, `over_age`, `loss`, `force_majeure`, `confiscated` or `surplus`.
    cause: String,
    /// `asked`, `approved` (waits for finance), `cleared`, `ended` (proceeds to be paid in), `closed` or `refused`.
    state: String,
    assets: i64,
    /// Prices when new, fen.
    price: i64,
    /// Worth on the day it was asked for, fen.
    worth: i64,
    /// Finance approves too; the threshold is unconfirmed.
    needs_finance: bool,
    /// Price from which finance approves too, fen; unconfirmed.
    finance_from: i64,
    asked_on: String,
    asked_by: String,
    why: String,
    /// Fen.
    appraised: Option<i64>,
    appraiser: Option<String>,
    appraisal: Option<String>,
    approved_by: Option<String>,
    permitted_by: Option<String>,
    refused_why: Option<String>,
    party: Option<String>,
    document: Option<String>,
    photo: Option<String>,
    ended_by: Option<String>,
    ended_on: Option<String>,
    ended_why: Option<String>,
    /// Fen.
    proceeds: i64,
    /// Paid in, fen.
    paid: i64,
    closed_on: Option<String>,
    /// `below_appraisal`, `unpaid` (30 days, unconfirmed), `slow` (180 days, unconfirmed).
    doubts: Vec<&'static str>,
    /// Index of the last fact about it.
    index: i64,
}

/// A disposal with its things.
#[derive(Serialize, ToSchema)]
pub struct DisposalAnswer {
    head: DisposalHead,
    lines: Vec<DisposalLine>,
}

/// One thing of a disposal.
#[derive(Serialize, ToSchema)]
pub struct DisposalLine {
    asset: String,
    name: String,
    spec: String,
    /// State it had before.
    was: String,
    /// Price when new, fen.
    price: i64,
}

/// A disposal in words.
pub fn told(row: &DisposalRow, today: Date) -> DisposalHead {
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    DisposalHead {
        code: row.disposal.to_string(),
        org: row.disposal.get(..18).unwrap_or_default().to_owned(),
        way: row.way.to_string(),
        cause: row.cause.to_string(),
        state: row.state.to_string(),
        assets: row.assets,
        price: row.price.0,
        worth: row.worth.0,
        needs_finance: row.needs_finance(),
        finance_from: FINANCE_FROM.0,
        asked_on: row.asked_on.to_string(),
        asked_by: row.asked_by.to_string(),
        why: row.asked_why.to_string(),
        appraised: row.appraised.map(|amount| amount.0),
        appraiser: text(&row.appraiser),
        appraisal: text(&row.appraisal),
        approved_by: text(&row.approved_by),
        permitted_by: text(&row.permitted_by),
        refused_why: text(&row.refused_why),
        party: text(&row.party),
        document: text(&row.document),
        photo: text(&row.photo),
        ended_by: text(&row.ended_by),
        ended_on: day(row.ended_on),
        ended_why: text(&row.ended_why),
        proceeds: row.proceeds.0,
        paid: row.paid.0,
        closed_on: day(row.closed_on),
        doubts: row.doubts(today),
        index: row.n,
    }
}

/// Disposals, newest first.
#[utoipa::path(get, path = "/api/v1/disposals", tag = "property", operation_id = "disposals", params(DisposalQuery, Page),
    responses((status = 200, description = "Disposals.", body = List<DisposalHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<DisposalQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<DisposalHead>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after, state) = (page.limit()?, page.after()?, query.state.unwrap_or_default());
    let today = app.node.clock.now().business_day();
    let rows = app.read(move |read| store::disposals(read, book, &state, &after, limit + 1)).await;
    let key = |row: &DisposalRow| row.disposal.to_string();
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, key, |row| told(&row, today))))
}

/// One disposal.
#[utoipa::path(get, path = "/api/v1/disposals/{code}", tag = "property", operation_id = "disposal",
    params(("code" = String, Path, description = "The disposal's code.")),
    responses((status = 200, description = "The disposal.", body = DisposalAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<DisposalAnswer>, Problem> {
    let org = OrgCode::parse(code.get(..18).unwrap_or_default())?;
    principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?;
    let found = app.read(move |read| store::disposal(read, &code)).await.map_err(Problem::from)?;
    let (row, lines) = found.ok_or_else(Problem::not_found)?;
    let names = asset_names(&app, lines.iter().map(|line| line.asset.clone()).collect()).await?;
    let lines = lines.into_iter().zip(names).map(|(line, row)| DisposalLine {
        asset: line.asset.to_string(),
        spec: row.as_ref().map_or_else(String::new, |row| row.spec.to_string()),
        name: row.map_or_else(String::new, |row| row.name.to_string()),
        was: line.was.to_string(),
        price: line.price.0,
    });
    let today = app.node.clock.now().business_day();
    Ok(Json(DisposalAnswer { lines: lines.collect(), head: told(&row, today) }))
}
