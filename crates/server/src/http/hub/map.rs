//! `GET /api/v1/map`: the one map. One row per site in columns, so that a nation of sites stays small on the wire.

use super::Eyes;
use crate::app::App;
use crate::http::body::Query;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use hub::map::{Pin, map};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// Where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// Region code; everything inside it is shown. The nation unless given.
    region: Option<String>,
}

/// Sites with what lies there.
#[derive(Serialize, ToSchema)]
pub struct MapAnswer {
    /// Names of the values of a row: code, name, kind, region, org, org_name, lon, lat (millionths of a degree), totals (list
    /// of category, unit, stored quantity in thousandths).
    columns: [&'static str; 9],
    #[schema(value_type = Vec<Vec<Value>>)]
    rows: Vec<Value>,
}

/// The one map.
#[utoipa::path(get, path = "/api/v1/map", tag = "hub", operation_id = "map", params(MapQuery),
    responses((status = 200, description = "Sites, by code.", body = MapAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<MapQuery>,
) -> Result<Json<MapAnswer>, Problem> {
    let region = super::region(query.region.as_deref())?;
    super::reached(&principal, &app, Action::ReadTotals)?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(&app, &principal, Action::ReadTotals, &organisations);
    let pins = map(&app.picture.picture(), &|part, reserve| eyes.sees(part, reserve), &region);
    Ok(Json(MapAnswer {
        columns: ["code", "name", "kind", "region", "org", "org_name", "lon", "lat", "totals"],
        rows: pins.iter().map(row).collect(),
    }))
}

fn row(pin: &Pin) -> Value {
    let totals: Vec<Value> = pin
        .stored
        .iter()
        .map(|(category, unit, sum)| json!([category.as_ref(), unit.as_ref(), sum]))
        .collect();
    let site = &pin.site;
    json!([
        site.code.as_ref(),
        site.name.as_ref(),
        site.kind.as_ref(),
        site.region.as_ref(),
        pin.org.as_str(),
        pin.org_name.as_ref(),
        site.point.0,
        site.point.1,
        totals
    ])
}
