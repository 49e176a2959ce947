//! `POST /api/v1/acts/position-treat`: records a chemical treatment: nothing may leave the position until its interval is over (V-15).

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::quality::{self, Treatment};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TreatmentForm {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// Agent and dose, as written on the work order.
    #[schema(max_length = 200)]
    agent: String,
    /// Day the gas was let out or the agent last applied.
    #[schema(format = "date")]
    ended_on: String,
    /// Days before the goods may leave.
    #[schema(minimum = 0, maximum = 365)]
    interval_days: i64,
}

/// Record a treatment.
#[utoipa::path(post, path = "/api/v1/acts/position-treat", tag = "acts", operation_id = "position_treat", request_body = TreatmentForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<TreatmentForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = Treatment {
        position: form::code(&value.position, "position")?,
        agent: value.agent,
        ended_on: form::day(&value.ended_on, "ended_on")?,
        interval_days: value.interval_days,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::PositionTreat, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| quality::treat(tx, ctx, book, &new)).await
}
