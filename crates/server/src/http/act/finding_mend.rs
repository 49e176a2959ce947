//! `POST /api/v1/acts/finding-mend`: reports what was done about a finding, in the own book of the inspected organisation.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check::finding;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingMending {
    /// The organisation that mends it; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The finding's code.
    #[schema(max_length = 28)]
    finding: String,
    #[schema(max_length = 1000)]
    words: String,
    /// Hashes of photographs uploaded before.
    #[serde(default)]
    #[schema(max_items = 6)]
    photos: Vec<String>,
}

/// Report a rectification.
#[utoipa::path(post, path = "/api/v1/acts/finding-mend", tag = "acts", operation_id = "finding_mend", request_body = FindingMending, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<FindingMending>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::FindingMend, &org, Goods::Held).await?;
    let photos = form::photos(&app, &value.photos)?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| {
        finding::mend(tx, ctx, book, &value.finding, &value.words, &photos)
    })
    .await
}
