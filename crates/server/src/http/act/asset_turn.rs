//! `POST /api/v1/acts/asset-turn`: turns an asset to use, to the shelf or to repair.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::asset::{self, NewTurn};
use stock::property::word::{Condition, State as Standing};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetTurn {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// `idle`, `in_use` or `repair`.
    #[schema(max_length = 20)]
    to: String,
    /// `new`, `good`, `repair` or `scrap`.
    #[schema(max_length = 20)]
    condition: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Turn an asset to use, to the shelf or to repair.
#[utoipa::path(post, path = "/api/v1/acts/asset-turn", tag = "acts", operation_id = "asset_turn", request_body = AssetTurn, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssetTurn>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewTurn {
        asset: form::code(&value.asset, "asset")?,
        to: form::word(&value.to, "to", Standing::from_code)?,
        condition: form::word(&value.condition, "condition", Condition::from_code)?,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::AssetTurn, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| asset::turn(tx, ctx, book, &new, &value.why)).await
}
