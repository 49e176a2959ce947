//! `POST /api/v1/acts/job-read`: records gas and grain temperature read during a job.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::keeping::job::{self, Reading};
use stock::keeping::round::Gas;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobReading {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
    /// Tenths of a percent.
    oxygen: Option<i64>,
    /// Thousandths of a mL/m³.
    phosphine: Option<i64>,
    /// ppm.
    carbon_dioxide: Option<i64>,
    /// Mean grain temperature, tenths of a degree.
    mean: Option<i64>,
}

/// Record readings of a job.
#[utoipa::path(post, path = "/api/v1/acts/job-read", tag = "acts", operation_id = "job_read", request_body = JobReading, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobReading>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobRead, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let gas = Gas { oxygen: value.oxygen, phosphine: value.phosphine, carbon_dioxide: value.carbon_dioxide };
    let reading = Reading { job: value.job, gas, mean: value.mean };
    perform(&app, ctx, &org, move |tx, ctx, _, book| job::read(tx, ctx, book, &reading)).await
}
