//! `POST /api/v1/acts/pool-register`: registers a public-property warehouse.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::pool::{self, NewPool};
use stock::property::word::{Level, PoolKind, Rank};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolRegistration {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Its name.
    #[schema(max_length = 100)]
    name: String,
    /// `emergency`, `confiscated`, `case`, `office`, `relief`, `school` or `specialist`.
    #[schema(max_length = 20)]
    kind: String,
    /// `city`, `county`, `town` or `village`.
    #[schema(max_length = 20)]
    level: String,
    /// `main`, or `forward` with the main one in `parent`.
    #[schema(max_length = 20)]
    rank: String,
    /// Code of the main warehouse of a forward one.
    #[schema(max_length = 28)]
    parent: Option<String>,
    /// Where it stands.
    #[schema(max_length = 200)]
    address: String,
}

/// Register a public-property warehouse. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/pool-register", tag = "acts", operation_id = "pool_register", request_body = PoolRegistration, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<PoolRegistration>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewPool {
        name: value.name,
        kind: form::word(&value.kind, "kind", PoolKind::from_code)?,
        level: form::word(&value.level, "level", Level::from_code)?,
        rank: form::word(&value.rank, "rank", Rank::from_code)?,
        parent: value.parent.as_deref().map(|parent| form::code(parent, "parent")).transpose()?,
        address: value.address,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::PoolRegister, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| pool::register(tx, ctx, book, &new)).await
}
