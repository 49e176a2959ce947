//! `POST /api/v1/acts/trip-leave`: lets a truck out, also unweighed.

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
pub struct LeaveForm {
    /// The trip's code.
    #[schema(max_length = 31)]
    trip: String,
    /// Why, where it is asked for; up to 500 characters.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Let a truck out. Unweighed and unrefused, it needs a reason.
#[utoipa::path(post, path = "/api/v1/acts/trip-leave", tag = "acts", operation_id = "trip_leave", request_body = LeaveForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LeaveForm>,
) -> Result<Json<Receipt>, Problem> {
    let trip: TripCode = form::code(&value.trip, "trip")?;
    let org = form::holder(trip.as_str())?;
    principal.may_to(&app, Action::TripLeave, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| trip::leave(tx, ctx, book, &trip, value.why.as_deref()))
        .await
}
