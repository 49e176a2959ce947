//! `GET /api/v1/regions`: administrative divisions of GB/T 2260.

use super::Search;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::region::{Region, regions};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which divisions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegionQuery {
    /// Only those directly below this one.
    parent: Option<String>,
}

/// A division.
#[derive(Serialize, ToSchema)]
pub struct RegionRow {
    code: &'static str,
    name: &'static str,
    /// 0 nation, 1 province, 2 prefecture, 3 county.
    level: u8,
    parent: Option<&'static str>,
    /// Label point, millionths of a degree.
    lon: Option<i64>,
    lat: Option<i64>,
    /// Census of 2020.
    population: Option<i64>,
    /// Last day on which the code was valid.
    valid_to: Option<String>,
    /// The code that took its place.
    successor: Option<&'static str>,
}

/// Administrative divisions, by code.
#[utoipa::path(get, path = "/api/v1/regions", tag = "codes", operation_id = "regions", params(RegionQuery, Search, Page),
    responses((status = 200, description = "Divisions.", body = List<RegionRow>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<RegionQuery>,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<RegionRow>>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let wanted = |region: &&'static Region| {
        query.parent.as_deref().is_none_or(|parent| region.parent == parent && region.valid_to.is_none())
            && search.finds(&[region.code, region.name])
    };
    let rows: Vec<&'static Region> = regions().all().iter().filter(wanted).collect();
    Ok(Json(page.cut(rows, |region| region.code.to_owned(), row)?))
}

fn row(region: &'static Region) -> RegionRow {
    RegionRow {
        code: region.code,
        name: region.name,
        level: region.level,
        parent: Some(region.parent).filter(|parent| !parent.is_empty()),
        lon: region.point.map(|point| point.0),
        lat: region.point.map(|point| point.1),
        population: region.population,
        valid_to: region.valid_to.map(|day| day.to_string()),
        successor: region.successor,
    }
}
