//! `POST /api/v1/acts/disposal-approve`: approves a disposal, by a second person.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::disposal;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalApproval {
    /// The disposal's code.
    #[schema(max_length = 28)]
    disposal: String,
}

/// Approve a disposal.
#[utoipa::path(post, path = "/api/v1/acts/disposal-approve", tag = "acts", operation_id = "disposal_approve", request_body = DisposalApproval, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DisposalApproval>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.disposal)?;
    principal.may_to(&app, Action::DisposalApprove, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| disposal::approve(tx, ctx, book, &value.disposal)).await
}
