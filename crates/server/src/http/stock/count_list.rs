//! `GET /api/v1/counts`: stocktakes of an organisation.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::{Deserialize, Serialize};
use stock::count::{CountRow, store};
use utoipa::{IntoParams, ToSchema};

/// Whose stocktakes.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A stocktake.
#[derive(Serialize, ToSchema)]
pub struct CountHead {
    /// Organisation and number: `{org}-{number}`.
    pub id: String,
    pub org: String,
    /// What acts call `count`.
    pub number: i64,
    /// Code of what is counted.
    pub scope: String,
    /// `open` or `closed`.
    pub status: String,
    pub reason: String,
    /// µs.
    pub opened_at: i64,
    pub opened_by: String,
    pub closed_by: Option<String>,
    pub closed_index: Option<i64>,
}

impl CountHead {
    /// The stocktake as shown.
    pub fn of(row: &CountRow, org: &str) -> Self {
        Self {
            id: format!("{org}-{}", row.n),
            org: org.to_owned(),
            number: row.n,
            scope: row.scope.to_string(),
            status: row.state.to_string(),
            reason: row.reason.to_string(),
            opened_at: row.opened_at.0,
            opened_by: row.opened_by.to_string(),
            closed_by: row.closed_by.as_ref().map(ToString::to_string),
            closed_index: row.closed_n,
        }
    }
}

/// Stocktakes, newest first.
#[utoipa::path(get, path = "/api/v1/counts", tag = "stock", operation_id = "counts", params(CountQuery, Page),
    responses((status = 200, description = "Stocktakes.", body = List<CountHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<CountQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<CountHead>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let (limit, before) = (page.limit()?, page.after()?.parse().ok());
    let rows = app
        .read(move |read| store::counts(read, entry.book, before, limit + 1))
        .await
        .map_err(Problem::from)?;
    let org = entry.organisation.code.to_string();
    Ok(Json(List::of(rows, limit, |row| row.n.to_string(), |row| CountHead::of(&row, &org))))
}
