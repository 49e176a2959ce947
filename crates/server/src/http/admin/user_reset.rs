//! `POST /api/v1/users/{id}/reset`: sets a first password that must be changed, removes the second factor, lifts a lock and
//! ends every session.

use super::user_create::{Handover, first_password};
use crate::app::App;
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
pub struct Reset {}

/// Reset a user.
#[utoipa::path(post, path = "/api/v1/users/{id}/reset", tag = "admin", operation_id = "user_reset", request_body = Reset,
    params(("id" = String, Path, description = "The user's id."), Key),
    responses((status = 200, description = "Reset.", body = Handover), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value: Reset {}, digest }: Body<Reset>,
) -> Result<Json<Handover>, Problem> {
    let row = super::subject(&app, &principal, Action::UserReset, &id).await?;
    let (password, hash) = first_password(&app, &row.user_id).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let Json(receipt) =
        super::perform(&app, ctx, move |tx, ctx, node| user::reset(tx, ctx, node, &row.user_id, &hash))
            .await?;
    Ok(Json(Handover { password: (!receipt.repeated).then_some(password), receipt }))
}
