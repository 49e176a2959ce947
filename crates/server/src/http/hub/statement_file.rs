//! `GET /api/v1/statements/{id}/file`: the statement file, which verifies offline. Format: `docs/spec/statement.md`.

use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// The statement as a file.
#[utoipa::path(get, path = "/api/v1/statements/{id}/file", tag = "statements", operation_id = "statement_file",
    params(("id" = i64, Path, description = "The statement's id.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/plain"), ReadProblems))]
pub async fn file(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse, Problem> {
    let row = super::statement_show::row(&app, &principal, id).await?;
    let name = format!("attachment; filename=\"{id}.statement\"");
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, row.file.to_string()))
}
