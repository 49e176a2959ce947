//! `GET /api/v1/warehouses/{code}`: one warehouse or tank with its positions.

use super::holding::{Holding, PositionAnswer};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::store::Read;
use base::term::{SiteCode, WarehouseCode};
use pack::Catalogue;
use serde::Serialize;
use std::collections::HashMap;
use stock::facility::{WarehouseRow, store};
use stock::movement;
use utoipa::ToSchema;

/// Positions of one site at most; the largest depots have some hundreds.
const POSITIONS_MAX: i64 = 5_000;

/// A warehouse with its positions.
#[derive(Serialize, ToSchema)]
pub struct WarehouseAnswer {
    code: String,
    name: String,
    kind: String,
    site: String,
    valid_from: String,
    valid_to: Option<String>,
    positions: Vec<PositionAnswer>,
}

impl WarehouseAnswer {
    /// The warehouse as shown.
    pub fn of(row: &WarehouseRow, positions: Vec<PositionAnswer>) -> Self {
        Self {
            code: row.warehouse.to_string(),
            name: row.name.to_string(),
            kind: row.kind.to_string(),
            site: row.site.to_string(),
            valid_from: row.valid_from.to_string(),
            valid_to: row.valid_to.map(|day| day.to_string()),
            positions,
        }
    }
}

/// One warehouse or tank.
#[utoipa::path(get, path = "/api/v1/warehouses/{code}", tag = "stock", operation_id = "warehouse",
    params(("code" = String, Path, description = "25 characters, LS/T 1714.")),
    responses((status = 200, description = "The warehouse.", body = WarehouseAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<WarehouseAnswer>, Problem> {
    let warehouse = WarehouseCode::parse(&code)?;
    let entry = super::readable(&app, &principal, Action::ReadStock, warehouse.as_str()).await?;
    let packs = app.node.packs.clone();
    let answer = app.read(move |read| {
        let site = SiteCode::parse(&warehouse.as_str()[..21])?;
        let row = store::warehouses(read, &site)?.into_iter().find(|row| row.warehouse == warehouse);
        let row = row.ok_or_else(Problem::not_found)?;
        let positions = gathered(read, &site, warehouse.as_str(), &entry.organisation.name, &packs)?;
        Ok::<_, Problem>(WarehouseAnswer::of(&row, positions))
    });
    Ok(Json(answer.await?))
}

/// Positions of a site whose code begins with a prefix, each with what lies there.
pub fn gathered(
    read: &mut Read<'_>,
    site: &SiteCode,
    prefix: &str,
    org_name: &str,
    packs: &Catalogue,
) -> Result<Vec<PositionAnswer>, Problem> {
    let mut held: HashMap<String, Vec<Holding>> = HashMap::new();
    for row in movement::store::stock(read, prefix, ("", ""), POSITIONS_MAX * 4)? {
        held.entry(row.1.position.to_string()).or_default().push(Holding::of(&row, packs));
    }
    let rows = store::positions(read, site, "", POSITIONS_MAX)?;
    let here = rows.iter().filter(|row| row.position.as_str().starts_with(prefix));
    Ok(here
        .map(|row| PositionAnswer::of(row, org_name, held.remove(row.position.as_str()).unwrap_or_default()))
        .collect())
}
