//! `POST /api/v1/acts/inventory-scan`: records asset codes that were scanned.

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
use stock::property::inventory::{self, Scanned};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryScan {
    /// The stock-take's code.
    #[schema(max_length = 28)]
    inventory: String,
    /// Codes as scanned, at most 200.
    #[schema(max_items = 200)]
    assets: Vec<String>,
}

/// Record scanned codes.
#[utoipa::path(post, path = "/api/v1/acts/inventory-scan", tag = "acts", operation_id = "inventory_scan", request_body = InventoryScan, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<InventoryScan>,
) -> Result<Json<Receipt>, Problem> {
    let assets: Vec<AssetCode> =
        value.assets.iter().map(|code| form::code(code, "assets")).collect::<Result<_, _>>()?;
    let org = form::holder(&value.inventory)?;
    let new = Scanned { inventory: value.inventory, assets };
    principal.may_to(&app, Action::InventoryScan, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| inventory::scan(tx, ctx, book, &new)).await
}
