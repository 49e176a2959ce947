//! `GET /log/{org}/tile/entries/…`: entry bundles (C2SP tlog-tiles), for those who may read the book. Both trees are over the
//! same entries, so `gm/` serves the same bytes.

use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::ledger;
use base::policy::Action;
use base::term::OrgCode;
use chain::Sha256Suite;

/// Entries of a book.
#[utoipa::path(get, path = "/log/{org}/tile/entries/{*path}", tag = "log", operation_id = "log_entries",
    params(("org" = String, Path, description = "The organisation's code."),
        ("path" = String, Path, description = "Index as C2SP tlog-tiles writes it, e.g. `x001/067.p/8`.")),
    responses((status = 200, description = "Each entry after its length in two bytes.", body = [u8], content_type = "application/octet-stream"), ReadProblems))]
pub async fn entries(
    State(app): State<App>,
    principal: Principal,
    Path((org, path)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    bundle(&app, &principal, &org, &path).await
}

/// Entries of a book, at their address below `gm/`.
#[utoipa::path(get, path = "/log/{org}/gm/tile/entries/{*path}", tag = "log", operation_id = "log_gm_entries",
    params(("org" = String, Path, description = "The organisation's code."),
        ("path" = String, Path, description = "Index as C2SP tlog-tiles writes it, e.g. `x001/067.p/8`.")),
    responses((status = 200, description = "Each entry after its length in two bytes.", body = [u8], content_type = "application/octet-stream"), ReadProblems))]
pub async fn gm_entries(
    State(app): State<App>,
    principal: Principal,
    Path((org, path)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    bundle(&app, &principal, &org, &path).await
}

async fn bundle(
    app: &App,
    principal: &Principal,
    org: &str,
    path: &str,
) -> Result<impl IntoResponse + use<>, Problem> {
    let org = OrgCode::parse(org)?;
    principal.may_to(app, Action::ReadBook, &org, Goods::Held).await?;
    let tile = super::tile(&format!("tile/entries/{path}"))?;
    let bytes = app
        .read(move |read| {
            let book = super::book(read, &org)?;
            ledger::tile_bytes::<Sha256Suite>(read, book.id, &tile)?.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok((super::kept(&tile), bytes))
}
