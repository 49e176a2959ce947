//! `GET /api/v1/rotation/findings`: what is wrong with the rotation of an organisation: overdue, empty for too long, old for new, only on paper.

use super::{FindingAnswer, OrgQuery, readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use stock::rotation::finding::findings;

/// Findings, alarms first.
#[utoipa::path(get, path = "/api/v1/rotation/findings", tag = "rotation", operation_id = "rotation_findings", params(OrgQuery, Page),
    responses((status = 200, description = "Findings, alarms first.", body = List<FindingAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<OrgQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<FindingAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (packs, today, org) = (app.node.packs.clone(), today(&app), entry.organisation.code.to_string());
    let found = app.read(move |read| findings(read, &packs, &org, today)).await.map_err(Problem::from)?;
    let rows: Vec<_> = found.into_iter().enumerate().collect();
    Ok(Json(page.cut(rows, |(at, _)| format!("{at:08}"), |(_, finding)| FindingAnswer::of(finding))?))
}
