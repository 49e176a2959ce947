//! `GET /api/v1/inspectors`: people of the caller's own organisation who may be named as inspectors.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::identity::UserRow;
use base::policy::{Action, Role};
use base::term::Stop;
use serde::Serialize;
use utoipa::ToSchema;

/// Users read from the store at once.
const BATCH: i64 = 500;

/// Somebody who may inspect.
#[derive(Serialize, ToSchema)]
pub struct Colleague {
    user: String,
    /// The person's name.
    name: String,
    roles: Vec<&'static str>,
}

/// People who may inspect, by user.
#[utoipa::path(get, path = "/api/v1/inspectors", tag = "checks", operation_id = "inspectors", params(Page),
    responses((status = 200, description = "People.", body = List<Colleague>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(page): Query<Page>,
) -> Result<Json<List<Colleague>>, Problem> {
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::CheckOpen, &org, Goods::Held).await?;
    let gate = app.node.gate.clone();
    let read = move || {
        let (mut after, mut found): (String, Vec<(UserRow, String)>) = (String::new(), Vec::new());
        loop {
            let rows = gate.users(&after, BATCH)?;
            let Some(last) = rows.last() else { return Ok::<_, Stop>(found) };
            after = last.user_id.to_string();
            for row in rows.into_iter().filter(|row| row.org == org && row.active && inspects(row)) {
                let name = gate.name_of(&row.user_id)?.map_or_else(String::new, |name| name.to_string());
                found.push((row, name));
            }
        }
    };
    let found = app.blocking(read).await?;
    let told = |(row, name): (UserRow, String)| Colleague {
        user: row.user_id.to_string(),
        name,
        roles: row.roles.iter().map(Role::name).collect(),
    };
    Ok(Json(page.cut(found, |(row, _)| row.user_id.to_string(), told)?))
}

/// Whether a person holds a post of the trade: administrators and auditors inspect nothing.
pub fn inspects(row: &UserRow) -> bool {
    row.roles.iter().any(|role| !role.is_admin() && !matches!(role, Role::Auditor | Role::SocialParty))
}
