//! `POST /api/v1/session/totp`: enrols a second factor in two steps: without a code a secret to scan, with the first code
//! that secret comes into force. The secret is shown once.

use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::totp;
use base::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing to begin, the first code to confirm.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Six digits.
    #[schema(max_length = 16)]
    code: Option<String>,
}

/// How far the enrolment is.
#[derive(Serialize, ToSchema)]
pub struct Enrolled {
    /// `otpauth://…` to scan; null once confirmed.
    otpauth: Option<String>,
    /// The second factor is in force and this session has passed it.
    confirmed: bool,
}

/// Enrol a second factor.
#[utoipa::path(post, path = "/api/v1/session/totp", tag = "session", operation_id = "enrol_totp", request_body = Enrolment,
    responses((status = 200, description = "A secret to scan, or the confirmation.", body = Enrolled), WriteProblems))]
pub async fn enrol(
    State(app): State<App>,
    principal: Principal,
    Body { value, .. }: Body<Enrolment>,
) -> Result<Json<Enrolled>, Problem> {
    principal.may(&app, Action::AccountOwn)?;
    let gate = app.node.gate.clone();
    if let Some(code) = value.code {
        app.blocking(move || gate.confirm(&principal.session, &code)).await?;
        return Ok(Json(Enrolled { otpauth: None, confirmed: true }));
    }
    let caller = principal.caller.clone();
    let secret = app.blocking(move || gate.enrol(&caller)).await?;
    Ok(Json(Enrolled { otpauth: Some(totp::address(secret, &principal.caller.user)?), confirmed: false }))
}
