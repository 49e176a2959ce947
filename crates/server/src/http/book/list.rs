//! `GET /api/v1/books`: the books the caller may read.

use super::Book;
use crate::app::App;
use crate::directory::Entry;
use crate::http::body::Query;
use crate::http::code::Search;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;
use base::policy::Action;

/// The books the caller may read, by code of the organisation.
#[utoipa::path(get, path = "/api/v1/books", tag = "books", operation_id = "books", params(Search, Page),
    responses((status = 200, description = "Books.", body = List<Book>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<Book>>, Problem> {
    let reach = principal.reach(&app, Action::ReadBook);
    let organisations = app.organisations().await?;
    let mine = organisations.sorted.iter().filter(|entry| {
        let organisation = &entry.organisation;
        principal.reaches(&reach, organisation)
            && search.finds(&[organisation.code.as_str(), &organisation.name])
    });
    let page = page.cut(mine.collect(), |entry| entry.organisation.code.to_string(), Entry::clone)?;
    let books = app.read(move |read| {
        let mut books = Vec::with_capacity(page.items.len());
        for Entry { book, organisation } in page.items {
            let signed = ledger::latest_checkpoint(read, book)?.map_or(0, |row| row.size);
            books.push(super::shown(
                &super::book_of(read, &organisation)?,
                organisation.name.clone(),
                signed,
            ));
        }
        Ok::<_, Problem>(List { items: books, next: page.next, total: page.total })
    });
    Ok(Json(books.await?))
}
