//! `POST /api/v1/acts/facility-close`: takes a site, warehouse, bay or position out of use.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::facility::{self, Closing};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FacilityClosing {
    /// Code of a site, warehouse, bay or position, told apart by its length.
    #[schema(max_length = 30)]
    code: String,
    /// Last day in use.
    #[schema(format = "date")]
    valid_to: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Take a facility out of use.
#[utoipa::path(post, path = "/api/v1/acts/facility-close", tag = "acts", operation_id = "facility_close", request_body = FacilityClosing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<FacilityClosing>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.code)?;
    let closing = Closing { code: value.code, valid_to: form::day(&value.valid_to, "valid_to")? };
    principal.may_to(&app, Action::FacilityClose, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| facility::close(tx, ctx, book, &closing, &value.why))
        .await
}
