//! `POST /api/v1/acts/rotation-extend`: asks for a longer gap for a line.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::rotation;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotationExtension {
    /// The plan's code.
    #[schema(max_length = 28)]
    plan: String,
    /// Line, from 1.
    #[schema(minimum = 1)]
    line: i64,
    /// Months more.
    #[schema(minimum = 1)]
    months: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Ask for a longer gap.
#[utoipa::path(post, path = "/api/v1/acts/rotation-extend", tag = "acts", operation_id = "rotation_extend", request_body = RotationExtension, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationExtension>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.plan)?;
    let goods = super::rotation_approve::goods_of(&app, &value.plan).await?;
    principal.may_to(&app, Action::RotationExtend, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let ask = rotation::Extension { plan: value.plan, line: value.line, months: value.months };
    perform(&app, ctx, &org, move |tx, ctx, _, book| rotation::extend(tx, ctx, book, &ask, &value.why)).await
}
