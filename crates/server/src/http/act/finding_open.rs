//! `POST /api/v1/acts/finding-open`: opens a finding, as an inspector of the check.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check::finding::{self, NewFinding};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingOpening {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
    /// 30 characters, LS/T 1714; a position of the check.
    #[schema(max_length = 30)]
    position: String,
    /// Index of the sheet it follows from.
    #[schema(minimum = 0)]
    sheet: Option<i64>,
    /// Violation rule, such as `V-02`.
    #[schema(max_length = 4)]
    rule: Option<String>,
    #[serde(default)]
    serious: bool,
    #[schema(max_length = 1000)]
    words: String,
    /// Hashes of photographs uploaded before.
    #[serde(default)]
    #[schema(max_items = 6)]
    photos: Vec<String>,
    /// Last day to mend it.
    #[schema(format = "date")]
    due: String,
}

/// Open a finding. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/finding-open", tag = "acts", operation_id = "finding_open", request_body = FindingOpening, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<FindingOpening>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::FindingOpen, &org, Goods::Held).await?;
    let new = NewFinding {
        code: value.check,
        position: form::code(&value.position, "position")?,
        sheet: value.sheet,
        rule: value.rule,
        serious: value.serious,
        words: value.words,
        photos: form::photos(&app, &value.photos)?,
        due: form::day(&value.due, "due")?,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| finding::open(tx, ctx, book, &new)).await
}
