//! `POST /api/v1/acts/asset-take`: takes reallocated things into the own book.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::loan::{self, NewTake};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetTake {
    /// The loan's code.
    #[schema(max_length = 28)]
    loan: String,
    /// A warehouse of the own organisation, if they go into one.
    #[schema(max_length = 28)]
    pool: Option<String>,
    /// Room, shelf or position.
    #[schema(max_length = 100)]
    place: String,
}

/// Take reallocated things into the own book.
#[utoipa::path(post, path = "/api/v1/acts/asset-take", tag = "acts", operation_id = "asset_take", request_body = AssetTake, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssetTake>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewTake {
        loan: form::code(&value.loan, "loan")?,
        pool: value.pool.as_deref().map(|pool| form::code(pool, "pool")).transpose()?,
        place: value.place,
    };
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::AssetTake, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| loan::take(tx, ctx, book, &new)).await
}
