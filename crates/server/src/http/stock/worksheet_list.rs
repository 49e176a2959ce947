//! `GET /api/v1/worksheets`: volume worksheets of a position.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::PositionCode;
use serde::{Deserialize, Serialize};
use stock::worksheet::{WorksheetRow, store};
use utoipa::{IntoParams, ToSchema};

/// Worksheets shown: the newest.
const SHOWN: i64 = 500;

/// Which position.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorksheetQuery {
    /// 30 characters, LS/T 1714.
    position: String,
}

/// A worksheet. Masses in kilograms.
#[derive(Serialize, ToSchema)]
pub struct WorksheetAnswer {
    org: String,
    index: i64,
    position: String,
    lot: String,
    day: String,
    /// Book quantity at the moment of recording, thousandths of the unit.
    book: i64,
    measured: i64,
    checked: i64,
    /// Book less checked.
    difference: i64,
    /// Tenths of a percent.
    difference_rate: i64,
    matches: bool,
    by: String,
}

/// Worksheets of a position, newest first.
#[utoipa::path(get, path = "/api/v1/worksheets", tag = "stock", operation_id = "worksheets", params(WorksheetQuery),
    responses((status = 200, description = "Worksheets.", body = List<WorksheetAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<WorksheetQuery>,
) -> Result<Json<List<WorksheetAnswer>>, Problem> {
    let position = PositionCode::parse(&query.position)?;
    super::readable(&app, &principal, Action::ReadStock, position.as_str()).await?;
    let rows =
        app.read(move |read| store::worksheets(read, &position, SHOWN)).await.map_err(Problem::from)?;
    Ok(Json(List::whole(rows.iter().map(told).collect())))
}

fn told(row: &WorksheetRow) -> WorksheetAnswer {
    WorksheetAnswer {
        org: row.position.as_str()[..18].to_owned(),
        index: row.n,
        position: row.position.to_string(),
        lot: row.lot.to_string(),
        day: row.day.to_string(),
        book: row.book.0,
        measured: row.measured,
        checked: row.checked,
        difference: row.difference,
        difference_rate: row.difference_rate,
        matches: row.matches,
        by: row.by_user.to_string(),
    }
}
