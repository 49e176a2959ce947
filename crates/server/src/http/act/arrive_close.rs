//! `POST /api/v1/acts/arrive-close`: says that nothing more of a consignment will arrive.

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
pub struct ArrivalClosing {
    /// The consignment's code.
    #[schema(max_length = 31)]
    consignment: String,
    /// Why some is missing, if some is.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Say that nothing more will arrive.
#[utoipa::path(post, path = "/api/v1/acts/arrive-close", tag = "acts", operation_id = "arrive_close", request_body = ArrivalClosing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<ArrivalClosing>,
) -> Result<Json<Receipt>, Problem> {
    let consignment: ConsignmentCode = form::code(&value.consignment, "consignment")?;
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::TransferClose, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        transfer::close(tx, ctx, book, &consignment, value.why.as_deref())
    })
    .await
}
