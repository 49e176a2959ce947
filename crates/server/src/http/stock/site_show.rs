//! `GET /api/v1/sites/{code}`: one site with its warehouses and positions.

use super::holding::PositionAnswer;
use super::warehouse_show::{WarehouseAnswer, gathered};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::region::regions;
use base::term::SiteCode;
use serde::Serialize;
use stock::facility::store;
use utoipa::ToSchema;

/// A site with what is on it.
#[derive(Serialize, ToSchema)]
pub struct SiteAnswer {
    code: String,
    name: String,
    kind: String,
    org: String,
    org_name: String,
    region: String,
    region_name: String,
    /// Millionths of a degree.
    lon: i64,
    lat: i64,
    valid_from: String,
    valid_to: Option<String>,
    positions: usize,
    warehouses: Vec<WarehouseAnswer>,
}

/// One site.
#[utoipa::path(get, path = "/api/v1/sites/{code}", tag = "stock", operation_id = "site",
    params(("code" = String, Path, description = "21 characters, LS/T 1714.")),
    responses((status = 200, description = "The site.", body = SiteAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<SiteAnswer>, Problem> {
    let site = SiteCode::parse(&code)?;
    let entry = super::readable(&app, &principal, Action::ReadStock, site.as_str()).await?;
    let packs = app.node.packs.clone();
    let answer = app.read(move |read| {
        let row = store::site(read, &site)?.ok_or_else(Problem::not_found)?;
        let org_name = &entry.organisation.name;
        let positions: Vec<PositionAnswer> = gathered(read, &site, site.as_str(), org_name, &packs)?;
        let count = positions.len();
        let mut rest = positions;
        let mut warehouses = Vec::new();
        for warehouse in store::warehouses(read, &site)? {
            let (here, others) =
                rest.into_iter().partition(|position| position.warehouse == warehouse.warehouse.as_str());
            rest = others;
            warehouses.push(WarehouseAnswer::of(&warehouse, here));
        }
        Ok::<_, Problem>(SiteAnswer {
            code: row.site.to_string(),
            name: row.name.to_string(),
            kind: row.kind.to_string(),
            org: entry.organisation.code.to_string(),
            org_name: org_name.clone(),
            region: row.region.to_string(),
            region_name: regions().path(row.region.as_str()),
            lon: row.longitude,
            lat: row.latitude,
            valid_from: row.valid_from.to_string(),
            valid_to: row.valid_to.map(|day| day.to_string()),
            positions: count,
            warehouses,
        })
    });
    Ok(Json(answer.await?))
}
