//! `GET /api/v1/findings`: findings that an organisation opened, or must mend; those that are due first come first.

use super::{FindingHead, SideQuery, sided};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use stock::check::store::{self, Standing};

/// Findings, open ones first, by their last day.
#[utoipa::path(get, path = "/api/v1/findings", tag = "checks", operation_id = "findings", params(SideQuery, Page),
    responses((status = 200, description = "Findings.", body = List<FindingHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SideQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<FindingHead>>, Problem> {
    let (org, side) = sided(&app, &principal, &query).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    let rows = app.read(move |read| {
        let mut parts = after.splitn(3, ' ');
        let closed = parts.next().and_then(|text| text.parse().ok()).unwrap_or(0);
        let after = (closed, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        store::findings(read, side, org.as_str(), query.status.as_deref(), today, after, limit + 1)
    });
    let rows = rows.await.map_err(Problem::from)?;
    let key = |found: &Standing| {
        let row = &found.row;
        format!("{} {} {}", i64::from(row.closed_at.is_some()), row.due, row.finding)
    };
    Ok(Json(List::of(rows, limit, key, |found| FindingHead::of(&found, &organisations, today))))
}
