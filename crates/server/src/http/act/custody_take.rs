//! `POST /api/v1/acts/custody-take`: takes custody that was offered: the second signature.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::custody::{self, Taken};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustodyTake {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// Number of the seal as it is found on the thing.
    #[schema(max_length = 60)]
    seal: String,
}

/// Take custody that was offered.
#[utoipa::path(post, path = "/api/v1/acts/custody-take", tag = "acts", operation_id = "custody_take", request_body = CustodyTake, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CustodyTake>,
) -> Result<Json<Receipt>, Problem> {
    let new = Taken { asset: form::code(&value.asset, "asset")?, seal: value.seal };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::CustodyTake, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| custody::take(tx, ctx, book, &new)).await
}
