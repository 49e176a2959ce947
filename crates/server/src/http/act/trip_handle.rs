//! `POST /api/v1/acts/trip-handle`: records where goods were unloaded to or loaded from.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::trip::{self, NewHandling};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandleForm {
    /// The trip's code.
    #[schema(max_length = 31)]
    trip: String,
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// The lot that goods join or were taken from; a new lot of the notice's goods unless given.
    #[schema(max_length = 31)]
    lot: Option<String>,
    /// Why, when it is changed; up to 500 characters.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Record unloading or loading.
#[utoipa::path(post, path = "/api/v1/acts/trip-handle", tag = "acts", operation_id = "trip_handle", request_body = HandleForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<HandleForm>,
) -> Result<Json<Receipt>, Problem> {
    let lot = value.lot.as_deref().map(|lot| form::code(lot, "lot")).transpose()?;
    let position = form::code(&value.position, "position")?;
    let new = NewHandling { trip: form::code(&value.trip, "trip")?, position, lot };
    let org = form::holder(new.trip.as_str())?;
    principal.may_to(&app, Action::TripHandle, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        trip::handle(tx, ctx, packs, book, &new, value.why.as_deref())
    })
    .await
}
