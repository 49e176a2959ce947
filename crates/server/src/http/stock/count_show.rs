//! `GET /api/v1/counts/{id}`: one stocktake with its lines, blind where it must be: until a line is counted twice nobody sees
//! what the book says or what the first counter found.

use super::count_list::CountHead;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Serialize;
use stock::count::store::{self, Shown};
use utoipa::ToSchema;

/// A stocktake with its lines.
#[derive(Serialize, ToSchema)]
pub struct CountAnswer {
    #[serde(flatten)]
    head: CountHead,
    lines: Vec<CountLine>,
}

/// A line of a stocktake, thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct CountLine {
    position: String,
    lot: String,
    /// Counts made of it: 0, 1 or 2.
    counts: u8,
    /// How often it was sent back.
    recounts: i64,
    /// Null until the line is counted twice.
    first: Option<i64>,
    second: Option<i64>,
    book: Option<i64>,
    /// The difference both counts agree on.
    difference: Option<i64>,
}

/// One stocktake.
#[utoipa::path(get, path = "/api/v1/counts/{id}", tag = "stock", operation_id = "count",
    params(("id" = String, Path, description = "Organisation and number: `{org}-{number}`.")),
    responses((status = 200, description = "The stocktake.", body = CountAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> Result<Json<CountAnswer>, Problem> {
    let (org, number) = id.split_once('-').ok_or_else(Problem::not_found)?;
    let number: i64 = number.parse().map_err(|_| Problem::not_found())?;
    let entry = super::readable(&app, &principal, Action::ReadStock, org).await?;
    let found = app.read(move |read| store::count(read, entry.book, number)).await.map_err(Problem::from)?;
    let (head, lines) = found.ok_or_else(Problem::not_found)?;
    Ok(Json(CountAnswer {
        head: CountHead::of(&head, entry.organisation.code.as_str()),
        lines: lines.iter().map(line).collect(),
    }))
}

fn line(shown: &Shown) -> CountLine {
    match shown {
        Shown::Blind { position, lot, counts, recounts } => CountLine {
            position: position.to_string(),
            lot: lot.to_string(),
            counts: *counts,
            recounts: *recounts,
            first: None,
            second: None,
            book: None,
            difference: None,
        },
        Shown::Open(line) => CountLine {
            position: line.position.to_string(),
            lot: line.lot.to_string(),
            counts: 2,
            recounts: line.recounts,
            first: line.first.map(|q| q.0),
            second: line.second.map(|q| q.0),
            book: Some(line.book.0),
            difference: line.agreed().map(|q| q.0),
        },
    }
}
