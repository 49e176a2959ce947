//! `POST /api/v1/acts/count-open`: opens a stocktake.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::count::{self, NewCount};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountOpening {
    /// Code of the site, warehouse, bay or position to be counted.
    #[schema(max_length = 30)]
    scope: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Open a stocktake. Its number is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/count-open", tag = "acts", operation_id = "count_open", request_body = CountOpening, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CountOpening>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.scope)?;
    let new = NewCount { scope: value.scope };
    principal.may_to(&app, Action::CountOpen, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| count::open(tx, ctx, book, &new, &value.why)).await
}
