//! `POST /api/v1/tokens/{id}/revoke`: ends an API token at once.

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

/// Whose token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The user's id.
    #[schema(max_length = 64)]
    user: String,
}

/// Revoke an API token.
#[utoipa::path(post, path = "/api/v1/tokens/{id}/revoke", tag = "admin", operation_id = "token_revoke", request_body = Revocation,
    params(("id" = String, Path, description = "The token's id."), Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Path(id): Path<String>,
    Body { value, digest }: Body<Revocation>,
) -> Result<Json<Receipt>, Problem> {
    let row = super::subject(&app, &principal, Action::TokenRevoke, &value.user).await?;
    let gate = app.node.gate.clone();
    let tokens = app.blocking(move || Ok(gate.tokens(&row.user_id)?)).await?;
    if !tokens.iter().any(|token| *token.id == *id) {
        return Err(Problem::not_found());
    }
    let ctx = principal.ctx(&app, &key, digest);
    super::perform(&app, ctx, move |tx, ctx, node| user::revoke_token(tx, ctx, node, &id)).await
}
