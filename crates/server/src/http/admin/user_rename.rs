//! `POST /api/v1/users/{id}/rename`: changes the name of the person behind a user.

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
pub struct Renaming {
    /// The person's name; kept beside the books, never in them.
    #[schema(max_length = 60)]
    name: String,
}

/// Rename the person behind a user.
#[utoipa::path(post, path = "/api/v1/users/{id}/rename", tag = "admin", operation_id = "user_rename", request_body = Renaming,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<Renaming>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::UserRename, &id).await?;
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::rename(tx, ctx, node, &row.user_id, &value.name))
        .await
}
