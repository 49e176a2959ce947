//! `POST /api/v1/acts/occasion-move`: moves the last day of a temporary body or event; an earlier one calls back at once.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::occasion;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccasionMove {
    /// Code of the temporary body or event.
    #[schema(max_length = 28)]
    occasion: String,
    /// New last day.
    #[schema(format = Date)]
    ends_on: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Move the end of a temporary body or event.
#[utoipa::path(post, path = "/api/v1/acts/occasion-move", tag = "acts", operation_id = "occasion_move", request_body = OccasionMove, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<OccasionMove>,
) -> Result<Json<Receipt>, Problem> {
    let ends_on = form::day(&value.ends_on, "ends_on")?;
    let org = form::holder(&value.occasion)?;
    principal.may_to(&app, Action::OccasionMove, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        occasion::move_end(tx, ctx, book, &value.occasion, ends_on, &value.why)
    })
    .await
}
