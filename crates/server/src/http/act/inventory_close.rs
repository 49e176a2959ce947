//! `POST /api/v1/acts/inventory-close`: closes a stock-take whose differences are explained, by a second person.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::inventory;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryClose {
    /// The stock-take's code.
    #[schema(max_length = 28)]
    inventory: String,
}

/// Close a stock-take.
#[utoipa::path(post, path = "/api/v1/acts/inventory-close", tag = "acts", operation_id = "inventory_close", request_body = InventoryClose, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<InventoryClose>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.inventory)?;
    principal.may_to(&app, Action::InventoryClose, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| inventory::close(tx, ctx, book, &value.inventory)).await
}
