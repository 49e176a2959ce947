//! `GET /api/v1/positions/{code}`: one position with what lies there.

use super::holding::{Holding, PositionAnswer};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::PositionCode;
use stock::{facility, movement};

/// Lots at one position at most.
const LOTS_MAX: i64 = 1_000;

/// One position.
#[utoipa::path(get, path = "/api/v1/positions/{code}", tag = "stock", operation_id = "position",
    params(("code" = String, Path, description = "30 characters, LS/T 1714.")),
    responses((status = 200, description = "The position.", body = PositionAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<PositionAnswer>, Problem> {
    let position = PositionCode::parse(&code)?;
    let entry = super::readable(&app, &principal, Action::ReadStock, position.as_str()).await?;
    let packs = app.node.packs.clone();
    let answer = app.read(move |read| {
        let row = facility::store::position(read, &position)?.ok_or_else(Problem::not_found)?;
        let held = movement::store::stock(read, position.as_str(), ("", ""), LOTS_MAX)?;
        let lots = held.iter().map(|row| Holding::of(row, &packs)).collect();
        Ok::<_, Problem>(PositionAnswer::of(&row, &entry.organisation.name, lots))
    });
    Ok(Json(answer.await?))
}
