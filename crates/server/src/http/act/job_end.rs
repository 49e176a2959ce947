//! `POST /api/v1/acts/job-end`: ends a job: gas let out, or fans stopped.

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
pub struct JobEnd {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
    /// Not in the future, not before the start.
    #[schema(format = "date")]
    ended_on: String,
}

/// End a job.
#[utoipa::path(post, path = "/api/v1/acts/job-end", tag = "acts", operation_id = "job_end", request_body = JobEnd, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobEnd>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobEnd, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let ended_on = form::day(&value.ended_on, "ended_on")?;
    perform(&app, ctx, &org, move |tx, ctx, packs, book| job::end(tx, ctx, packs, book, &value.job, ended_on))
        .await
}
