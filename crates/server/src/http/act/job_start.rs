//! `POST /api/v1/acts/job-start`: starts an approved job; an aeration is judged by the air of the moment.

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
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobStart {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
    /// Air temperature, tenths of a degree; aerations only.
    #[schema(minimum = -600, maximum = 600)]
    temperature: Option<i64>,
    /// Relative humidity of the air, percent; aerations only.
    #[schema(minimum = 1, maximum = 100)]
    humidity: Option<i64>,
    /// Why it must start although the air does no good.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Start a job.
#[utoipa::path(post, path = "/api/v1/acts/job-start", tag = "acts", operation_id = "job_start", request_body = JobStart, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobStart>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobStart, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let air = match value.temperature.zip(value.humidity) {
        Some((temperature, humidity)) => {
            crate::http::keeping::air(&app, &value.job, temperature, humidity).await?
        }
        None => None,
    };
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        job::start(tx, ctx, book, &value.job, air.clone(), value.why.as_deref())
    })
    .await
}
