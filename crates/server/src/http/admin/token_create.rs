//! `POST /api/v1/tokens`: makes an API token of a user for a machine. Its secret is shown once.

use crate::app::App;
use crate::http::act::Receipt;
use crate::http::body::Body;
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::user::{self, NewToken};
use base::identity::{Purpose, Secret};
use base::policy::Action;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenForm {
    /// The user on whose behalf the machine acts.
    #[schema(max_length = 64)]
    user: String,
    /// What it is for.
    #[schema(max_length = 60)]
    label: String,
    /// Some of the user's roles, none of an administrator.
    #[schema(min_items = 1, max_items = 15)]
    roles: Vec<String>,
    /// Days it is in force.
    #[schema(minimum = 1)]
    days: i64,
}

/// What was done, and the secret to hand over.
#[derive(Serialize, ToSchema)]
pub struct TokenMade {
    #[serde(flatten)]
    receipt: Receipt,
    /// Shown once; null when the act had been done before under this key.
    token: Option<String>,
}

/// Make an API token.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "admin", operation_id = "token_create", request_body = TokenForm, params(Key),
    responses((status = 200, description = "Made.", body = TokenMade), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<TokenForm>,
) -> Result<Json<TokenMade>, Problem> {
    let row = super::subject(&app, &principal, Action::TokenCreate, &value.user).await?;
    let new = NewToken {
        user: row.user_id,
        label: value.label,
        roles: super::roles(&value.roles)?,
        days: value.days,
    };
    let mut random = [0; 32];
    app.node.chance.fill(&mut random);
    let secret = Arc::new(Secret::mint(Purpose::Token, random));
    let (ctx, minted) = (principal.ctx(&app, &key, digest), secret.clone());
    let Json(receipt) =
        super::perform(&app, ctx, move |tx, ctx, node| user::create_token(tx, ctx, node, &new, &minted))
            .await?;
    Ok(Json(TokenMade { token: (!receipt.repeated).then(|| secret.reveal().to_owned()), receipt }))
}
