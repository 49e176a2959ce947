//! `POST /api/v1/acts/warehouse-register`: registers a warehouse or tank.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::facility::{self, NewWarehouse};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarehouseForm {
    /// 25 characters, LS/T 1714: the site's code and 4 digits.
    #[schema(max_length = 25)]
    warehouse: String,
    #[schema(max_length = 100)]
    name: String,
    /// `flat`, `silo`, `shallow_silo`, `tank`, `cold`, `yard` or `hall`.
    #[schema(max_length = 20)]
    kind: String,
    #[schema(format = "date")]
    valid_from: String,
}

/// Register a warehouse or tank.
#[utoipa::path(post, path = "/api/v1/acts/warehouse-register", tag = "acts", operation_id = "warehouse_register", request_body = WarehouseForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<WarehouseForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewWarehouse {
        warehouse: form::code(&value.warehouse, "warehouse")?,
        name: value.name,
        kind: value.kind,
        valid_from: form::day(&value.valid_from, "valid_from")?,
    };
    let org = form::holder(new.warehouse.as_str())?;
    principal.may_to(&app, Action::WarehouseRegister, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| facility::register_warehouse(tx, ctx, book, &new)).await
}
