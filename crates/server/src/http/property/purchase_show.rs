//! `GET /api/v1/purchases/{code}`: one request to buy: what a budget system asks before it releases money.

use super::gate::{MatchAnswer, Wish, searched, told as matches_told};
use super::purchase_list::{PurchaseHead, told};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{OrgCode, PurchaseCode};
use serde::Serialize;
use stock::property::store;
use stock::property::word::Gate;
use utoipa::ToSchema;

/// A request to buy with its search.
#[derive(Serialize, ToSchema)]
pub struct PurchaseAnswer {
    /// The request.
    head: PurchaseHead,
    /// May money be released? When finance has overridden the gate; or when nothing matched and nothing matches now.
    release: bool,
    /// Things that would serve now; counted anew at every question, so that a request does not outlive what it was asked against.
    serving_now: i64,
    /// The search that stands in the book.
    matches: Vec<MatchAnswer>,
}

/// One request to buy.
#[utoipa::path(get, path = "/api/v1/purchases/{code}", tag = "property", operation_id = "purchase",
    params(("code" = String, Path, description = "The request's code.")),
    responses((status = 200, description = "The request.", body = PurchaseAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<PurchaseAnswer>, Problem> {
    let code = PurchaseCode::parse(&code)?;
    let org = OrgCode::parse(code.as_str().get(..18).unwrap_or_default())?;
    principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?;
    let row = app.read(move |read| store::purchase(read, &code)).await.map_err(Problem::from)?;
    let row = row.ok_or_else(Problem::not_found)?;
    let wish = Wish { item: &row.item, words: &row.words, quantity: row.quantity, days: row.days };
    let serving_now = searched(&app, &org, &wish).await?.serving;
    let release = match row.gate()? {
        Gate::Overridden => true,
        Gate::None => serving_now == 0,
        Gate::Matched => false,
    };
    let matches = matches_told(&app, row.matches()?).await?;
    Ok(Json(PurchaseAnswer { head: told(&row, &app.node.packs), release, serving_now, matches }))
}
