//! `POST /api/v1/acts/disposal-appraise`: records the appraisal of a disposal.

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
use stock::property::disposal::{self, Appraised};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalAppraisal {
    /// The disposal's code.
    #[schema(max_length = 28)]
    disposal: String,
    /// Appraised at, fen.
    #[schema(minimum = 0)]
    amount: i64,
    /// Who appraised it.
    #[schema(max_length = 100)]
    appraiser: String,
    /// Number of the report.
    #[schema(max_length = 100)]
    document: String,
}

/// Record an appraisal.
#[utoipa::path(post, path = "/api/v1/acts/disposal-appraise", tag = "acts", operation_id = "disposal_appraise", request_body = DisposalAppraisal, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DisposalAppraisal>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.disposal)?;
    let new = Appraised {
        disposal: value.disposal,
        amount: Money(value.amount),
        appraiser: value.appraiser,
        document: value.document,
    };
    principal.may_to(&app, Action::DisposalAppraise, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| disposal::appraise(tx, ctx, book, &new)).await
}
