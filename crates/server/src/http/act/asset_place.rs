//! `POST /api/v1/acts/asset-place`: moves an asset to another warehouse or shelf.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::asset::{self, Placed};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetPlace {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// Code of the warehouse.
    #[schema(max_length = 28)]
    pool: String,
    /// Shelf, room or position.
    #[schema(max_length = 100)]
    place: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Move an asset to another warehouse or shelf.
#[utoipa::path(post, path = "/api/v1/acts/asset-place", tag = "acts", operation_id = "asset_place", request_body = AssetPlace, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssetPlace>,
) -> Result<Json<Receipt>, Problem> {
    let new = Placed {
        asset: form::code(&value.asset, "asset")?,
        pool: form::code(&value.pool, "pool")?,
        place: value.place,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::AssetPlace, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| asset::place(tx, ctx, book, &new, &value.why)).await
}
