//! `GET /log/{org}/checkpoint` and `/log/{org}/gm/checkpoint`: the newest signed heads (C2SP tlog-checkpoint). Signed before
//! it is shown: a head without a signature is not served.

use crate::app::App;
use crate::http::body::Path;
use crate::http::problem::{Problem, PublicProblems};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use base::ledger;
use base::term::OrgCode;

/// The newest signed head of a book, SHA-256 and Ed25519.
#[utoipa::path(get, path = "/log/{org}/checkpoint", tag = "log", operation_id = "log_checkpoint", security(()),
    params(("org" = String, Path, description = "The organisation's code.")),
    responses((status = 200, description = "A signed note.", body = String, content_type = "text/plain"), PublicProblems))]
pub async fn checkpoint(
    State(app): State<App>,
    Path(org): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    newest(&app, &org, |row| row.note.clone()).await
}

/// The newest signed head of a book, SM3 and SM2.
#[utoipa::path(get, path = "/log/{org}/gm/checkpoint", tag = "log", operation_id = "log_gm_checkpoint", security(()),
    params(("org" = String, Path, description = "The organisation's code.")),
    responses((status = 200, description = "A signed note.", body = String, content_type = "text/plain"), PublicProblems))]
pub async fn gm_checkpoint(
    State(app): State<App>,
    Path(org): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    newest(&app, &org, |row| row.gm_note.clone()).await
}

async fn newest(
    app: &App,
    org: &str,
    note: fn(&ledger::CheckpointRow) -> std::sync::Arc<str>,
) -> Result<impl IntoResponse + use<>, Problem> {
    let org = OrgCode::parse(org)?;
    let row = app
        .read(move |read| {
            let book = super::book(read, &org)?;
            ledger::latest_checkpoint(read, book.id)?.ok_or_else(Problem::not_found)
        })
        .await?;
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, no-cache")];
    Ok((headers, note(&row).to_string()))
}
