//! `GET /api/v1/loans/{code}`: one loan with its things, for either side.

use super::asset_names;
use super::loan_list::{LoanHead, told};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{LoanCode, OrgCode};
use serde::Serialize;
use stock::property::store;
use utoipa::ToSchema;

/// A loan with its things.
#[derive(Serialize, ToSchema)]
pub struct LoanAnswer {
    head: LoanHead,
    lines: Vec<LoanLine>,
}

/// One thing of a loan.
#[derive(Serialize, ToSchema)]
pub struct LoanLine {
    asset: String,
    name: String,
    spec: String,
    photo: Option<String>,
    /// How it is in the lender's book.
    condition: String,
    /// Worth on the day it was handed over, fen.
    worth: i64,
    /// `accepted`, `repair` or `rejected`; null while it is out.
    outcome: Option<String>,
    /// Compensation due, fen.
    damage: i64,
    returned_on: Option<String>,
}

/// One loan or reallocation.
#[utoipa::path(get, path = "/api/v1/loans/{code}", tag = "property", operation_id = "loan",
    params(("code" = String, Path, description = "The loan's code.")),
    responses((status = 200, description = "The loan.", body = LoanAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<LoanAnswer>, Problem> {
    let code = LoanCode::parse(&code)?;
    let lender = OrgCode::parse(code.as_str().get(..18).unwrap_or_default())?;
    let found = app.read(move |read| store::loan(read, &code)).await.map_err(Problem::from)?;
    let (row, lines) = found.ok_or_else(Problem::not_found)?;
    // Either side reads it: the lender's readers, and those of the borrower.
    if principal.may_to(&app, Action::ReadStock, &lender, Goods::Ordinary).await.is_err() {
        principal.may_to(&app, Action::ReadStock, &row.borrower, Goods::Ordinary).await?;
    }
    let names = asset_names(&app, lines.iter().map(|line| line.asset.clone()).collect()).await?;
    let lines = lines.into_iter().zip(names).map(|(line, row)| LoanLine {
        asset: line.asset.to_string(),
        photo: row.as_ref().and_then(|row| row.photos().next().map(str::to_owned)),
        condition: row.as_ref().map_or_else(String::new, |row| row.condition.to_string()),
        spec: row.as_ref().map_or_else(String::new, |row| row.spec.to_string()),
        name: row.map_or_else(String::new, |row| row.name.to_string()),
        worth: line.worth.0,
        outcome: line.outcome.as_deref().map(str::to_owned),
        damage: line.damage.0,
        returned_on: line.returned_on.map(|day| day.to_string()),
    });
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    Ok(Json(LoanAnswer { lines: lines.collect(), head: told(&row, &organisations, today) }))
}
