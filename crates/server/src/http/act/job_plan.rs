//! `POST /api/v1/acts/job-plan`: plans a fumigation or an aeration of a position.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::keeping::job::{self, Kind, NewJob};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobPlan {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// `fumigation` or `aeration`.
    kind: String,
    /// How it is to be done.
    #[schema(max_length = 200)]
    method: String,
    /// What is applied; fumigations only.
    #[schema(max_length = 200)]
    agent: Option<String>,
    /// Grams; fumigations only.
    #[schema(minimum = 1, maximum = 10_000_000)]
    dose: Option<i64>,
    /// Days after the end before goods may leave; 0 unless given.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 365)]
    interval_days: i64,
    /// Day on which it is to start, today or later.
    #[schema(format = "date")]
    planned_on: String,
}

/// Plan a job.
#[utoipa::path(post, path = "/api/v1/acts/job-plan", tag = "acts", operation_id = "job_plan", request_body = JobPlan, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<JobPlan>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewJob {
        position: form::code(&value.position, "position")?,
        kind: form::word(&value.kind, "kind", Kind::from_code)?,
        method: value.method,
        agent: value.agent,
        dose: value.dose,
        interval_days: value.interval_days,
        planned_on: form::day(&value.planned_on, "planned_on")?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::JobPlan, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| job::plan(tx, ctx, book, &new)).await
}
