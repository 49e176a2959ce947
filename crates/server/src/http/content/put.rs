//! `POST /api/v1/content`: keeps a photograph or paper. The answer's digest is what an act then names.

use crate::app::App;
use crate::http::body;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use base::content::{BYTES_MAX, too_large};
use base::policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

/// A file that is kept.
#[derive(Serialize, ToSchema)]
pub struct ContentAnswer {
    /// SHA-256 of its bytes, hexadecimal: its name.
    hash: String,
    /// `image/jpeg`, `image/png`, `image/webp` or `application/pdf`.
    kind: String,
    bytes: usize,
}

/// The bytes of a request, up to the limit of the content store instead of that of a body.
pub struct File(axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let read = axum::body::to_bytes(request.into_body(), BYTES_MAX).await;
        read.map(Self).map_err(|_| body::too_large().mend(too_large().mend_zh, too_large().mend_en))
    }
}

/// Keep a photograph (JPEG, PNG, WebP) or paper (PDF) of at most 4 MiB. The same bytes are kept once.
#[utoipa::path(post, path = "/api/v1/content", tag = "content", operation_id = "content_put",
    request_body(content = [u8], content_type = "application/octet-stream", description = "The file's bytes."),
    responses((status = 200, description = "Kept.", body = ContentAnswer), WriteProblems))]
pub async fn put(
    State(app): State<App>,
    principal: Principal,
    File(bytes): File,
) -> Result<Json<ContentAnswer>, Problem> {
    principal.may_to(&app, Action::ContentPut, &principal.caller.org, Goods::Ordinary).await?;
    let content = app.node.content.clone();
    let stored = app.blocking(move || content.put(&bytes)).await?;
    Ok(Json(ContentAnswer {
        hash: stored.hash.to_string(),
        kind: stored.kind.media_type().to_owned(),
        bytes: stored.bytes,
    }))
}
