//! `GET /api/v1/content/{hash}`: a photograph or paper by its digest. The digest is known to whoever may read the fact that names it,
//! and cannot be guessed.

use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;
use base::policy::Action;
use base::term::ContentHash;

/// A photograph or paper.
#[utoipa::path(get, path = "/api/v1/content/{hash}", tag = "content", operation_id = "content",
    params(("hash" = String, Path, description = "SHA-256 of its bytes, 64 hexadecimal digits.")),
    responses((status = 200, description = "The file.", body = [u8], content_type = "image/jpeg"), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(hash): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let hash = ContentHash::parse(&hash)?;
    let content = app.node.content.clone();
    let found = app.blocking(move || Ok(content.get(&hash)?)).await?;
    let (kind, bytes) = found.ok_or_else(Problem::not_found)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    // A name that is a digest never means other bytes.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok((headers, bytes))
}
