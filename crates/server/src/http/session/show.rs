//! `GET /api/v1/session`: who is logged in.

use super::Session;
use crate::app::App;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;

/// Who is logged in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", operation_id = "session",
    responses((status = 200, description = "The caller.", body = Session), ReadProblems))]
pub async fn show(State(app): State<App>, principal: Principal) -> Result<Json<Session>, Problem> {
    Ok(Json(super::described(&app, &principal.caller).await?))
}
