//! `POST /api/v1/acts/finding-recheck`: looks at what was mended, as another inspector; accepted, the finding is closed.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check::finding::{self, NewRecheck};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingRecheck {
    /// The finding's code.
    #[schema(max_length = 28)]
    finding: String,
    accepted: bool,
    #[schema(max_length = 1000)]
    words: String,
    /// Hashes of photographs uploaded before.
    #[serde(default)]
    #[schema(max_items = 6)]
    photos: Vec<String>,
    /// The next last day, where it is not accepted.
    #[schema(format = "date")]
    due: Option<String>,
}

/// Record a re-check.
#[utoipa::path(post, path = "/api/v1/acts/finding-recheck", tag = "acts", operation_id = "finding_recheck", request_body = FindingRecheck, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<FindingRecheck>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.finding)?;
    principal.may_to(&app, Action::FindingRecheck, &org, Goods::Held).await?;
    let new = NewRecheck {
        finding: value.finding,
        accepted: value.accepted,
        words: value.words,
        photos: form::photos(&app, &value.photos)?,
        due: form::day_if(value.due.as_deref(), "due")?,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| finding::recheck(tx, ctx, book, &new)).await
}
