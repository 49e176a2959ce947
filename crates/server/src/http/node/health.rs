//! `GET /healthz`: the process answers. It touches nothing else, so a stuck store does not have the process killed.

use super::Health;
use axum::Json;

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "node", operation_id = "health", security(()),
    responses((status = 200, description = "The process answers.", body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health::OK)
}
