//! `GET /api/v1/openapi.json`: the description of this API, the same bytes as `docs/openapi.json` of this version.

use axum::http::header;
use axum::response::IntoResponse;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<String> = LazyLock::new(crate::http::openapi);

/// The description of this API.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "node", operation_id = "openapi", security(()),
    responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value)))]
pub async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}
