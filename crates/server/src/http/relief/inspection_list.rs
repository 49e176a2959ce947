//! `GET /api/v1/relief/inspections`: inspections of an organisation's relief goods and what they found, newest first.

use super::{ReliefQuery, readable};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use stock::relief::inspection::InspectionRow;
use stock::relief::store;
use utoipa::ToSchema;

/// An inspection.
#[derive(Serialize, ToSchema)]
pub struct InspectionAnswer {
    /// Index of the fact in the organisation's book.
    index: i64,
    lot: String,
    position: String,
    inspected_on: String,
    /// `good`, `repair` or `scrap`.
    outcome: String,
    /// What lay there, thousandths of the unit.
    quantity: i64,
    /// Found faulty.
    faulty: i64,
    /// The lot the faulty part became.
    apart: Option<String>,
    note: Option<String>,
    by: String,
}

impl InspectionAnswer {
    fn of(row: &InspectionRow) -> Self {
        Self {
            index: row.n,
            lot: row.lot.to_string(),
            position: row.position.to_string(),
            inspected_on: row.inspected_on.to_string(),
            outcome: row.outcome.to_string(),
            quantity: row.quantity.0,
            faulty: row.faulty.0,
            apart: row.apart.as_deref().map(str::to_owned),
            note: row.note.as_deref().map(str::to_owned),
            by: row.by_user.to_string(),
        }
    }
}

/// Inspections, newest first.
#[utoipa::path(get, path = "/api/v1/relief/inspections", tag = "relief", operation_id = "relief_inspections", params(ReliefQuery, Page),
    responses((status = 200, description = "Inspections.", body = List<InspectionAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ReliefQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<InspectionAnswer>>, Problem> {
    let book = readable(&app, &principal, query.org.as_deref()).await?.book;
    let (limit, before) = (page.limit()?, page.after()?.parse().unwrap_or(0));
    let rows = app.read(move |read| store::inspections(read, book, before, limit + 1)).await;
    let key = |row: &InspectionRow| row.n.to_string();
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, key, |row| InspectionAnswer::of(&row))))
}
