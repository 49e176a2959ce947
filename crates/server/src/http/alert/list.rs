//! `GET /api/v1/alerts`: the inbox.

use super::AlertHead;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::BookId;
use hub::alert::store::{self, Which};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;

/// Alerts at most: an inbox beyond it is worked off from the top.
const ALERTS_MAX: usize = 500;

/// Which alerts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AlertQuery {
    /// Only of this organisation; all that the caller may read unless given.
    org: Option<String>,
    /// `open` (active, not acknowledged, or with a case under way) or `all`; open unless given.
    which: Option<String>,
}

/// Alerts, active ones first, then by severity and age; up to 500.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "alerts", operation_id = "alerts", params(AlertQuery),
    responses((status = 200, description = "Alerts.", body = List<AlertHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<AlertQuery>,
) -> Result<Json<List<AlertHead>>, Problem> {
    let reach = principal.reach(&app, Action::ReadStock);
    let known = app.organisations().await?;
    let orgs: HashMap<BookId, String> = known
        .sorted
        .iter()
        .filter(|entry| principal.reaches(&reach, &entry.organisation))
        .map(|entry| (entry.book, entry.organisation.code.to_string()))
        .filter(|(_, code)| query.org.as_ref().is_none_or(|org| org == code))
        .collect();
    let which = if query.which.as_deref() == Some("all") { Which::All } else { Which::Open };
    let mut books: Vec<BookId> = orgs.keys().copied().collect();
    books.sort_unstable();
    let rows =
        app.read(move |read| store::list(read, &books, which, ALERTS_MAX)).await.map_err(Problem::from)?;
    let heads = rows.iter().filter_map(|row| Some(AlertHead::of(row, orgs.get(&row.book_id)?)));
    Ok(Json(List::whole(heads.collect())))
}
