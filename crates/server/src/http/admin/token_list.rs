//! `GET /api/v1/tokens`: API tokens of a user; never their secrets.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::identity::TokenRow;
use base::policy::{Action, Role};
use base::term::Stop;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose tokens.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TokenQuery {
    /// The user's id.
    user: String,
}

/// A token.
#[derive(Serialize, ToSchema)]
pub struct TokenAnswer {
    id: String,
    user: String,
    label: String,
    roles: Vec<&'static str>,
    /// µs.
    created_at: i64,
    expires_at: i64,
    revoked: bool,
}

/// Tokens of a user, newest first.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "admin", operation_id = "tokens", params(TokenQuery),
    responses((status = 200, description = "Tokens.", body = List<TokenAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<TokenQuery>,
) -> Result<Json<List<TokenAnswer>>, Problem> {
    let row = super::subject(&app, &principal, Action::ReadUser, &query.user).await?;
    let gate = app.node.gate.clone();
    let rows = app.blocking(move || gate.tokens(&row.user_id).map_err(Stop::Fault)).await?;
    Ok(Json(List::whole(rows.iter().map(told).collect())))
}

fn told(row: &TokenRow) -> TokenAnswer {
    TokenAnswer {
        id: row.id.to_string(),
        user: row.user_id.to_string(),
        label: row.label.to_string(),
        roles: row.roles.iter().map(Role::name).collect(),
        created_at: row.created_at.0,
        expires_at: row.expires_at.0,
        revoked: row.revoked,
    }
}
