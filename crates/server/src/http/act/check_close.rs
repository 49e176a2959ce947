//! `POST /api/v1/acts/check-close`: closes a check whose positions all have signed sheets.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckClosing {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
}

/// Close a check.
#[utoipa::path(post, path = "/api/v1/acts/check-close", tag = "acts", operation_id = "check_close", request_body = CheckClosing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CheckClosing>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::CheckClose, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| check::close(tx, ctx, book, &value.check)).await
}
