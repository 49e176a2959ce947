//! `POST /api/v1/session/password`: changes the own password. Every other session of the user ends.

use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, WriteProblems};
use axum::extract::State;
use axum::http::StatusCode;
use base::policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

/// The old and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    #[schema(max_length = 256)]
    old_password: String,
    /// At least 8 characters of three kinds, none of the last five passwords, not the user name.
    #[schema(max_length = 256)]
    new_password: String,
}

/// Change the own password.
#[utoipa::path(post, path = "/api/v1/session/password", tag = "session", operation_id = "change_password",
    request_body = Passwords, responses((status = 204, description = "Changed."), WriteProblems))]
pub async fn change(
    State(app): State<App>,
    principal: Principal,
    Body { value, .. }: Body<Passwords>,
) -> Result<StatusCode, Problem> {
    principal.may(&app, Action::AccountOwn)?;
    let hashing = app.hashing.acquire().await.map_err(|_| Problem::busy("stopping".to_owned()))?;
    let gate = app.node.gate.clone();
    let changed = app
        .blocking(move || gate.change_password(&principal.session, &value.old_password, &value.new_password))
        .await;
    drop(hashing);
    changed?;
    Ok(StatusCode::NO_CONTENT)
}
