//! `POST /api/v1/acts/loss-approve`: approves the clearing of a loss beyond the quota.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::loss;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcessApproval {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The request's number.
    request: i64,
}

/// Approve the clearing of an excess.
#[utoipa::path(post, path = "/api/v1/acts/loss-approve", tag = "acts", operation_id = "loss_approve", request_body = ExcessApproval, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<ExcessApproval>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::LossApprove, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| loss::approve(tx, ctx, packs, book, value.request))
        .await
}
