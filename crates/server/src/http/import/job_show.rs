//! `GET /api/v1/import-jobs/{id}`: how far an import is. Only who began it may look.

use super::ImportJob;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;

/// How far an import is.
#[utoipa::path(get, path = "/api/v1/import-jobs/{id}", tag = "import", operation_id = "import_job",
    params(("id" = u64, Path, description = "Number of the import.")),
    responses((status = 200, description = "The import.", body = ImportJob), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<u64>,
) -> Result<Json<ImportJob>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let job = app.imports.of(id, &principal.caller.user).ok_or_else(Problem::not_found)?;
    Ok(Json(ImportJob::of(&job)))
}
