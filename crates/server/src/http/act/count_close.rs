//! `POST /api/v1/acts/count-close`: closes a stocktake; what both counts agree on becomes an adjustment.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::count::{self, Explained};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountClosing {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The stocktake's number.
    count: i64,
    /// Why each line differs.
    #[serde(default)]
    #[schema(max_items = 500)]
    explained: Vec<Explanation>,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Why a line differs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    #[schema(max_length = 500)]
    reason: String,
}

/// Close a stocktake.
#[utoipa::path(post, path = "/api/v1/acts/count-close", tag = "acts", operation_id = "count_close", request_body = CountClosing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CountClosing>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    let explain = |line: &Explanation| {
        let (position, lot) = (form::code(&line.position, "position")?, form::code(&line.lot, "lot")?);
        Ok(Explained { position, lot, reason: line.reason.clone() })
    };
    let explained = value.explained.iter().map(explain).collect::<Result<Vec<_>, Problem>>()?;
    principal.may_to(&app, Action::CountClose, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        count::close(tx, ctx, book, value.count, &explained, &value.why)
    })
    .await
}
