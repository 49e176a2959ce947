//! `POST /api/v1/acts/custody-offer`: offers custody of case property to another office: the first signature.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::custody::{self, Offered, Papers};
use stock::property::word::Office;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustodyOffer {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// `police`, `procuratorate`, `court`, `enforcement` or `finance`.
    #[schema(max_length = 20)]
    to: String,
    /// Number of the legal document.
    #[schema(max_length = 100)]
    document: String,
    /// Number of the seal as it is found on the thing.
    #[schema(max_length = 60)]
    seal: String,
    /// Hash of a photograph uploaded before.
    #[schema(max_length = 64)]
    photo: String,
}

/// Offer custody to another office.
#[utoipa::path(post, path = "/api/v1/acts/custody-offer", tag = "acts", operation_id = "custody_offer", request_body = CustodyOffer, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CustodyOffer>,
) -> Result<Json<Receipt>, Problem> {
    let papers =
        Papers { document: value.document, seal: value.seal, photo: form::photo(&app, &value.photo)? };
    let new = Offered {
        asset: form::code(&value.asset, "asset")?,
        to: form::word(&value.to, "to", Office::from_code)?,
        papers,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::CustodyOffer, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| custody::offer(tx, ctx, book, &new)).await
}
