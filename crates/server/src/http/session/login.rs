//! `POST /api/v1/session`: logs in. Attempts are counted by address here and by user in `identity`.

use super::Session;
use crate::app::App;
use crate::http::body::Body;
use crate::http::limit;
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use std::net::SocketAddr;
use utoipa::ToSchema;

/// User name and password, with the one-time code of users who have enrolled a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    #[schema(max_length = 64)]
    username: String,
    #[schema(max_length = 256)]
    password: String,
    /// Six digits. Without it a user with a second factor is answered 401 `second_factor_required`.
    #[schema(max_length = 16)]
    code: Option<String>,
}

/// Log in. Sets the cookies `inrs_session` and `inrs_csrf`.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", operation_id = "login", security(()), request_body = Login,
    responses((status = 200, description = "Logged in.", body = Session), WriteProblems))]
pub async fn login(
    State(app): State<App>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Body { value, .. }: Body<Login>,
) -> Result<(HeaderMap, Json<Session>), Problem> {
    app.gates.login.pass(&limit::address(&app, &headers, peer.as_ref().map(|peer| &peer.0)))?;
    let hashing = app.hashing.acquire().await.map_err(|_| Problem::busy("stopping".to_owned()))?;
    let gate = app.node.gate.clone();
    let admitted =
        app.blocking(move || gate.login(&value.username, &value.password, value.code.as_deref())).await;
    drop(hashing);
    let admission = admitted.map_err(|stop| {
        let problem = Problem::from(stop);
        if problem.code() == "login.code_missing" { problem.coded("second_factor_required") } else { problem }
    })?;
    let session = super::described(&app, &admission.caller).await?;
    Ok((super::cookies(&app, admission.secret.reveal()), Json(session)))
}
