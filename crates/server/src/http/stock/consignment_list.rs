//! `GET /api/v1/consignments`: consignments from or to an organisation or site.

use super::consignment_show::{ConsignmentAnswer, told};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::transfer::store;
use utoipa::IntoParams;

/// Whose consignments.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsignmentQuery {
    /// Code of an organisation or site; the caller's own organisation unless given.
    org: Option<String>,
}

/// Consignments, newest first.
#[utoipa::path(get, path = "/api/v1/consignments", tag = "stock", operation_id = "consignments", params(ConsignmentQuery, Page),
    responses((status = 200, description = "Consignments.", body = List<ConsignmentAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ConsignmentQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<ConsignmentAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let scope = query.org.unwrap_or_else(|| entry.organisation.code.to_string());
    let (limit, after) = (page.limit()?, page.after()?);
    let (names, packs) = (app.organisations().await?, app.node.packs.clone());
    let list = app.read(move |read| {
        let cursor = Some(after.as_str()).filter(|after| !after.is_empty());
        let heads = store::consignments(read, &scope, cursor, limit + 1)?;
        let mut rows = Vec::with_capacity(heads.len());
        for head in heads {
            if let Some(found) = store::consignment(read, &head.consignment)? {
                rows.push(told(&found, &names, &packs));
            }
        }
        Ok::<_, Problem>(List::of(rows, limit, |row| row.code.clone(), |row| row))
    });
    Ok(Json(list.await?))
}
