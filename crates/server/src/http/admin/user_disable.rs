//! `POST /api/v1/users/{id}/disable`: bars a user from the node at once; every session ends.

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
pub struct Disabling {
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Disable a user.
#[utoipa::path(post, path = "/api/v1/users/{id}/disable", tag = "admin", operation_id = "user_disable", request_body = Disabling,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<Disabling>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::UserDisable, &id).await?;
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::disable(tx, ctx, node, &row.user_id, &value.why))
        .await
}
