//! `GET /api/v1/statements`: the statements this node made, newest first. Heads only: whose totals they are is asked for one
//! by one.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Instant;
use hub::statement;
use serde::Serialize;
use utoipa::ToSchema;

/// A statement without its totals.
#[derive(Serialize, ToSchema)]
pub struct StatementHead {
    /// Its name: the instant of its cut-off, µs.
    pub id: String,
    /// The business day of its cut-off.
    pub day: String,
    pub made_at: i64,
    pub node: String,
    pub books: i64,
    /// Groups of item, nature, owner level and province.
    pub groups: i64,
    /// Lots at positions that were counted.
    pub positions: i64,
    /// Signed heads (C2SP checkpoint notes) of both suites.
    pub note: String,
    pub gm_note: String,
}

impl From<&statement::StatementRow> for StatementHead {
    fn from(row: &statement::StatementRow) -> Self {
        Self {
            id: row.at.0.to_string(),
            day: row.at.business_day().to_string(),
            made_at: row.at.0,
            node: row.node.to_string(),
            books: row.books,
            groups: row.totals,
            positions: row.holdings,
            note: row.note.to_string(),
            gm_note: row.gm_note.to_string(),
        }
    }
}

/// Statements, newest first.
#[utoipa::path(get, path = "/api/v1/statements", tag = "statements", operation_id = "statements", params(Page),
    responses((status = 200, description = "Statements.", body = List<StatementHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(page): Query<Page>,
) -> Result<Json<List<StatementHead>>, Problem> {
    super::reached(&principal, &app, Action::ReadTotals)?;
    let limit = page.limit()?;
    let before = Instant(page.after()?.parse().unwrap_or(i64::MAX));
    let rows = app.read(move |read| statement::list(read, before, limit + 1)).await.map_err(Problem::from)?;
    Ok(Json(List::of(rows, limit, |row| row.at.0.to_string(), |row| StatementHead::from(&row))))
}
