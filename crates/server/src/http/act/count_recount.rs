//! `POST /api/v1/acts/count-recount`: sends a line of a stocktake back to be counted anew.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::count::{self, Recount};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecountOrder {
    /// The stocktake's number.
    count: i64,
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Order a line to be counted anew.
#[utoipa::path(post, path = "/api/v1/acts/count-recount", tag = "acts", operation_id = "count_recount", request_body = RecountOrder, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RecountOrder>,
) -> Result<Json<Receipt>, Problem> {
    let new = Recount {
        count: value.count,
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::CountRecount, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| count::recount(tx, ctx, book, &new, &value.why)).await
}
