//! `GET /api/v1/books/{org}`: one book.

use super::Book;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;

/// One book.
#[utoipa::path(get, path = "/api/v1/books/{org}", tag = "books", operation_id = "book",
    params(("org" = String, Path, description = "The organisation's code.")),
    responses((status = 200, description = "The book.", body = Book), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(org): Path<String>,
) -> Result<Json<Book>, Problem> {
    let organisation = super::readable(&app, &principal, &org).await?;
    let book = app.read(move |read| {
        let book = super::book_of(read, &organisation)?;
        let signed = ledger::latest_checkpoint(read, book.id)?.map_or(0, |row| row.size);
        Ok::<_, Problem>(super::shown(&book, organisation.name.clone(), signed))
    });
    Ok(Json(book.await?))
}
