//! `POST /api/v1/acts/reverse-request`: asks for the reversal of a fact.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::reversal;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalRequest {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Index of the fact to reverse.
    index: i64,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Ask for a reversal. Its number is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/reverse-request", tag = "acts", operation_id = "reverse_request", request_body = ReversalRequest, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<ReversalRequest>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::ReversalRequest, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        reversal::request(tx, ctx, book, value.index, &value.why)
    })
    .await
}
