//! `POST /api/v1/acts/cost-reverse`: takes back a cost that somebody else entered. The entry stays and is no longer counted.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::cost;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostReversal {
    /// Whose book; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Index of the fact that made the cost.
    #[schema(minimum = 0)]
    n: i64,
    /// Reason.
    #[schema(max_length = 500)]
    why: String,
}

/// Reverse a cost.
#[utoipa::path(post, path = "/api/v1/acts/cost-reverse", tag = "acts", operation_id = "cost_reverse", request_body = CostReversal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CostReversal>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::CostReverse, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| cost::reverse(tx, ctx, book, value.n, &value.why)).await
}
