//! `GET /api/v1/layouts`: where an organisation measures what, with the newest frame of each.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::Fault;
use sense::indicator::Indicator;
use sense::{frame, layout};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose layouts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LayoutQuery {
    /// Code of an organisation, site, warehouse, bay or position; the caller's own organisation unless given.
    scope: Option<String>,
}

/// What is measured where.
#[derive(Serialize, ToSchema)]
pub struct LayoutAnswer {
    position: String,
    /// Code of the indicator.
    kind: String,
    /// Its names and unit.
    kind_zh: String,
    kind_en: String,
    unit: String,
    /// Digits after the point: a reading is a whole number of 10^-decimals.
    decimals: u8,
    rows: i64,
    columns: i64,
    layers: i64,
    /// Millimetres.
    row_mm: i64,
    column_mm: i64,
    layer_mm: i64,
    /// Instant of the newest frame, µs.
    newest_at: Option<i64>,
}

/// Layouts, by position.
#[utoipa::path(get, path = "/api/v1/layouts", tag = "sense", operation_id = "layouts", params(LayoutQuery),
    responses((status = 200, description = "Layouts.", body = List<LayoutAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<LayoutQuery>,
) -> Result<Json<List<LayoutAnswer>>, Problem> {
    let entry = super::readable(&app, &principal, query.scope.as_deref()).await?;
    let scope = query.scope.unwrap_or_else(|| entry.organisation.code.to_string());
    let (rows, heads) = app
        .read(move |read| {
            Ok::<_, Fault>((layout::under(read, entry.book, &scope)?, frame::heads(read, entry.book)?))
        })
        .await
        .map_err(Problem::from)?;
    let answer = rows.into_iter().filter_map(|row| {
        let indicator = Indicator::named(&row.kind)?;
        Some(LayoutAnswer {
            position: row.position.to_string(),
            kind: row.kind.to_string(),
            kind_zh: indicator.zh.to_owned(),
            kind_en: indicator.en.to_owned(),
            unit: indicator.unit.to_owned(),
            decimals: indicator.decimals,
            rows: row.rows,
            columns: row.columns,
            layers: row.layers,
            row_mm: row.row_mm,
            column_mm: row.column_mm,
            layer_mm: row.layer_mm,
            newest_at: heads.get(&row.stream).map(|at| at.0),
        })
    });
    Ok(Json(List::whole(answer.collect())))
}
