//! `POST /api/v1/acts/relief-inspect`: records an inspection of relief goods; what is faulty becomes a lot of its own, on hold.

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
use stock::relief::inspection::{self, NewInspection, Outcome};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectForm {
    #[schema(max_length = 31)]
    lot: String,
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    #[schema(format = Date)]
    inspected_on: String,
    /// `good`, `repair` or `scrap`.
    #[schema(max_length = 20)]
    outcome: String,
    /// How much of what lies there is faulty, thousandths of the unit; zero when good.
    #[schema(minimum = 0)]
    faulty: Option<i64>,
    #[schema(max_length = 500)]
    note: Option<String>,
    /// Hashes of photographs uploaded before, at most 6.
    #[schema(max_items = 6)]
    photos: Option<Vec<String>>,
}

/// Record an inspection. The lot that the faulty part became is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/relief-inspect", tag = "acts", operation_id = "relief_inspect", request_body = InspectForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<InspectForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewInspection {
        lot: form::code(&value.lot, "lot")?,
        position: form::code(&value.position, "position")?,
        inspected_on: form::day(&value.inspected_on, "inspected_on")?,
        outcome: form::word(&value.outcome, "outcome", Outcome::from_code)?,
        faulty: Quantity(value.faulty.unwrap_or(0)),
        note: value.note,
        photos: form::photos(&app, &value.photos.unwrap_or_default())?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::ReliefInspect, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| inspection::inspect(tx, ctx, packs, book, &new))
        .await
}
