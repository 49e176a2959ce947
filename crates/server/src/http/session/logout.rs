//! `DELETE /api/v1/session`: ends the session.

use crate::app::App;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, WriteProblems};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

/// Log out. Removes the cookies.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", operation_id = "logout",
    responses((status = 204, description = "Logged out."), WriteProblems))]
pub async fn logout(
    State(app): State<App>,
    principal: Principal,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let (gate, secret) = (app.node.gate.clone(), principal.session);
    app.blocking(move || gate.logout(&secret)).await?;
    Ok((StatusCode::NO_CONTENT, super::cookies(&app, "")))
}
