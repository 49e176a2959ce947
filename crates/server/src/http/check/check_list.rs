//! `GET /api/v1/checks`: checks that an organisation makes, or that are made of it, newest first.

use super::{CheckHead, SideQuery, sided};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use stock::check::{CheckRow, store};

/// Checks, newest first.
#[utoipa::path(get, path = "/api/v1/checks", tag = "checks", operation_id = "checks", params(SideQuery, Page),
    responses((status = 200, description = "Checks.", body = List<CheckHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SideQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<CheckHead>>, Problem> {
    let (org, side) = sided(&app, &principal, &query).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    let rows = app.read(move |read| {
        let (at, code) = after.split_once(' ').unwrap_or_default();
        let after = (at.parse().unwrap_or(i64::MAX), code);
        store::checks(read, side, org.as_str(), query.status.as_deref(), after, limit + 1)
    });
    let rows = rows.await.map_err(Problem::from)?;
    let key = |row: &CheckRow| format!("{} {}", row.opened_at.0, row.code);
    Ok(Json(List::of(rows, limit, key, |row| CheckHead::of(&row, &organisations, today))))
}
