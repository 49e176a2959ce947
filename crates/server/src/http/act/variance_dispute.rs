//! `POST /api/v1/acts/variance-dispute`: disputes a variance of a consignment.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::ConsignmentCode;
use serde::Deserialize;
use stock::transfer;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// The consignment's code.
    #[schema(max_length = 31)]
    consignment: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Dispute a variance.
#[utoipa::path(post, path = "/api/v1/acts/variance-dispute", tag = "acts", operation_id = "variance_dispute", request_body = Dispute, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Dispute>,
) -> Result<Json<Receipt>, Problem> {
    let consignment: ConsignmentCode = form::code(&value.consignment, "consignment")?;
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::TransferDispute, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        transfer::dispute(tx, ctx, book, &consignment, &value.why)
    })
    .await
}
