//! `GET /api/v1/alerts/{id}/recompute`: the rule judged again from the frozen evidence, which must agree to the last bit.

use super::show::found;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use hub::alert::store;
use serde::Serialize;
use utoipa::ToSchema;

/// What judging again gave.
#[derive(Serialize, ToSchema)]
pub struct RecomputeAnswer {
    /// The evidence is kept and has the digest that the fact names.
    frozen: bool,
    /// The verdict is the same to the last bit, and the alert is part of it.
    agrees: bool,
    /// Rules that spoke then and speak now.
    told: Vec<String>,
    again: Vec<String>,
}

/// Judge an alert's evidence again.
#[utoipa::path(get, path = "/api/v1/alerts/{id}/recompute", tag = "alerts", operation_id = "alert_recompute", params(("id" = String, Path, description = "Organisation and number.")),
    responses((status = 200, description = "Whether it agrees.", body = RecomputeAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> Result<Json<RecomputeAnswer>, Problem> {
    let (row, ..) = found(&app, &principal, &id).await?;
    let outcome = app.read(move |read| store::recompute(read, &row)).await.map_err(Problem::from)?;
    let rules = |list: Vec<hub::watch::evidence::Conclusion>| {
        list.into_iter().map(|c| format!("{} {}", c.rule, c.place)).collect()
    };
    Ok(Json(RecomputeAnswer {
        frozen: outcome.frozen,
        agrees: outcome.agrees,
        told: rules(outcome.told),
        again: rules(outcome.again),
    }))
}
