//! `POST /api/v1/acts/asset-picture`: adds a photograph to an asset.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::asset::{self, Pictured};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetPicture {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// Hash of a photograph uploaded before.
    #[schema(max_length = 64)]
    photo: String,
}

/// Add a photograph to an asset.
#[utoipa::path(post, path = "/api/v1/acts/asset-picture", tag = "acts", operation_id = "asset_picture", request_body = AssetPicture, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssetPicture>,
) -> Result<Json<Receipt>, Problem> {
    let new = Pictured { asset: form::code(&value.asset, "asset")?, photo: form::photo(&app, &value.photo)? };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::AssetPicture, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| asset::picture(tx, ctx, book, &new)).await
}
