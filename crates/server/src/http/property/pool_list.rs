//! `GET /api/v1/pools`: the public-property warehouses of an organisation.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::{Deserialize, Serialize};
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Whose warehouses.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PoolQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A public-property warehouse.
#[derive(Serialize, ToSchema)]
pub struct PoolAnswer {
    code: String,
    org: String,
    name: String,
    /// `emergency`, `confiscated`, `case`, `office`, `relief`, `school` or `specialist`.
    kind: String,
    /// `city`, `county`, `town` or `village`.
    level: String,
    /// `main` or `forward`.
    rank: String,
    parent: Option<String>,
    address: String,
    registered_on: String,
}

/// Warehouses, by code.
#[utoipa::path(get, path = "/api/v1/pools", tag = "property", operation_id = "pools", params(PoolQuery),
    responses((status = 200, description = "Warehouses.", body = List<PoolAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<PoolQuery>,
) -> Result<Json<List<PoolAnswer>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadAsset, &org, Goods::Ordinary).await?.book;
    let rows = app.read(move |read| store::pools(read, book)).await.map_err(Problem::from)?;
    let told = rows.into_iter().map(|row| PoolAnswer {
        code: row.pool.to_string(),
        org: org.to_string(),
        name: row.name.to_string(),
        kind: row.kind.to_string(),
        level: row.level.to_string(),
        rank: row.rank.to_string(),
        parent: row.parent.as_deref().map(str::to_owned),
        address: row.address.to_string(),
        registered_on: row.registered_on.to_string(),
    });
    Ok(Json(List::whole(told.collect())))
}
