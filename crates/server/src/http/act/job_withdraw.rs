//! `POST /api/v1/acts/job-withdraw`: withdraws a job that has not started.

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
pub struct JobWithdrawal {
    /// The job's code.
    #[schema(max_length = 28)]
    job: String,
    #[schema(max_length = 500)]
    why: String,
}

/// Withdraw a job.
#[utoipa::path(post, path = "/api/v1/acts/job-withdraw", tag = "acts", operation_id = "job_withdraw", request_body = JobWithdrawal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobWithdrawal>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.job)?;
    principal.may_to(&app, Action::JobWithdraw, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| job::withdraw(tx, ctx, book, &value.job, &value.why))
        .await
}
