//! `POST /api/v1/acts/loan-hand`: hands the things of an approved loan over.

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
use stock::property::loan;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanHandover {
    /// The loan's code.
    #[schema(max_length = 28)]
    loan: String,
    /// What handing over cost, fen.
    #[schema(minimum = 0)]
    cost: i64,
}

/// Hand things over.
#[utoipa::path(post, path = "/api/v1/acts/loan-hand", tag = "acts", operation_id = "loan_hand", request_body = LoanHandover, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LoanHandover>,
) -> Result<Json<Receipt>, Problem> {
    let loan: LoanCode = form::code(&value.loan, "loan")?;
    let org = form::holder(loan.as_str())?;
    principal.may_to(&app, Action::LoanHand, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| loan::hand(tx, ctx, book, &loan, Money(value.cost)))
        .await
}
