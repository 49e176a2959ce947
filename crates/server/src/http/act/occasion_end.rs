//! `POST /api/v1/acts/occasion-end`: ends a temporary body or event on or after its last day; the close of the day does it unasked.

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
pub struct OccasionEnd {
    /// Code of the temporary body or event.
    #[schema(max_length = 28)]
    occasion: String,
}

/// End a temporary body or event.
#[utoipa::path(post, path = "/api/v1/acts/occasion-end", tag = "acts", operation_id = "occasion_end", request_body = OccasionEnd, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<OccasionEnd>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.occasion)?;
    principal.may_to(&app, Action::OccasionEnd, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| occasion::end(tx, ctx, book, &value.occasion)).await
}
