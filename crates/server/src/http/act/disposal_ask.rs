//! `POST /api/v1/acts/disposal-ask`: asks for a disposal of assets; from here on they are in disposal.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::AssetCode;
use serde::Deserialize;
use stock::property::disposal::{self, NewDisposal};
use stock::property::word::{Cause, Way};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disposal {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Codes of the assets, at most 200.
    #[schema(max_items = 200)]
    assets: Vec<String>,
    /// `auction`, `sale`, `scrap`, `donation`, `destruction` or `write_off`.
    #[schema(max_length = 20)]
    way: String,
    /// `obsolete`, `over_age`, `loss`, `force_majeure`, `confiscated` or `surplus`.
    #[schema(max_length = 20)]
    cause: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Ask for a disposal.
#[utoipa::path(post, path = "/api/v1/acts/disposal-ask", tag = "acts", operation_id = "disposal_ask", request_body = Disposal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Disposal>,
) -> Result<Json<Receipt>, Problem> {
    let assets: Vec<AssetCode> =
        value.assets.iter().map(|code| form::code(code, "assets")).collect::<Result<_, _>>()?;
    let new = NewDisposal {
        assets,
        way: form::word(&value.way, "way", Way::from_code)?,
        cause: form::word(&value.cause, "cause", Cause::from_code)?,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::DisposalAsk, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| disposal::ask(tx, ctx, book, &new, &value.why)).await
}
