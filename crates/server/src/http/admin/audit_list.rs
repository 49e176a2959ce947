//! `GET /api/v1/audit`: facts about users and tokens, for auditors and the audit administrator.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use crate::http::stock::line::{self, FactLine};
use axum::Json;
use axum::extract::State;
use base::policy::Action;

/// Audit records, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "admin", operation_id = "audit", params(Page),
    responses((status = 200, description = "Records.", body = List<FactLine>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(page): Query<Page>,
) -> Result<Json<List<FactLine>>, Problem> {
    principal.may(&app, Action::ReadAudit)?;
    let (limit, before) = (page.limit()?, page.after()?.parse().unwrap_or(i64::MAX));
    let gate = app.node.gate.clone();
    let rows = app.blocking(move || Ok(gate.audit(before, limit + 1)?)).await?;
    let (organisations, packs) = (app.organisations().await?, &app.node.packs);
    let lines = rows.iter().map(|row| line::of(row, packs, &organisations)).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(List::of(lines, limit, |line| line.index.to_string(), |line| line)))
}
