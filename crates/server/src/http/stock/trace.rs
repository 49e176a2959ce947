//! `GET /api/v1/lots/{code}/trace`: the life of a lot across books: what was done, by whom, on whose order, and where the fact
//! stands. Steps in books the caller may not read are counted, not shown.

use super::lot_show::LotSight;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::{LotCode, OrgCode};
use serde::Serialize;
use stock::movement::{self, Kind, MovementRow};
use utoipa::ToSchema;

/// Steps shown at most.
const STEPS_MAX: i64 = 10_000;

/// The life of a lot.
#[derive(Serialize, ToSchema)]
pub struct Trace {
    items: Vec<Step>,
    /// Always null: a trace is sent whole.
    next: Option<String>,
    total: i64,
    /// Steps in books the caller may not read.
    hidden: i64,
}

/// One movement of a lot.
#[derive(Serialize, ToSchema)]
pub struct Step {
    /// Whose book, and the fact's index in it.
    org: String,
    org_name: String,
    index: i64,
    /// µs.
    at: i64,
    day: String,
    kind: String,
    summary: String,
    summary_en: String,
    position: String,
    /// In above zero, out below; thousandths of the unit.
    quantity: i64,
    /// Of the lot at the position, after the step.
    balance: i64,
    /// The directive it was done under.
    order: Option<String>,
    /// Consignment, supplier or receiver.
    counterpart: Option<String>,
    /// Index of the fact this one reverses.
    reverses: Option<i64>,
    by: String,
}

/// The life of a lot.
#[utoipa::path(get, path = "/api/v1/lots/{code}/trace", tag = "stock", operation_id = "lot_trace",
    params(("code" = String, Path, description = "31 characters: site, `L`, year, serial.")),
    responses((status = 200, description = "Steps in time.", body = Trace), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<Trace>, Problem> {
    let lot = LotCode::parse(&code)?;
    let sight = LotSight::new(&app, principal).await?;
    let rows =
        app.read(move |read| movement::store::chain(read, &lot, STEPS_MAX)).await.map_err(Problem::from)?;
    let all = rows.len();
    let seen: Vec<&MovementRow> = rows.iter().filter(|row| sight.sees(row.book_id)).collect();
    if seen.is_empty() {
        return Err(Problem::not_found());
    }
    let hidden = i64::try_from(all - seen.len()).unwrap_or(i64::MAX);
    let step = |row: &MovementRow| -> Result<Step, Problem> {
        let org = OrgCode::parse(&row.position.as_str()[..18])?;
        let (zh, en) =
            Kind::from_code(&row.kind).map_or((row.kind.as_ref(), row.kind.as_ref()), |kind| kind.label());
        Ok(Step {
            org_name: sight.name(&org).to_owned(),
            org: org.to_string(),
            index: row.n,
            at: row.at.0,
            day: row.day.to_string(),
            kind: row.kind.to_string(),
            summary: zh.to_owned(),
            summary_en: en.to_owned(),
            position: row.position.to_string(),
            quantity: row.quantity.0,
            balance: row.balance.0,
            order: row.directive.as_ref().map(ToString::to_string),
            counterpart: row.counterpart.as_ref().map(ToString::to_string),
            reverses: row.reverses,
            by: row.by_user.to_string(),
        })
    };
    let items = seen.into_iter().map(step).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(Trace { total: i64::try_from(items.len()).unwrap_or(i64::MAX), items, next: None, hidden }))
}
