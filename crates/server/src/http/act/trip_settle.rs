//! `POST /api/v1/acts/trip-settle`: settles a trip: the goods are received or issued.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::TripCode;
use serde::Deserialize;
use stock::trip;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleForm {
    /// The trip's code.
    #[schema(max_length = 31)]
    trip: String,
}

/// Settle a trip. `created` holds the lot and the index of the receipt or issue.
#[utoipa::path(post, path = "/api/v1/acts/trip-settle", tag = "acts", operation_id = "trip_settle", request_body = SettleForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<SettleForm>,
) -> Result<Json<Receipt>, Problem> {
    let trip: TripCode = form::code(&value.trip, "trip")?;
    let org = form::holder(trip.as_str())?;
    principal.may_to(&app, Action::TripSettle, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| trip::settle(tx, ctx, packs, book, &trip)).await
}
