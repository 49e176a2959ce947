//! `GET /api/v1/alerts/{id}`: one alert with the steps of its case and its frozen evidence.

use super::AlertHead;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use hub::alert::{AlertRow, StepRow, store};
use serde::Serialize;
use utoipa::ToSchema;

/// One alert.
#[derive(Serialize, ToSchema)]
pub struct AlertAnswer {
    #[serde(flatten)]
    head: AlertHead,
    steps: Vec<CaseStep>,
    /// Whether the evidence is kept and has the digest that the fact names.
    frozen: bool,
    /// The evidence (docs/spec/alert.md); null when it is not there.
    #[schema(value_type = Option<Object>)]
    proof: Option<serde_json::Value>,
}

/// A step of a case.
#[derive(Serialize, ToSchema)]
pub struct CaseStep {
    /// `verified`, `rectified`, `rechecked` or `closed`.
    step: String,
    /// µs.
    at: i64,
    by: String,
    note: String,
    /// Index of the fact.
    index: i64,
}

/// An alert and its book's organisation, if the caller may read it.
pub async fn found(
    app: &App,
    principal: &Principal,
    id: &str,
) -> Result<(AlertRow, Vec<StepRow>, String), Problem> {
    let (org, number) = id.rsplit_once('-').ok_or_else(Problem::not_found)?;
    let number: i64 = number.parse().map_err(|_| Problem::not_found())?;
    let entry = crate::http::sense::readable(app, principal, Some(org)).await?;
    let found = app.read(move |read| store::one(read, entry.book, number)).await.map_err(Problem::from)?;
    let (row, steps) = found.ok_or_else(Problem::not_found)?;
    Ok((row, steps, org.to_owned()))
}

/// One alert.
#[utoipa::path(get, path = "/api/v1/alerts/{id}", tag = "alerts", operation_id = "alert", params(("id" = String, Path, description = "Organisation and number.")),
    responses((status = 200, description = "The alert.", body = AlertAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> Result<Json<AlertAnswer>, Problem> {
    let (row, steps, org) = found(&app, &principal, &id).await?;
    let head = AlertHead::of(&row, &org);
    let proof = app.read(move |read| store::evidence(read, &row)).await.map_err(Problem::from)?;
    let proof = proof.and_then(|text| serde_json::from_str(&text).ok());
    let step = |step: StepRow| CaseStep {
        step: step.step.to_string(),
        at: step.at.0,
        by: step.by_user.to_string(),
        note: step.note.to_string(),
        index: step.n,
    };
    Ok(Json(AlertAnswer {
        head,
        steps: steps.into_iter().map(step).collect(),
        frozen: proof.is_some(),
        proof,
    }))
}
