//! `GET /api/v1/occasions`: temporary bodies and large events that an organisation lends to.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::{Deserialize, Serialize};
use stock::property::occasion::OccasionRow;
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Whose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OccasionQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A temporary body or event.
#[derive(Serialize, ToSchema)]
pub struct OccasionAnswer {
    code: String,
    /// Loans name it so.
    name: String,
    /// `body` or `event`.
    kind: String,
    document: String,
    from_on: String,
    ends_on: String,
    /// Day everything was called back; null while it lasts.
    ended_on: Option<String>,
    /// Loans called back at the end.
    recalled: i64,
    index: i64,
}

/// Temporary bodies and events, newest first.
#[utoipa::path(get, path = "/api/v1/occasions", tag = "property", operation_id = "occasions", params(OccasionQuery, Page),
    responses((status = 200, description = "Temporary bodies and events.", body = List<OccasionAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<OccasionQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<OccasionAnswer>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after) = (page.limit()?, page.after()?);
    let rows = app.read(move |read| store::occasions(read, book, &after, limit + 1)).await;
    let show = |row: OccasionRow| OccasionAnswer {
        code: row.occasion.to_string(),
        name: row.name.to_string(),
        kind: row.kind.to_string(),
        document: row.document.to_string(),
        from_on: row.from_on.to_string(),
        ends_on: row.ends_on.to_string(),
        ended_on: row.ended_on.map(|day| day.to_string()),
        recalled: row.recalled,
        index: row.n,
    };
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, |row| row.occasion.to_string(), show)))
}
