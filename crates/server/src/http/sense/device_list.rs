//! `GET /api/v1/devices`: devices of an organisation with their health.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use sense::device::{self, DeviceRow, HealthRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose devices.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeviceQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A device.
#[derive(Serialize, ToSchema)]
pub struct Device {
    device: String,
    name: String,
    kind: String,
    /// Code of where it stands.
    place: String,
    maker: String,
    model: String,
    serial: String,
    #[schema(format = "date")]
    installed_on: String,
    #[schema(format = "date")]
    calibrated_until: Option<String>,
    #[schema(format = "date")]
    retired_on: Option<String>,
    /// µs; null when it was never heard.
    heard_at: Option<i64>,
    /// Frames since its registration.
    accepted: i64,
    repeated: i64,
    refused: i64,
    /// By how much its newest reading was older than its arrival, µs.
    lag: i64,
    /// Code of the last refusal.
    refusal: Option<String>,
}

impl Device {
    fn of(row: DeviceRow, health: Option<HealthRow>) -> Self {
        let count = |of: fn(&HealthRow) -> i64| health.as_ref().map_or(0, of);
        Self {
            device: row.device.to_string(),
            name: row.name.to_string(),
            kind: row.kind.to_string(),
            place: row.place.to_string(),
            maker: row.maker.to_string(),
            model: row.model.to_string(),
            serial: row.serial.to_string(),
            installed_on: row.installed_on.to_string(),
            calibrated_until: row.calibrated_until.map(|day| day.to_string()),
            retired_on: row.retired_on.map(|day| day.to_string()),
            heard_at: health.as_ref().map(|h| h.heard_at.0),
            accepted: count(|h| h.accepted),
            repeated: count(|h| h.repeated),
            refused: count(|h| h.refused),
            lag: count(|h| h.lag),
            refusal: health.and_then(|h| h.refusal.map(|code| code.to_string())),
        }
    }
}

/// Devices of an organisation, by code.
#[utoipa::path(get, path = "/api/v1/devices", tag = "sense", operation_id = "devices", params(DeviceQuery),
    responses((status = 200, description = "Devices.", body = List<Device>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<DeviceQuery>,
) -> Result<Json<List<Device>>, Problem> {
    let entry = super::readable(&app, &principal, query.org.as_deref()).await?;
    let rows = app.read(move |read| device::all(read, entry.book)).await.map_err(Problem::from)?;
    Ok(Json(List::whole(rows.into_iter().map(|(row, health)| Device::of(row, health)).collect())))
}
