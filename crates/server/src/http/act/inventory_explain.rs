//! `POST /api/v1/acts/inventory-explain`: decides on differences of a stock-take, with a reason.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::AssetCode;
use serde::Deserialize;
use stock::property::inventory;
use stock::property::word::Verdict;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryExplain {
    /// The stock-take's code.
    #[schema(max_length = 28)]
    inventory: String,
    /// Codes of the things that differ, at most 200.
    #[schema(max_items = 200)]
    assets: Vec<String>,
    /// `noted`, `lost` or `adopted`.
    #[schema(max_length = 20)]
    verdict: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Decide on differences.
#[utoipa::path(post, path = "/api/v1/acts/inventory-explain", tag = "acts", operation_id = "inventory_explain", request_body = InventoryExplain, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<InventoryExplain>,
) -> Result<Json<Receipt>, Problem> {
    let assets: Vec<AssetCode> =
        value.assets.iter().map(|code| form::code(code, "assets")).collect::<Result<_, _>>()?;
    let verdict = form::word(&value.verdict, "verdict", Verdict::from_code)?;
    let org = form::holder(&value.inventory)?;
    principal.may_to(&app, Action::InventoryExplain, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        inventory::explain(tx, ctx, book, (&value.inventory, &assets, verdict), &value.why)
    })
    .await
}
