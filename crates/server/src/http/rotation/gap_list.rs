//! `GET /api/v1/rotation/gaps`: gap clocks of an organisation: places that are empty now, the most pressing first.

use super::{GapAnswer, OrgQuery, readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use stock::rotation::store;

/// Lines of approved plans looked through; an organisation has a few hundred.
const LINES_MAX: i64 = 100_000;

/// Gap clocks that run, those with the least time left first.
#[utoipa::path(get, path = "/api/v1/rotation/gaps", tag = "rotation", operation_id = "rotation_gaps", params(OrgQuery, Page),
    responses((status = 200, description = "Gap clocks that run, those with the least time left first.", body = List<GapAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<OrgQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<GapAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (packs, today, org) = (app.node.packs.clone(), today(&app), entry.organisation.code.to_string());
    let found = app.read(move |read| {
        let mut lines = store::running(read, &org, ("", 0), LINES_MAX)?;
        lines.retain(|line| line.refilled_on.is_none());
        let mut gaps: Vec<GapAnswer> =
            lines.iter().filter_map(|line| GapAnswer::of(line, &packs, today)).collect();
        gaps.sort_by_key(|gap| gap.left.unwrap_or(i64::MAX));
        Ok::<_, Problem>(gaps)
    });
    let rows: Vec<_> = found.await?.into_iter().enumerate().collect();
    Ok(Json(page.cut(rows, |(at, _)| format!("{at:08}"), |(_, gap)| gap)?))
}
