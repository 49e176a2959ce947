//! `POST /api/v1/acts/trip-refuse`: refuses the goods of a trip.

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
pub struct RefuseForm {
    /// The trip's code.
    #[schema(max_length = 31)]
    trip: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Refuse the goods of a trip.
#[utoipa::path(post, path = "/api/v1/acts/trip-refuse", tag = "acts", operation_id = "trip_refuse", request_body = RefuseForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RefuseForm>,
) -> Result<Json<Receipt>, Problem> {
    let trip: TripCode = form::code(&value.trip, "trip")?;
    let org = form::holder(trip.as_str())?;
    principal.may_to(&app, Action::TripRefuse, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| trip::reject(tx, ctx, book, &trip, &value.why)).await
}
