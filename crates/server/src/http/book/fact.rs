//! `GET /api/v1/books/{org}/facts/{index}`: one fact, with the bytes that were hashed.

use super::Fact;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;

/// One fact.
#[utoipa::path(get, path = "/api/v1/books/{org}/facts/{index}", tag = "books", operation_id = "fact",
    params(("org" = String, Path, description = "The organisation's code."), ("index" = i64, Path, minimum = 0, description = "Index in the book.")),
    responses((status = 200, description = "The fact.", body = Fact), ReadProblems))]
pub async fn fact(
    State(app): State<App>,
    principal: Principal,
    Path((org, index)): Path<(String, i64)>,
) -> Result<Json<Fact>, Problem> {
    let organisation = super::readable(&app, &principal, &org).await?;
    let fact = app.read(move |read| {
        let book = super::book_of(read, &organisation)?;
        let row = ledger::entry(read, book.id, index)?.ok_or_else(Problem::not_found)?;
        super::told(&row, &organisation.code)
    });
    Ok(Json(fact.await?))
}
