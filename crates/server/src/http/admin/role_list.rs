//! `GET /api/v1/roles`: the roles a user may hold.

use crate::app::App;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::{Action, Role};
use serde::Serialize;
use utoipa::ToSchema;

/// A role.
#[derive(Serialize, ToSchema)]
pub struct RoleRow {
    code: &'static str,
    name: &'static str,
    name_en: &'static str,
    /// One of the three administrators.
    administrator: bool,
}

/// The roles a user may hold.
#[utoipa::path(get, path = "/api/v1/roles", tag = "admin", operation_id = "roles",
    responses((status = 200, description = "Roles.", body = List<RoleRow>), ReadProblems))]
pub async fn list(State(app): State<App>, principal: Principal) -> Result<Json<List<RoleRow>>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let row = |role: Role| {
        let (name, name_en) = role.label();
        RoleRow { code: role.name(), name, name_en, administrator: role.is_admin() }
    };
    Ok(Json(List::whole(Role::ALL.into_iter().filter(|role| *role != Role::Public).map(row).collect())))
}
