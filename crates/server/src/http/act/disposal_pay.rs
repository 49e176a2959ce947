//! `POST /api/v1/acts/disposal-pay`: records proceeds of a disposal paid in.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Money;
use serde::Deserialize;
use stock::property::disposal::{self, Paid};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalPayment {
    /// The disposal's code.
    #[schema(max_length = 28)]
    disposal: String,
    /// Paid in, fen.
    #[schema(minimum = 1)]
    amount: i64,
    /// Number of the paid-in document.
    #[schema(max_length = 100)]
    document: String,
}

/// Record proceeds paid in.
#[utoipa::path(post, path = "/api/v1/acts/disposal-pay", tag = "acts", operation_id = "disposal_pay", request_body = DisposalPayment, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DisposalPayment>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.disposal)?;
    let new = Paid {
        disposal: value.disposal,
        amount: Money(value.amount),
        document: value.document,
        on: app.node.clock.now().business_day(),
    };
    principal.may_to(&app, Action::DisposalPay, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| disposal::pay(tx, ctx, book, &new)).await
}
