//! `POST /api/v1/acts/cost-enter`: enters what a document says was spent on keeping goods.

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
use stock::cost::{self, Kind, NewCost};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostForm {
    /// `storage`, `transport`, `maintenance` or `energy`.
    #[schema(max_length = 20)]
    kind: String,
    /// 21 characters, LS/T 1714.
    #[schema(max_length = 21)]
    site: String,
    /// Where the document is about one position.
    #[schema(max_length = 30)]
    position: Option<String>,
    /// Where the document is about one lot.
    #[schema(max_length = 31)]
    lot: Option<String>,
    /// First day of the period it pays for.
    #[schema(max_length = 10)]
    day_from: String,
    /// Last day of it, at most 366 days in all.
    #[schema(max_length = 10)]
    day_to: String,
    /// Fen.
    #[schema(minimum = 1)]
    amount: i64,
    /// Invoice, voucher or contract number.
    #[schema(max_length = 100)]
    document: String,
    #[schema(max_length = 100)]
    payee: Option<String>,
}

/// Enter a cost.
#[utoipa::path(post, path = "/api/v1/acts/cost-enter", tag = "acts", operation_id = "cost_enter", request_body = CostForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CostForm>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.site)?;
    principal.may_to(&app, Action::CostEnter, &org, Goods::Held).await?;
    let new = NewCost {
        kind: form::word(&value.kind, "kind", Kind::from_code)?,
        site: form::code(&value.site, "site")?,
        position: value.position.map(|position| form::code(&position, "position")).transpose()?,
        lot: value.lot.map(|lot| form::code(&lot, "lot")).transpose()?,
        day_from: form::day(&value.day_from, "day_from")?,
        day_to: form::day(&value.day_to, "day_to")?,
        amount: Money(value.amount),
        document: value.document,
        payee: value.payee,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| cost::enter(tx, ctx, book, &new)).await
}
