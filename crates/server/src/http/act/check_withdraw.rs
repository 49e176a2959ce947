//! `POST /api/v1/acts/check-withdraw`: withdraws a check; it stays in sight with the reason.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckWithdrawal {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
    #[schema(max_length = 500)]
    why: String,
}

/// Withdraw a check.
#[utoipa::path(post, path = "/api/v1/acts/check-withdraw", tag = "acts", operation_id = "check_withdraw", request_body = CheckWithdrawal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CheckWithdrawal>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::CheckWithdraw, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| check::withdraw(tx, ctx, book, &value.check, &value.why))
        .await
}
