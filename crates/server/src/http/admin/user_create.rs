//! `POST /api/v1/users`: creates a user with a first password, which is shown once and must be changed at the first login.

use crate::app::App;
use crate::http::act::Receipt;
use crate::http::body::Body;
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::{NewUser, user};
use base::policy::Action;
use base::term::{OrgCode, RegionCode, Stop, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A user to be created.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserForm {
    /// A short opaque name, never a person's name or number.
    #[schema(max_length = 64)]
    username: String,
    /// The person's name; kept beside the books, never in them.
    #[schema(max_length = 60)]
    name: String,
    /// The organisation the user acts for.
    #[schema(max_length = 18)]
    org: String,
    #[schema(max_items = 15)]
    roles: Vec<String>,
    /// GB/T 2260 codes; for officials only.
    #[serde(default)]
    #[schema(max_items = 100)]
    regions: Vec<String>,
}

/// What was done, and a password to hand over.
#[derive(Serialize, ToSchema)]
pub struct Handover {
    #[serde(flatten)]
    pub receipt: Receipt,
    /// Shown once; null when the act had been done before under this key.
    pub password: Option<String>,
}

/// Create a user.
#[utoipa::path(post, path = "/api/v1/users", tag = "admin", operation_id = "user_create", request_body = UserForm, params(Key),
    responses((status = 200, description = "Created.", body = Handover), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<UserForm>,
) -> Result<Json<Handover>, Problem> {
    let id = UserId::parse(&value.username).map_err(|refusal| refusal.at("username"))?;
    let org = OrgCode::parse(&value.org).map_err(|refusal| refusal.at("org"))?;
    principal.may_to_user(&app, Action::UserCreate, &org, principal.caller.user == id).await?;
    let (password, hash) = first_password(&app, &id).await?;
    let new = NewUser {
        user: id,
        org,
        name: value.name,
        roles: super::roles(&value.roles)?,
        regions: value
            .regions
            .iter()
            .map(|code| RegionCode::parse(code))
            .collect::<Result<_, _>>()
            .map_err(|refusal| refusal.at("regions"))?,
        password: hash,
        must_change: true,
        totp: None,
    };
    let ctx = principal.ctx(&app, &key, digest);
    let Json(receipt) =
        super::perform(&app, ctx, move |tx, ctx, node| user::create(tx, ctx, node, &new)).await?;
    Ok(Json(Handover { password: (!receipt.repeated).then_some(password), receipt }))
}

/// A fresh first password and its hash.
pub async fn first_password(app: &App, user: &UserId) -> Result<(String, String), Problem> {
    let hashing = app.hashing.acquire().await.map_err(|_| Problem::busy("stopping".to_owned()))?;
    let (gate, user) = (app.node.gate.clone(), user.clone());
    let made = app.blocking(move || {
        let password = gate.generated_password();
        let hash = gate.first_password(&user, &password)?;
        Ok::<_, Stop>((password, hash))
    });
    let made = made.await;
    drop(hashing);
    Ok(made?)
}
