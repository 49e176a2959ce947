//! `POST /api/v1/acts/kit-define`: defines a kit: what it is counted as and what is in one of them.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Quantity;
use serde::Deserialize;
use stock::relief::kit::{self, NewKit, Part};
use utoipa::ToSchema;

/// One line of a bill of goods.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartForm {
    #[schema(max_length = 40)]
    item: String,
    /// In one kit, thousandths of the item's unit.
    #[schema(minimum = 1)]
    quantity: i64,
}

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KitForm {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    #[schema(max_length = 100)]
    name: String,
    /// The item one kit is counted as.
    #[schema(max_length = 40)]
    item: String,
    #[schema(min_items = 2, max_items = 50)]
    parts: Vec<PartForm>,
}

/// Define a kit. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/kit-define", tag = "acts", operation_id = "kit_define", request_body = KitForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<KitForm>,
) -> Result<Json<Receipt>, Problem> {
    let part = |part: PartForm| Part { item: part.item, quantity: Quantity(part.quantity) };
    let parts = value.parts.into_iter().map(part).collect();
    let new = NewKit { name: value.name, item: value.item, parts };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::KitDefine, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| kit::define(tx, ctx, packs, book, &new)).await
}
