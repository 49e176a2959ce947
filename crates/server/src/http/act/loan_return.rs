//! `POST /api/v1/acts/loan-return`: takes lent things back, each inspected.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{LoanCode, Money};
use serde::Deserialize;
use stock::property::loan::{self, Inspected};
use stock::property::word::{Condition, Outcome};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanReturn {
    /// The loan's code.
    #[schema(max_length = 28)]
    loan: String,
    /// Things that came back, at most 100; a loan may come back in parts.
    #[schema(max_items = 100)]
    lines: Vec<ReturnLine>,
}

/// What the inspection of one thing found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnLine {
    #[schema(max_length = 28)]
    asset: String,
    /// `accepted`, `repair`, or `rejected` for lost or destroyed.
    #[schema(max_length = 20)]
    outcome: String,
    /// `new`, `good`, `repair` or `scrap`.
    #[schema(max_length = 20)]
    condition: String,
    /// Compensation due, fen: none when accepted, some when rejected.
    #[schema(minimum = 0)]
    damage: i64,
}

/// Take lent things back.
#[utoipa::path(post, path = "/api/v1/acts/loan-return", tag = "acts", operation_id = "loan_return", request_body = LoanReturn, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LoanReturn>,
) -> Result<Json<Receipt>, Problem> {
    let loan: LoanCode = form::code(&value.loan, "loan")?;
    let line = |line: &ReturnLine| {
        Ok::<_, Problem>(Inspected {
            asset: form::code(&line.asset, "asset")?,
            outcome: form::word(&line.outcome, "outcome", Outcome::from_code)?,
            condition: form::word(&line.condition, "condition", Condition::from_code)?,
            damage: Money(line.damage),
        })
    };
    let lines: Vec<Inspected> = value.lines.iter().map(line).collect::<Result<_, _>>()?;
    let org = form::holder(loan.as_str())?;
    principal.may_to(&app, Action::LoanReturn, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| loan::take_back(tx, ctx, book, &loan, &lines)).await
}
