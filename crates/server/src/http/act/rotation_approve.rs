//! `POST /api/v1/acts/rotation-approve`: approves a rotation plan somebody else drafted.

use super::directive_issue::goods;
use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
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
pub struct RotationApproval {
    /// The plan's code.
    #[schema(max_length = 28)]
    plan: String,
}

/// Approve a rotation plan.
#[utoipa::path(post, path = "/api/v1/acts/rotation-approve", tag = "acts", operation_id = "rotation_approve", request_body = RotationApproval, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationApproval>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.plan)?;
    let goods = goods_of(&app, &value.plan).await?;
    principal.may_to(&app, Action::RotationApprove, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| rotation::approve(tx, ctx, book, &value.plan)).await
}

/// Whether a plan is about state reserves; one without lines counts as if it were.
pub async fn goods_of(app: &App, plan: &str) -> Result<Goods, Problem> {
    let plan = plan.to_owned();
    let lines = app.read(move |read| rotation::store::lines(read, &plan)).await.map_err(Problem::from)?;
    if lines.is_empty() {
        return Ok(Goods::Held);
    }
    Ok(goods(&app.node.packs, lines.iter().map(|line| line.nature.as_ref())))
}
