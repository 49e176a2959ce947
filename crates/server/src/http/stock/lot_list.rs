//! `GET /api/v1/lots`: lots where they lie, one row for each lot at each position.

use super::holding::Holding;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::movement;
use utoipa::IntoParams;

/// Where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LotQuery {
    /// Code of an organisation, site, warehouse, bay or position; the caller's own organisation unless given.
    scope: Option<String>,
}

/// Lots at positions, by position.
#[utoipa::path(get, path = "/api/v1/lots", tag = "stock", operation_id = "lots", params(LotQuery, Page),
    responses((status = 200, description = "Lots at positions.", body = List<Holding>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<LotQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<Holding>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadLot, query.scope.as_deref()).await?;
    let scope = query.scope.unwrap_or_else(|| entry.organisation.code.to_string());
    let (limit, after) = (page.limit()?, page.after()?);
    let packs = app.node.packs.clone();
    let list = app.read(move |read| {
        let after = after.split_once(' ').unwrap_or(("", ""));
        let rows = movement::store::stock(read, &scope, after, limit + 1)?;
        let key = |(_, position, balance): &(_, stock::facility::PositionRow, movement::BalanceRow)| {
            format!("{} {}", position.position, balance.lot)
        };
        Ok::<_, Problem>(List::of(rows, limit, key, |row| Holding::of(&row, &packs)))
    });
    Ok(Json(list.await?))
}
