//! `POST /api/v1/acts/purchase-override`: lets a blocked purchase through, by finance and for a reason.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::PurchaseCode;
use serde::Deserialize;
use stock::property::purchase;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOverride {
    /// The request's code.
    #[schema(max_length = 28)]
    purchase: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Let a blocked purchase through.
#[utoipa::path(post, path = "/api/v1/acts/purchase-override", tag = "acts", operation_id = "purchase_override", request_body = PurchaseOverride, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<PurchaseOverride>,
) -> Result<Json<Receipt>, Problem> {
    let purchase: PurchaseCode = form::code(&value.purchase, "purchase")?;
    let org = form::holder(purchase.as_str())?;
    principal.may_to(&app, Action::PurchaseOverride, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        purchase::override_gate(tx, ctx, book, &purchase, &value.why)
    })
    .await
}
