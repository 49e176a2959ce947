//! `GET /api/v1/books/{org}/facts`: facts of a book in order, from an index on.

use super::Fact;
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;
use serde::Deserialize;
use utoipa::IntoParams;

/// Where to begin.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct From {
    /// Index of the first fact; the cursor of a page before goes ahead of it.
    #[param(minimum = 0)]
    from: Option<i64>,
}

/// Facts of a book.
#[utoipa::path(get, path = "/api/v1/books/{org}/facts", tag = "books", operation_id = "facts",
    params(("org" = String, Path, description = "The organisation's code."), From, Page),
    responses((status = 200, description = "Facts in order.", body = List<Fact>), ReadProblems))]
pub async fn facts(
    State(app): State<App>,
    principal: Principal,
    Path(org): Path<String>,
    Query(from): Query<From>,
    Query(page): Query<Page>,
) -> Result<Json<List<Fact>>, Problem> {
    let organisation = super::readable(&app, &principal, &org).await?;
    let limit = page.limit()?;
    // The cursor is the index of the last fact seen.
    let first =
        page.after()?.parse::<i64>().map_or(from.from.unwrap_or(0).max(0), |last| last.saturating_add(1));
    let list = app.read(move |read| {
        let book = super::book_of(read, &organisation)?;
        let rows = ledger::facts(read, book.id, first, limit + 1)?;
        let facts: Vec<Fact> =
            rows.iter().map(|row| super::told(row, &organisation.code)).collect::<Result<_, _>>()?;
        Ok::<_, Problem>(List::of(facts, limit, |fact| fact.index.to_string(), |fact| fact).out_of(book.size))
    });
    Ok(Json(list.await?))
}
