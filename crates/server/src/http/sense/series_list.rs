//! `GET /api/v1/series`: series of prices and quantities in an organisation's book.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use sense::series;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose series.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeriesQuery {
    /// The caller's own organisation unless given.
    pub org: Option<String>,
}

/// A series.
#[derive(Serialize, ToSchema)]
pub struct SeriesHead {
    series: String,
    name: String,
    unit: String,
    /// `price`, `production`, `consumption`, `trade` or `stock`.
    kind: String,
    /// `month` or `day`.
    tick: String,
    source: String,
    /// Index of the newest fact about it.
    index: i64,
}

/// Series, by code.
#[utoipa::path(get, path = "/api/v1/series", tag = "sense", operation_id = "series_list", params(SeriesQuery),
    responses((status = 200, description = "Series.", body = List<SeriesHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SeriesQuery>,
) -> Result<Json<List<SeriesHead>>, Problem> {
    let entry = super::readable(&app, &principal, query.org.as_deref()).await?;
    let rows = app.read(move |read| series::all(read, entry.book)).await.map_err(Problem::from)?;
    let head = |row: series::SeriesRow| SeriesHead {
        series: row.series.to_string(),
        name: row.name.to_string(),
        unit: row.unit.to_string(),
        kind: row.kind.to_string(),
        tick: row.tick.to_string(),
        source: row.source.to_string(),
        index: row.n,
    };
    Ok(Json(List::whole(rows.into_iter().map(head).collect())))
}
