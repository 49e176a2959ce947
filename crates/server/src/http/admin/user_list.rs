//! `GET /api/v1/users`: the users of this node in the caller's reach.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
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

/// A user.
#[derive(Serialize, ToSchema)]
pub struct UserAnswer {
    id: String,
    /// The person's name.
    name: String,
    org: String,
    org_name: String,
    roles: Vec<&'static str>,
    regions: Vec<String>,
    disabled: bool,
    /// µs.
    created_at: i64,
}

/// Users, by id.
#[utoipa::path(get, path = "/api/v1/users", tag = "admin", operation_id = "users", params(Page),
    responses((status = 200, description = "Users.", body = List<UserAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(page): Query<Page>,
) -> Result<Json<List<UserAnswer>>, Problem> {
    let reach = principal.reach(&app, Action::ReadUser);
    if reach.is_empty() {
        principal
            .may_to(&app, Action::ReadUser, &principal.caller.org, crate::http::principal::Goods::Held)
            .await?;
    }
    let organisations = app.organisations().await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let gate = app.node.gate.clone();
    let read = move || {
        let mut after = after;
        let mut found: Vec<(UserRow, String)> = Vec::new();
        while i64::try_from(found.len()).unwrap_or(i64::MAX) <= limit {
            let rows = gate.users(&after, BATCH)?;
            let Some(last) = rows.last() else { break };
            after = last.user_id.to_string();
            for row in rows {
                let entry = organisations.get(&row.org);
                if entry.is_some_and(|entry| principal.reaches(&reach, &entry.organisation)) {
                    let name = gate.name_of(&row.user_id)?.map_or_else(String::new, |name| name.to_string());
                    found.push((row, name));
                }
            }
        }
        Ok::<_, Stop>((found, organisations))
    };
    let (found, organisations) = app.blocking(read).await?;
    let told = |(row, name): (UserRow, String)| UserAnswer {
        id: row.user_id.to_string(),
        name,
        org_name: organisations.name(&row.org).to_owned(),
        org: row.org.to_string(),
        roles: row.roles.iter().map(Role::name).collect(),
        regions: row.regions.iter().map(ToString::to_string).collect(),
        disabled: !row.active,
        created_at: row.created_at.0,
    };
    Ok(Json(List::of(found, limit, |(row, _)| row.user_id.to_string(), told)))
}
