//! `POST /api/v1/acts/trip-register`: registers a truck at the gate. The driver's name and telephone stay outside every book.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::trip::{self, Driver, NewTrip};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The notice the truck comes under.
    #[schema(max_length = 31)]
    notice: String,
    /// Number plate.
    #[schema(max_length = 40)]
    plate: String,
    #[schema(max_length = 60)]
    driver_name: String,
    #[schema(max_length = 20)]
    driver_phone: String,
}

/// Register a truck. `created` holds the trip's code.
#[utoipa::path(post, path = "/api/v1/acts/trip-register", tag = "acts", operation_id = "trip_register", request_body = Arrival, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Arrival>,
) -> Result<Json<Receipt>, Problem> {
    let notice = form::code(&value.notice, "notice")?;
    let org = form::holder(&value.notice)?;
    let entry = principal.may_to(&app, Action::TripRegister, &org, Goods::Held).await?;
    let plate = trip::plate_of(&value.plate).unwrap_or_default();
    let elsewhere = app.read(move |read| trip::store::elsewhere(read, entry.book, &plate)).await;
    let new = NewTrip {
        notice,
        plate: value.plate,
        driver: Driver { name: value.driver_name, phone: value.driver_phone },
        elsewhere: elsewhere.map_err(Problem::from)?,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| trip::register(tx, ctx, book, &new)).await
}
