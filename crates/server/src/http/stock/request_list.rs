//! `GET /api/v1/requests`: what somebody asked for and a second person decides: adjustments, reversals, excess losses.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::{Deserialize, Serialize};
use stock::request::{RequestRow, store};
use utoipa::{IntoParams, ToSchema};

/// Which requests.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RequestQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `open`, `approved` or `rejected`.
    status: Option<String>,
}

/// A request.
#[derive(Serialize, ToSchema)]
pub struct RequestAnswer {
    org: String,
    /// What acts call `request`.
    number: i64,
    /// `adjustment`, `reversal` or `loss`.
    kind: String,
    /// What is asked for: the body of the requesting fact.
    detail: serde_json::Value,
    position: Option<String>,
    reason: String,
    /// µs.
    requested_at: i64,
    requested_by: String,
    /// `open`, `approved` or `rejected`.
    status: String,
    decided_by: Option<String>,
    decided_index: Option<i64>,
}

/// Requests, newest first.
#[utoipa::path(get, path = "/api/v1/requests", tag = "stock", operation_id = "requests", params(RequestQuery, Page),
    responses((status = 200, description = "Requests.", body = List<RequestAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<RequestQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<RequestAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let (limit, before) = (page.limit()?, page.after()?.parse().ok());
    let read = move |read: &mut base::store::Read<'_>| {
        store::requests(read, entry.book, query.status.as_deref(), before, limit + 1)
    };
    let rows = app.read(read).await.map_err(Problem::from)?;
    let org = entry.organisation.code.to_string();
    Ok(Json(List::of(rows, limit, |row| row.n.to_string(), |row| told(&row, &org))))
}

fn told(row: &RequestRow, org: &str) -> RequestAnswer {
    RequestAnswer {
        org: org.to_owned(),
        number: row.n,
        kind: row.kind.to_string(),
        detail: serde_json::from_str(&row.detail).unwrap_or_default(),
        position: row.position.as_ref().map(ToString::to_string),
        reason: row.reason.to_string(),
        requested_at: row.requested_at.0,
        requested_by: row.requested_by.to_string(),
        status: row.state.to_string(),
        decided_by: row.decided_by.as_ref().map(ToString::to_string),
        decided_index: row.decided_n,
    }
}
