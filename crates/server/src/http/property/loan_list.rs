//! `GET /api/v1/loans`: loans and reallocations that an organisation gives or takes; those overdue by themselves.

use crate::app::App;
use crate::directory::Organisations;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use stock::property::loan::LoanRow;
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Loans overdue that are shown at once: those due longest come first.
const OVERDUE_MAX: i64 = 500;

/// Which loans.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LoanQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `asked`, `refused`, `approved`, `handed`, `received`, `owing` or `closed`; or `overdue`: the first 500, due longest first.
    state: Option<String>,
}

/// A loan or reallocation.
#[derive(Serialize, ToSchema)]
pub struct LoanHead {
    code: String,
    /// `loan` or `reallocation`.
    kind: String,
    lender: String,
    lender_name: String,
    borrower: String,
    borrower_name: String,
    /// Temporary body or event.
    occasion: Option<String>,
    purpose: String,
    from_on: String,
    due_on: Option<String>,
    /// Things are out after their last day.
    overdue: bool,
    /// `asked`, `refused`, `approved`, `handed`, `received`, `owing` or `closed`.
    state: String,
    /// µs.
    asked_at: i64,
    asked_by: String,
    decided_by: Option<String>,
    handed_by: Option<String>,
    handed_on: Option<String>,
    accepted_by: Option<String>,
    closed_on: Option<String>,
    /// Why it was refused or called back.
    reason: Option<String>,
    /// Things in it.
    assets: i64,
    /// Things not back yet.
    out: i64,
    /// Worth of the things on the day they were handed over, fen.
    worth: i64,
    /// What handing over cost, fen.
    cost: i64,
    /// Compensation due and paid, fen.
    owed: i64,
    paid: i64,
    /// Index of the last fact about it, in the lender's book.
    index: i64,
}

/// A loan in words.
pub fn told(row: &LoanRow, organisations: &Organisations, today: Date) -> LoanHead {
    let lender = row.loan.as_str().get(..18).unwrap_or_default().to_owned();
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    LoanHead {
        code: row.loan.to_string(),
        kind: row.kind.to_string(),
        lender_name: OrgCode::parse(&lender)
            .map_or_else(|_| lender.clone(), |org| organisations.name(&org).to_owned()),
        lender,
        borrower: row.borrower.to_string(),
        borrower_name: organisations.name(&row.borrower).to_owned(),
        occasion: text(&row.occasion),
        purpose: row.purpose.to_string(),
        from_on: row.from_on.to_string(),
        due_on: day(row.due_on),
        overdue: row.is_overdue(today),
        state: row.state.to_string(),
        asked_at: row.asked_at.0,
        asked_by: row.asked_by.to_string(),
        decided_by: text(&row.decided_by),
        handed_by: text(&row.handed_by),
        handed_on: day(row.handed_on),
        accepted_by: text(&row.accepted_by),
        closed_on: day(row.closed_on),
        reason: text(&row.reason),
        assets: row.assets,
        out: row.out,
        worth: row.worth.0,
        cost: row.cost.0,
        owed: row.owed.0,
        paid: row.paid.0,
        index: row.n,
    }
}

/// Loans and reallocations, newest first.
#[utoipa::path(get, path = "/api/v1/loans", tag = "property", operation_id = "loans", params(LoanQuery, Page),
    responses((status = 200, description = "Loans.", body = List<LoanHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<LoanQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<LoanHead>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after, state) = (page.limit()?, page.after()?, query.state.unwrap_or_default());
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    if state == "overdue" {
        let rows = app.read(move |read| store::overdue(read, book, &org, today, OVERDUE_MAX)).await;
        let rows = rows.map_err(Problem::from)?;
        return Ok(Json(List::whole(rows.iter().map(|row| told(row, &organisations, today)).collect())));
    }
    let rows = app.read(move |read| store::loans(read, book, &org, &state, &after, limit + 1)).await;
    let key = |row: &LoanRow| row.loan.to_string();
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, key, |row| told(&row, &organisations, today))))
}
