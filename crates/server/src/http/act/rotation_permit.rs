//! `POST /api/v1/acts/rotation-permit`: gives a longer gap that somebody else asked for.

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
pub struct RotationPermission {
    /// The plan's code.
    #[schema(max_length = 28)]
    plan: String,
    /// Line, from 1.
    #[schema(minimum = 1)]
    line: i64,
}

/// Give a longer gap.
#[utoipa::path(post, path = "/api/v1/acts/rotation-permit", tag = "acts", operation_id = "rotation_permit", request_body = RotationPermission, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationPermission>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.plan)?;
    let goods = super::rotation_approve::goods_of(&app, &value.plan).await?;
    principal.may_to(&app, Action::RotationPermit, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| rotation::permit(tx, ctx, book, &value.plan, value.line))
        .await
}
