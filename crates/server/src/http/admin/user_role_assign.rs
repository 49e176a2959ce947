//! `POST /api/v1/users/{id}/role-assign`: gives a user a role.

use crate::app::App;
use crate::http::act::Receipt;
use crate::http::body::{Body, Path};
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::user;
use base::policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleAssignment {
    /// Code of the role.
    #[schema(max_length = 32)]
    role: String,
}

/// Give a user a role.
#[utoipa::path(post, path = "/api/v1/users/{id}/role-assign", tag = "admin", operation_id = "user_role_assign", request_body = RoleAssignment,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<RoleAssignment>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::UserRoleAssign, &id).await?;
    let role = super::role(&value.role)?;
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::assign(tx, ctx, node, &row.user_id, role)).await
}
