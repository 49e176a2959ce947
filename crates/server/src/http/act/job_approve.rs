//! `POST /api/v1/acts/job-approve`: approves a planned job; not by who planned it.

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
pub struct JobApproval {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
}

/// Approve a job.
#[utoipa::path(post, path = "/api/v1/acts/job-approve", tag = "acts", operation_id = "job_approve", request_body = JobApproval, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobApproval>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobApprove, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| job::approve(tx, ctx, book, &value.job)).await
}
