//! `GET /api/v1/export/{list}`: the lists that `rows` can gather, as .xlsx with all rows; their number is stated in the workbook and checked here.

use super::rows::{Sheet, gathered};
use super::{Shown, file, heading};
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::hub::table::TableQuery;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::term::Fault;
use paper::Heading;
use paper::sheet::Book;

/// A list as a spreadsheet. The parameters narrow it as they narrow the table; `org` is the caller's own unless given.
#[utoipa::path(get, path = "/api/v1/export/{list}", tag = "export", operation_id = "export",
    params(("list" = String, Path, description = "`table.xlsx`, `sites.xlsx`, `lots.xlsx`, `consignments.xlsx`, `directives.xlsx`, `counts.xlsx`, `rotation.xlsx`, `comparison.xlsx`, `findings.xlsx`, `violations.xlsx`, `trips.xlsx`, `costs.xlsx`, `monthly.xlsx` (the month of `from`), `assets.xlsx`, `catalogue.xlsx`, `loans.xlsx`, `purchases.xlsx`, `disposals.xlsx`, `books.xlsx` or `organisations.xlsx`."), TableQuery),
    responses((status = 200, description = "The file.", body = [u8], content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ReadProblems))]
pub async fn export(
    State(app): State<App>,
    principal: Principal,
    Path(list): Path<String>,
    Query(query): Query<TableQuery>,
) -> Result<impl IntoResponse, Problem> {
    let name = list.strip_suffix(".xlsx").ok_or_else(Problem::not_found)?.to_owned();
    let sheet = gathered(&app, &principal, &name, query).await?;
    let organisations = app.organisations().await?;
    let heading = heading(&app, &principal, organisations.name(&principal.caller.org).to_owned()).await?;
    let bytes = app.blocking(move || Ok(written(&heading, &sheet)?)).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((file(kind, &list, Shown::Saved), bytes))
}

fn written(heading: &Heading, sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let failed = |refusal: paper::Refusal| Fault::new(format!("paper: {}", refusal.words().en));
    let mut book = Book::new(heading, sheet.title, &sheet.heads).map_err(failed)?;
    for row in &sheet.rows {
        book.row(row).map_err(failed)?;
    }
    let done = book.finish(&[]).map_err(failed)?;
    if done.rows != sheet.rows.len() {
        return Err(Fault::new(format!("{} rows were to be written, {} were", sheet.rows.len(), done.rows)));
    }
    Ok(done.bytes)
}
