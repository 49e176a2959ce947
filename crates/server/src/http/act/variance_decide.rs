//! `POST /api/v1/acts/variance-decide`: accepts a variance or decides a disputed one.

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
use stock::transfer::{self, Liable};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// The consignment's code.
    #[schema(max_length = 31)]
    consignment: String,
    /// Who answers for it.
    liable: LiableForm,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Who answers for what is missing.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiableForm {
    Carrier,
    Sender,
    Receiver,
}

/// Decide a variance.
#[utoipa::path(post, path = "/api/v1/acts/variance-decide", tag = "acts", operation_id = "variance_decide", request_body = Settlement, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Settlement>,
) -> Result<Json<Receipt>, Problem> {
    let consignment: ConsignmentCode = form::code(&value.consignment, "consignment")?;
    let liable = match value.liable {
        LiableForm::Carrier => Liable::Carrier,
        LiableForm::Sender => Liable::Sender,
        LiableForm::Receiver => Liable::Receiver,
    };
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::TransferSettle, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        transfer::settle(tx, ctx, book, &consignment, liable, &value.why)
    })
    .await
}
