//! `POST /api/v1/acts/dispatch`: puts goods on the road to another site.

use super::form::PickForm;
use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::transfer::{self, NewDispatch};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// The directive's code; absent only for goods whose nature needs none.
    #[schema(max_length = 27)]
    directive: Option<String>,
    /// Line of the directive, from 1; 1 unless given.
    #[schema(minimum = 1)]
    line: Option<i64>,
    /// What leaves from where.
    #[schema(min_items = 1, max_items = 100)]
    picks: Vec<PickForm>,
    /// The receiving site, 21 characters.
    #[schema(max_length = 21)]
    to_site: String,
    #[schema(max_length = 200)]
    carrier: String,
    #[schema(max_length = 40)]
    vehicle: Option<String>,
}

/// Dispatch goods to another site. The consignment's code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/dispatch", tag = "acts", operation_id = "dispatch", request_body = Dispatch, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Dispatch>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewDispatch {
        under: form::under(value.directive.as_deref(), value.line)?,
        picks: form::picks(&value.picks)?,
        to_site: form::code(&value.to_site, "to_site")?,
        carrier: value.carrier,
        vehicle: value.vehicle,
    };
    let org = form::holder(value.picks.first().map_or("", |pick| &pick.position))?;
    principal.may_to(&app, Action::TransferDispatch, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| transfer::dispatch(tx, ctx, packs, book, &new)).await
}
