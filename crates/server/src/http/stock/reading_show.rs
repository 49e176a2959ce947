//! `GET /api/v1/readings/{org}/{digest}`: what a bridge or a file said, by the digest that stands in the fact of a weighing.

use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Serialize;
use stock::trip::store;
use utoipa::ToSchema;

/// A reading. SHA-256 of `content` is the digest.
#[derive(Serialize, ToSchema)]
pub struct ReadingAnswer {
    /// Name of the bridge, or `file`.
    source: String,
    /// µs.
    at: i64,
    kilograms: i64,
    /// Raw frames in hexadecimal, one a line, or the line of the file.
    content: String,
}

/// A reading of a weighbridge.
#[utoipa::path(get, path = "/api/v1/readings/{org}/{digest}", tag = "stock", operation_id = "reading",
    params(("org" = String, Path, description = "The organisation's code."), ("digest" = String, Path, description = "The digest in the fact.")),
    responses((status = 200, description = "The reading.", body = ReadingAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path((org, digest)): Path<(String, String)>,
) -> Result<Json<ReadingAnswer>, Problem> {
    let entry = super::readable(&app, &principal, Action::ReadStock, &org).await?;
    let row = app.read(move |read| store::reading(read, entry.book, &digest)).await.map_err(Problem::from)?;
    let row = row.ok_or_else(Problem::not_found)?;
    Ok(Json(ReadingAnswer {
        source: row.source.to_string(),
        at: row.at.0,
        kilograms: row.kilograms,
        content: row.content.to_string(),
    }))
}
