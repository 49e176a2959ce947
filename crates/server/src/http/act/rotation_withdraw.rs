//! `POST /api/v1/acts/rotation-withdraw`: withdraws a draft, or a plan of which nothing has moved.

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
pub struct RotationWithdrawal {
    /// The plan's code.
    #[schema(max_length = 28)]
    plan: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Withdraw a rotation plan.
#[utoipa::path(post, path = "/api/v1/acts/rotation-withdraw", tag = "acts", operation_id = "rotation_withdraw", request_body = RotationWithdrawal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationWithdrawal>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.plan)?;
    let goods = super::rotation_approve::goods_of(&app, &value.plan).await?;
    principal.may_to(&app, Action::RotationWithdraw, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        rotation::withdraw(tx, ctx, book, &value.plan, &value.why)
    })
    .await
}
