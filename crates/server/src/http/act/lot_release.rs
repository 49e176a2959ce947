//! `POST /api/v1/acts/lot-release`: releases a lot that was held.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::LotCode;
use serde::Deserialize;
use stock::lot;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Release a held lot.
#[utoipa::path(post, path = "/api/v1/acts/lot-release", tag = "acts", operation_id = "lot_release", request_body = Release, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Release>,
) -> Result<Json<Receipt>, Problem> {
    let lot: LotCode = form::code(&value.lot, "lot")?;
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::LotRelease, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| lot::release(tx, ctx, book, &lot, &value.why)).await
}
