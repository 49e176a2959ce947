//! `POST /api/v1/users/{id}/enable`: lets a disabled or dormant user in again.

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
pub struct Enabling {}

/// Enable a user.
#[utoipa::path(post, path = "/api/v1/users/{id}/enable", tag = "admin", operation_id = "user_enable", request_body = Enabling,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<Enabling>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::UserEnable, &id).await?;
    let Enabling {} = value;
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::enable(tx, ctx, node, &row.user_id)).await
}
