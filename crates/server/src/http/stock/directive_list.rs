//! `GET /api/v1/directives`: directives the caller may read: those of organisations in reach, and those that name stock there.

use super::directive_show::{DirectiveAnswer, told};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::directive::store;
use utoipa::IntoParams;

/// Directives read from the store at once.
const BATCH: i64 = 200;
/// Batches looked through for one page.
const BATCHES_MAX: usize = 25;

/// Which directives.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DirectiveQuery {
    /// `issued`, `approved` or `revoked`.
    status: Option<String>,
    /// Only those issued by this organisation.
    issuer: Option<String>,
    /// Only those that name stock of this organisation.
    org: Option<String>,
}

/// Directives, newest first.
#[utoipa::path(get, path = "/api/v1/directives", tag = "stock", operation_id = "directives", params(DirectiveQuery, Page),
    responses((status = 200, description = "Directives.", body = List<DirectiveAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<DirectiveQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<DirectiveAnswer>>, Problem> {
    let (limit, mut after) = (page.limit()?, page.after()?);
    let organisations = app.organisations().await?;
    let reach = principal.reach(&app, Action::ReadDirective);
    let packs = app.node.packs.clone();
    let list = app.read(move |read| {
        let mut found: Vec<DirectiveAnswer> = Vec::new();
        for _ in 0..BATCHES_MAX {
            let cursor = Some(after.as_str()).filter(|after| !after.is_empty());
            let rows = store::directives(read, query.issuer.as_deref().unwrap_or_default(), cursor, BATCH)?;
            let last = i64::try_from(rows.len()).unwrap_or(0) < BATCH;
            for row in rows {
                after = row.directive.to_string();
                if query.status.as_deref().is_some_and(|status| row.state.as_ref() != status) {
                    continue;
                }
                let lines = store::lines(read, &row.directive)?;
                let directive = told(&row, &lines, &organisations, &packs)?;
                let named = |org: &str| directive.lines.iter().any(|line| line.scope.starts_with(org));
                let in_sight = directive.concerns().any(|org| {
                    organisations
                        .get(&org)
                        .is_some_and(|entry| principal.reaches(&reach, &entry.organisation))
                });
                if in_sight && query.org.as_deref().is_none_or(named) {
                    found.push(directive);
                }
                if i64::try_from(found.len()).unwrap_or(0) > limit {
                    break;
                }
            }
            if last || i64::try_from(found.len()).unwrap_or(0) > limit {
                break;
            }
        }
        Ok::<_, Problem>(List::of(found, limit, |row| row.code.clone(), |row| row))
    });
    Ok(Json(list.await?))
}
