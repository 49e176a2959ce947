//! `GET /api/v1/map`: the one map. One row per site in columns, so that a nation of sites stays small on the wire.

use super::Eyes;
use super::kept::{Answer, Moment, Question};
use crate::app::App;
use crate::http::body::Query;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::{Request, State};
use base::policy::Action;
use hub::map::{Pin, map};
use serde::{Deserialize, Serialize};
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
pub struct MapAnswer<'p> {
    /// Names of the values of a row: code, name, kind, region, org, org_name, lon, lat (millionths of a degree), totals (list
    /// of category, unit, stored quantity in thousandths).
    columns: [&'static str; 9],
    #[schema(value_type = Vec<Vec<serde_json::Value>>)]
    rows: Vec<Row<'p>>,
}

/// The one map.
#[utoipa::path(get, path = "/api/v1/map", tag = "hub", operation_id = "map", params(MapQuery),
    responses((status = 200, description = "Sites, by code.", body = MapAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<MapQuery>,
    request: Request,
) -> Result<Answer, Problem> {
    let region = super::region(query.region.as_deref())?;
    super::reached(&principal, &app, Action::ReadTotals)?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(&app, &principal, Action::ReadTotals, &organisations);
    let picture = app.picture.picture();
    app.kept.answer(Moment::of(&app, &picture), Question::of(&request, &eyes), || MapAnswer {
        columns: ["code", "name", "kind", "region", "org", "org_name", "lon", "lat", "totals"],
        rows: map(&picture, &|part| eyes.see(part), &region).iter().map(row).collect(),
    })
}

/// A site in the order of the columns.
type Row<'p> = (&'p str, &'p str, &'p str, &'p str, &'p str, &'p str, i64, i64, Vec<(&'p str, &'p str, i64)>);

fn row<'p>(pin: &Pin<'p>) -> Row<'p> {
    let (site, part) = (pin.site, pin.part);
    let totals =
        pin.stored.iter().map(|(note, sum)| (note.category.as_ref(), note.unit.as_ref(), *sum)).collect();
    let (lon, lat) = site.point;
    (&site.code, &site.name, &site.kind, &site.region, part.org.as_str(), &part.name, lon, lat, totals)
}
