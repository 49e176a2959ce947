//! `POST /api/v1/acts/asset-receive`: takes things into a public-property warehouse, each with a code of its own.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Money;
use serde::Deserialize;
use stock::property::asset::{self, NewAssets};
use stock::property::word::{Condition, Intake};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetReceipt {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// GB/T 14885 code: an item of a pack that is counted in pieces.
    #[schema(max_length = 20)]
    item: String,
    /// What it is called.
    #[schema(max_length = 100)]
    name: String,
    /// Make, model, size.
    #[schema(max_length = 200)]
    spec: Option<String>,
    /// `idle`, `over_standard`, `low_use`, `temporary_body`, `event`, `confiscated`, `donated`, `emergency`, `scrap` or `purchased`.
    #[schema(max_length = 20)]
    intake: String,
    /// Code of the warehouse.
    #[schema(max_length = 28)]
    pool: String,
    /// Shelf, room or position.
    #[schema(max_length = 100)]
    place: String,
    /// `new`, `good`, `repair` or `scrap`.
    #[schema(max_length = 20)]
    condition: String,
    /// Price of one when it was new, fen.
    #[schema(minimum = 0)]
    price: i64,
    /// Day it was acquired.
    #[schema(format = Date)]
    acquired_on: String,
    /// The donor's will; asked for when donated.
    #[schema(max_length = 200)]
    purpose: Option<String>,
    /// Where it comes from: an organisation's code or words.
    #[schema(max_length = 100)]
    origin: String,
    /// Hashes of photographs uploaded before, at most 6.
    #[schema(max_items = 6)]
    photos: Vec<String>,
    /// User who seized it; asked for when confiscated.
    #[schema(max_length = 32)]
    handler: Option<String>,
    /// How many, 1 to 200.
    #[schema(minimum = 1, maximum = 200)]
    count: i64,
}

/// Take things in. Their codes are in `created`.
#[utoipa::path(post, path = "/api/v1/acts/asset-receive", tag = "acts", operation_id = "asset_receive", request_body = AssetReceipt, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssetReceipt>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewAssets {
        item: value.item,
        name: value.name,
        spec: value.spec.unwrap_or_default(),
        intake: form::word(&value.intake, "intake", Intake::from_code)?,
        pool: form::code(&value.pool, "pool")?,
        place: value.place,
        condition: form::word(&value.condition, "condition", Condition::from_code)?,
        price: Money(value.price),
        acquired_on: form::day(&value.acquired_on, "acquired_on")?,
        purpose: value.purpose,
        origin: value.origin,
        photos: form::photos(&app, &value.photos)?,
        handler: value.handler.as_deref().map(|user| form::code(user, "handler")).transpose()?,
        count: value.count,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::AssetReceive, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| asset::receive(tx, ctx, packs, book, &new)).await
}
