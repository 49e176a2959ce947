//! `POST /api/v1/acts/inventory-open`: opens a stock-take of a public-property warehouse.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::PoolCode;
use serde::Deserialize;
use stock::property::inventory;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryOpen {
    /// Code of the warehouse.
    #[schema(max_length = 28)]
    pool: String,
}

/// Open a stock-take of assets.
#[utoipa::path(post, path = "/api/v1/acts/inventory-open", tag = "acts", operation_id = "inventory_open", request_body = InventoryOpen, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<InventoryOpen>,
) -> Result<Json<Receipt>, Problem> {
    let pool: PoolCode = form::code(&value.pool, "pool")?;
    let org = form::holder(&value.pool)?;
    principal.may_to(&app, Action::InventoryOpen, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| inventory::open(tx, ctx, book, &pool)).await
}
