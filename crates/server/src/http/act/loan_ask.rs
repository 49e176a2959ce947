//! `POST /api/v1/acts/loan-ask`: asks for things of another organisation, on loan or for good; written in that organisation's book.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::Deserialize;
use stock::property::loan::{self, NewLoan};
use stock::property::word::Matter;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanRequest {
    /// The organisation that has the things.
    #[schema(max_length = 18)]
    lender: String,
    /// `loan`, or `reallocation` for good.
    #[schema(max_length = 20)]
    kind: String,
    /// Codes of idle assets of that organisation, at most 100.
    #[schema(max_items = 100)]
    assets: Vec<String>,
    /// Temporary body or event that the things are for; when it ends they are called back.
    #[schema(max_length = 100)]
    occasion: Option<String>,
    /// What for.
    #[schema(max_length = 200)]
    purpose: String,
    /// First day.
    #[schema(format = Date)]
    from_on: String,
    /// Last day of a loan, at most 12 months on; none for a reallocation.
    #[schema(format = Date)]
    due_on: Option<String>,
}

/// Ask for things of another organisation. The loan's code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/loan-ask", tag = "acts", operation_id = "loan_ask", request_body = LoanRequest, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LoanRequest>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewLoan {
        kind: form::word(&value.kind, "kind", Matter::from_code)?,
        assets: value.assets.iter().map(|asset| form::code(asset, "assets")).collect::<Result<_, _>>()?,
        occasion: value.occasion,
        purpose: value.purpose,
        from_on: form::day(&value.from_on, "from_on")?,
        due_on: form::day_if(value.due_on.as_deref(), "due_on")?,
    };
    let lender: OrgCode = form::code(&value.lender, "lender")?;
    let org = lender;
    principal.may_to(&app, Action::LoanAsk, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| loan::ask(tx, ctx, book, &new)).await
}
