//! `POST /api/v1/users/{id}/role-withdraw`: takes a role from a user.

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
pub struct RoleWithdrawal {
    /// Code of the role.
    #[schema(max_length = 32)]
    role: String,
}

/// Take a role from a user.
#[utoipa::path(post, path = "/api/v1/users/{id}/role-withdraw", tag = "admin", operation_id = "user_role_withdraw", request_body = RoleWithdrawal,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<RoleWithdrawal>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::UserRoleWithdraw, &id).await?;
    let role = super::role(&value.role)?;
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::withdraw(tx, ctx, node, &row.user_id, role)).await
}
