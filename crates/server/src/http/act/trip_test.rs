//! `POST /api/v1/acts/trip-test`: records the result of a sample, known to the laboratory by its number only.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use std::collections::BTreeMap;
use stock::trip::{self, NewResult};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultForm {
    /// The organisation that drew the sample; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Number on the bag.
    #[schema(max_length = 16)]
    sample: String,
    /// Indicator and value as written.
    quality: BTreeMap<String, String>,
}

/// Record the result of a sample. `created` holds the trip it was drawn from.
#[utoipa::path(post, path = "/api/v1/acts/trip-test", tag = "acts", operation_id = "trip_test", request_body = ResultForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<ResultForm>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::TripTest, &org, Goods::Held).await?;
    let new = NewResult { sample: value.sample, quality: value.quality };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| trip::result(tx, ctx, packs, book, &new)).await
}
