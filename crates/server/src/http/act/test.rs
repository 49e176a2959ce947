//! `POST /api/v1/acts/test`: records a test and what the standard makes of it.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use std::collections::BTreeMap;
use stock::quality::{self, NewTest, Occasion};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The lot's code.
    #[schema(max_length = 31)]
    lot: String,
    occasion: OccasionForm,
    /// Measurements: indicator and value as written.
    quality: BTreeMap<String, String>,
    #[schema(format = "date")]
    tested_on: String,
    /// Laboratory and report number.
    #[schema(max_length = 200)]
    report: Option<String>,
}

/// When a test is made.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OccasionForm {
    /// After intake and levelling: the values losses are counted from.
    Acceptance,
    /// In store.
    Storage,
    /// Before goods leave.
    Outbound,
}

/// Record a test; the pack's standard judges it.
#[utoipa::path(post, path = "/api/v1/acts/test", tag = "acts", operation_id = "test", request_body = Test, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Test>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewTest {
        lot: form::code(&value.lot, "lot")?,
        occasion: match value.occasion {
            OccasionForm::Acceptance => Occasion::Acceptance,
            OccasionForm::Storage => Occasion::Storage,
            OccasionForm::Outbound => Occasion::Outbound,
        },
        quality: value.quality,
        tested_on: form::day(&value.tested_on, "tested_on")?,
        report: value.report,
    };
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::QualityTest, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| quality::test(tx, ctx, packs, book, &new)).await
}
