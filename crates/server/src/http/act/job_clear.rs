//! `POST /api/v1/acts/job-clear`: opens a fumigated position again, with air that was measured and is safe; not by who ended the job.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::keeping::job;
use stock::keeping::round::Gas;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobClearance {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
    /// Tenths of a percent.
    oxygen: Option<i64>,
    /// Thousandths of a mL/m³.
    phosphine: Option<i64>,
    /// ppm.
    carbon_dioxide: Option<i64>,
}

/// Clear a fumigated position.
#[utoipa::path(post, path = "/api/v1/acts/job-clear", tag = "acts", operation_id = "job_clear", request_body = JobClearance, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobClearance>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobClear, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let gas = Gas { oxygen: value.oxygen, phosphine: value.phosphine, carbon_dioxide: value.carbon_dioxide };
    perform(&app, ctx, &org, move |tx, ctx, packs, book| job::clear(tx, ctx, packs, book, &value.job, gas))
        .await
}
