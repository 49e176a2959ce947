//! `GET /log/{org}/tile/…` and `/log/{org}/gm/tile/…`: hash tiles (C2SP tlog-tiles). Entry bundles are elsewhere.

use crate::app::App;
use crate::http::body::Path;
use crate::http::problem::{Problem, PublicProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::ledger;
use base::term::OrgCode;
use chain::{Sha256Suite, Sm3Suite, Suite};

/// Hashes of the SHA-256 tree.
#[utoipa::path(get, path = "/log/{org}/tile/{*path}", tag = "log", operation_id = "log_tile", security(()),
    params(("org" = String, Path, description = "The organisation's code."),
        ("path" = String, Path, description = "Level and index as C2SP tlog-tiles writes them, e.g. `0/x001/067.p/8`.")),
    responses((status = 200, description = "32 bytes for each hash.", body = [u8], content_type = "application/octet-stream"), PublicProblems))]
pub async fn tile(
    State(app): State<App>,
    Path((org, path)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    hashes::<Sha256Suite>(&app, &org, &path).await
}

/// Hashes of the SM3 tree.
#[utoipa::path(get, path = "/log/{org}/gm/tile/{*path}", tag = "log", operation_id = "log_gm_tile", security(()),
    params(("org" = String, Path, description = "The organisation's code."),
        ("path" = String, Path, description = "Level and index as C2SP tlog-tiles writes them, e.g. `0/x001/067.p/8`.")),
    responses((status = 200, description = "32 bytes for each hash.", body = [u8], content_type = "application/octet-stream"), PublicProblems))]
pub async fn gm_tile(
    State(app): State<App>,
    Path((org, path)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    hashes::<Sm3Suite>(&app, &org, &path).await
}

async fn hashes<S: Suite>(app: &App, org: &str, path: &str) -> Result<impl IntoResponse + use<S>, Problem> {
    let org = OrgCode::parse(org)?;
    let tile = super::tile(&format!("tile/{path}"))?;
    let bytes = app
        .read(move |read| {
            let book = super::book(read, &org)?;
            ledger::tile_hashes::<S>(read, book.id, &tile)?.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok((super::kept(&tile), bytes))
}
