//! `GET /api/v1/rounds`: rounds at a position.

use super::readable;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::{Fault, PositionCode};
use serde::{Deserialize, Serialize};
use stock::keeping::round::{NewRound, RoundRow};
use stock::keeping::store;
use utoipa::{IntoParams, ToSchema};

/// Which position.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RoundQuery {
    /// 30 characters, LS/T 1714.
    position: String,
}

/// A round. Temperatures in tenths of a degree, moisture and oxygen in tenths of a percent, phosphine in thousandths of a mL/m³.
#[derive(Serialize, ToSchema)]
pub struct KeepingRound {
    org: String,
    /// Index of the fact.
    index: i64,
    position: String,
    day: String,
    by: String,
    /// From the surface down; empty when no temperature was read.
    layers: Vec<LayerAnswer>,
    highest: Option<i64>,
    mean: Option<i64>,
    lowest: Option<i64>,
    headspace: Option<i64>,
    air: Option<i64>,
    /// Percent.
    headspace_humidity: Option<i64>,
    air_humidity: Option<i64>,
    moisture: Option<i64>,
    /// Live pests a kilogram, main pests among them, and all live pests under quarantine.
    density: Option<i64>,
    main: Option<i64>,
    quarantine: Option<i64>,
    oxygen: Option<i64>,
    phosphine: Option<i64>,
    /// ppm.
    carbon_dioxide: Option<i64>,
    note: Option<String>,
}

/// One layer, tenths of a degree.
#[derive(Serialize, ToSchema)]
pub struct LayerAnswer {
    highest: i64,
    mean: i64,
    lowest: Option<i64>,
}

/// Rounds at a position, newest first.
#[utoipa::path(get, path = "/api/v1/rounds", tag = "keeping", operation_id = "rounds", params(RoundQuery, Page),
    responses((status = 200, description = "Rounds.", body = List<KeepingRound>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<RoundQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<KeepingRound>>, Problem> {
    let position = PositionCode::parse(&query.position)?;
    readable(&app, &principal, Some(position.as_str())).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let before = after.parse().unwrap_or(i64::MAX);
    let rows = app.read(move |read| store::rounds(read, &position, before, limit + 1)).await;
    let rows = rows.map_err(Problem::from)?;
    let answers = rows.iter().map(told).collect::<Result<Vec<_>, _>>().map_err(Problem::from)?;
    Ok(Json(List::of(answers, limit, |row| row.index.to_string(), |row| row)))
}

fn told(row: &RoundRow) -> Result<KeepingRound, Fault> {
    let round: NewRound =
        serde_json::from_str(&row.detail).map_err(|e| Fault::new(format!("round {}: {e}", row.n)))?;
    let (t, pests, gas) = (round.temperature.as_ref(), round.pests, round.gas);
    let layers = t.map_or(&[][..], |t| &t.layers);
    Ok(KeepingRound {
        org: row.position.as_str().get(..18).unwrap_or_default().to_owned(),
        index: row.n,
        position: row.position.to_string(),
        day: row.day.to_string(),
        by: row.by_user.to_string(),
        layers: layers
            .iter()
            .map(|l| LayerAnswer { highest: l.highest, mean: l.mean, lowest: l.lowest })
            .collect(),
        highest: t.and_then(|t| t.highest()),
        mean: t.and_then(|t| t.mean()),
        lowest: t.and_then(|t| t.lowest()),
        headspace: t.and_then(|t| t.headspace),
        air: t.and_then(|t| t.air),
        headspace_humidity: t.and_then(|t| t.headspace_humidity),
        air_humidity: t.and_then(|t| t.air_humidity),
        moisture: round.moisture,
        density: pests.map(|p| p.density),
        main: pests.map(|p| p.main),
        quarantine: pests.map(|p| p.quarantine),
        oxygen: gas.and_then(|g| g.oxygen),
        phosphine: gas.and_then(|g| g.phosphine),
        carbon_dioxide: gas.and_then(|g| g.carbon_dioxide),
        note: round.note,
    })
}
