//! `POST /api/v1/acts/loan-recall`: calls things back before their time: one loan, or everything a temporary body or event has.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::loan::{self, Whose};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanRecall {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// The loan's code; or `occasion`.
    #[schema(max_length = 28)]
    loan: Option<String>,
    /// Name of the temporary body or event.
    #[schema(max_length = 100)]
    occasion: Option<String>,
    /// New last day, today or later.
    #[schema(format = Date)]
    due_on: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Call things back.
#[utoipa::path(post, path = "/api/v1/acts/loan-recall", tag = "acts", operation_id = "loan_recall", request_body = LoanRecall, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LoanRecall>,
) -> Result<Json<Receipt>, Problem> {
    let whose = match (value.loan.as_deref(), value.occasion) {
        (Some(loan), None) => Whose::Loan(form::code(loan, "loan")?),
        (None, Some(occasion)) => Whose::Occasion(occasion),
        _ => return Err(form::either("loan")),
    };
    let due_on = form::day(&value.due_on, "due_on")?;
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::LoanRecall, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| loan::recall(tx, ctx, book, &whose, due_on, &value.why))
        .await
}
