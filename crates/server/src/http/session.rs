//! The own account: logging in and out, password, second factor. Nothing here says who may do what.

pub mod login;
pub mod logout;
pub mod password;
pub mod show;
pub mod totp;

use super::problem::Problem;
use crate::app::App;
use crate::config::Cookies;
use crate::http::principal::{CSRF_COOKIE, SESSION_COOKIE, csrf};
use axum::http::{HeaderMap, HeaderValue, header};
use base::identity::Caller;
use base::policy::Role;
use base::term::Stop;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is logged in.
#[derive(Serialize, ToSchema)]
pub struct Session {
    user: User,
    /// Nothing else is possible before the password is changed.
    must_change_password: bool,
    /// Nothing else is possible before a second factor is enrolled.
    must_enrol_totp: bool,
    /// The session passed a second factor, as approvals and administration ask.
    second_factor: bool,
    /// The node shows a synthetic demonstration world.
    synthetic: bool,
    /// The node's name, first part of its books' origins.
    node: String,
}

/// A person as shown to themselves.
#[derive(Serialize, ToSchema)]
pub struct User {
    id: String,
    name: String,
    org: String,
    org_name: String,
    roles: Vec<&'static str>,
    /// GB/T 2260 codes of the regions in scope.
    regions: Vec<String>,
}

/// What is told to a caller about themselves.
async fn described(app: &App, caller: &Caller) -> Result<Session, Problem> {
    let entry = app.organisation(&caller.org).await?;
    let (gate, user) = (app.node.gate.clone(), caller.user.clone());
    let name = app.blocking(move || gate.name_of(&user).map_err(Stop::Fault)).await?;
    let second_factor = caller.second_factor_at.is_some();
    Ok(Session {
        user: User {
            id: caller.user.to_string(),
            name: name.map_or_else(|| caller.user.to_string(), |name| name.to_string()),
            org: caller.org.to_string(),
            org_name: entry.map_or_else(String::new, |entry| entry.organisation.name.clone()),
            roles: caller.roles.iter().map(Role::name).collect(),
            regions: caller.regions.iter().map(ToString::to_string).collect(),
        },
        must_change_password: caller.restricted,
        must_enrol_totp: caller.roles.needs_second_factor() && !second_factor && !caller.machine,
        second_factor,
        synthetic: app.config.synthetic,
        node: app.node.gate.node().name.to_string(),
    })
}

/// The two cookies of a session, or their removal when the secret is empty.
fn cookies(app: &App, secret: &str) -> HeaderMap {
    let secure = if app.config.cookies == Cookies::Secure { "; Secure" } else { "" };
    let (csrf, age) = if secret.is_empty() { (String::new(), "; Max-Age=0") } else { (csrf(secret), "") };
    let mut headers = HeaderMap::new();
    for text in [
        format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}{age}"),
        format!("{CSRF_COOKIE}={csrf}; Path=/; SameSite=Strict{secure}{age}"),
    ] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(header::SET_COOKIE, value);
        }
    }
    headers
}
