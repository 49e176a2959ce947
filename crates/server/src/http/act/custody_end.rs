//! `POST /api/v1/acts/custody-end`: ends custody as the judgement or decision says.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::custody::{self, Ended, Papers};
use stock::property::word::Outlet;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustodyEnd {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The asset's code.
    #[schema(max_length = 28)]
    asset: String,
    /// `returned`, `confiscated`, `auctioned` or `destroyed`.
    #[schema(max_length = 20)]
    outcome: String,
    /// Number of the legal document.
    #[schema(max_length = 100)]
    document: String,
    /// Number of the seal as it is found on the thing.
    #[schema(max_length = 60)]
    seal: String,
    /// Hash of a photograph uploaded before.
    #[schema(max_length = 64)]
    photo: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// End custody as the judgement says.
#[utoipa::path(post, path = "/api/v1/acts/custody-end", tag = "acts", operation_id = "custody_end", request_body = CustodyEnd, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CustodyEnd>,
) -> Result<Json<Receipt>, Problem> {
    let papers =
        Papers { document: value.document, seal: value.seal, photo: form::photo(&app, &value.photo)? };
    let new = Ended {
        asset: form::code(&value.asset, "asset")?,
        outcome: form::word(&value.outcome, "outcome", Outlet::from_code)?,
        papers,
        on: app.node.clock.now().business_day(),
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::CustodyEnd, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| custody::end(tx, ctx, book, &new, &value.why)).await
}
