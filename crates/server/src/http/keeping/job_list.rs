//! `GET /api/v1/jobs`: fumigations and aerations, with what was read during them.

use super::readable;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::Fault;
use serde::{Deserialize, Serialize};
use stock::keeping::job::{Air, JobReadingRow, JobRow};
use stock::keeping::store;
use utoipa::{IntoParams, ToSchema};

/// Whose jobs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `planned`, `approved`, `running`, `ended`, `cleared` or `withdrawn`.
    status: Option<String>,
}

/// A job.
#[derive(Serialize, ToSchema)]
pub struct JobAnswer {
    code: String,
    org: String,
    position: String,
    /// `fumigation` or `aeration`.
    kind: String,
    method: String,
    agent: Option<String>,
    /// Grams.
    dose: Option<i64>,
    /// Days after the end before goods may leave.
    interval_days: i64,
    planned_on: String,
    /// `planned`, `approved`, `running`, `ended`, `cleared` or `withdrawn`.
    status: String,
    planned_by: String,
    approved_by: Option<String>,
    started_on: Option<String>,
    started_by: Option<String>,
    /// What an aeration started on.
    air: Option<AirAnswer>,
    ended_on: Option<String>,
    ended_by: Option<String>,
    cleared_on: Option<String>,
    cleared_by: Option<String>,
    readings: Vec<JobReadingAnswer>,
    /// Index of the last fact about it.
    index: i64,
}

/// Air and grain at the start of an aeration. Tenths of a degree and of a percent.
#[derive(Serialize, ToSchema)]
pub struct AirAnswer {
    temperature: i64,
    humidity: i64,
    grain_mean: i64,
    grain_lowest: i64,
    moisture: i64,
    dew_point: i64,
    /// Relative humidity of air at rest in this grain.
    equilibrium_humidity: i64,
    /// `good`, `warm`, `damp` or `dew`.
    verdict: String,
}

/// One reading.
#[derive(Serialize, ToSchema)]
pub struct JobReadingAnswer {
    index: i64,
    /// µs.
    at: i64,
    /// Tenths of a percent.
    oxygen: Option<i64>,
    /// Thousandths of a mL/m³.
    phosphine: Option<i64>,
    /// ppm.
    carbon_dioxide: Option<i64>,
    /// Mean grain temperature, tenths of a degree.
    mean: Option<i64>,
    by: String,
}

/// Jobs, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "keeping", operation_id = "jobs", params(JobQuery, Page),
    responses((status = 200, description = "Jobs.", body = List<JobAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<JobQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<JobAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let org = entry.organisation.code.to_string();
    let found = app.read(move |read| {
        let after = Some(after.as_str()).filter(|after| !after.is_empty());
        let rows = store::jobs(read, &org, query.status.as_deref(), after, limit + 1)?;
        let mut told_rows = Vec::with_capacity(rows.len());
        for row in rows {
            told_rows.push(told(&row, &store::readings(read, &row.job)?)?);
        }
        Ok::<_, Problem>(told_rows)
    });
    Ok(Json(List::of(found.await?, limit, |row| row.code.clone(), |row| row)))
}

fn told(row: &JobRow, readings: &[JobReadingRow]) -> Result<JobAnswer, Fault> {
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    let air: Option<Air> = row
        .air
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|e| Fault::new(format!("air of job {}: {e}", row.job)))?;
    Ok(JobAnswer {
        code: row.job.to_string(),
        org: row.job.get(..18).unwrap_or_default().to_owned(),
        position: row.position.to_string(),
        kind: row.kind.to_string(),
        method: row.method.to_string(),
        agent: text(&row.agent),
        dose: row.dose,
        interval_days: row.interval_days,
        planned_on: row.planned_on.to_string(),
        status: row.state.to_string(),
        planned_by: row.planned_by.to_string(),
        approved_by: text(&row.approved_by),
        started_on: row.started_on.map(|day| day.to_string()),
        started_by: text(&row.started_by),
        air: air.map(|air| AirAnswer {
            temperature: air.temperature,
            humidity: air.humidity,
            grain_mean: air.grain_mean,
            grain_lowest: air.grain_lowest,
            moisture: air.moisture,
            dew_point: air.dew_point,
            equilibrium_humidity: air.equilibrium_humidity,
            verdict: air.verdict.code().to_owned(),
        }),
        ended_on: row.ended_on.map(|day| day.to_string()),
        ended_by: text(&row.ended_by),
        cleared_on: row.cleared_on.map(|day| day.to_string()),
        cleared_by: text(&row.cleared_by),
        readings: readings
            .iter()
            .map(|row| JobReadingAnswer {
                index: row.n,
                at: row.at.0,
                oxygen: row.oxygen,
                phosphine: row.phosphine,
                carbon_dioxide: row.carbon_dioxide,
                mean: row.mean,
                by: row.by_user.to_string(),
            })
            .collect(),
        index: row.n,
    })
}
