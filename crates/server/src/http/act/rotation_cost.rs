//! `POST /api/v1/acts/rotation-cost`: enters money of a line that no movement shows.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Money;
use serde::Deserialize;
use stock::rotation;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotationCostForm {
    /// The plan's code.
    #[schema(max_length = 28)]
    plan: String,
    /// Line, from 1.
    #[schema(minimum = 1)]
    line: i64,
    /// `sale`, `transport`, `fee`, `loss` or `other`.
    #[schema(max_length = 20)]
    kind: String,
    /// Fen; below zero takes back an earlier entry.
    amount: i64,
    /// Voucher or contract number.
    #[schema(max_length = 100)]
    document: String,
}

/// Enter money of a line.
#[utoipa::path(post, path = "/api/v1/acts/rotation-cost", tag = "acts", operation_id = "rotation_cost", request_body = RotationCostForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationCostForm>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.plan)?;
    let goods = super::rotation_approve::goods_of(&app, &value.plan).await?;
    principal.may_to(&app, Action::RotationCost, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let new = rotation::Cost {
        plan: value.plan,
        line: value.line,
        kind: value.kind,
        amount: Money(value.amount),
        document: value.document,
    };
    perform(&app, ctx, &org, move |tx, ctx, _, book| rotation::cost(tx, ctx, book, &new)).await
}
