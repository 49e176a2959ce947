//! `POST /api/v1/statements`: makes a statement of the present moment. The node's book records that it was made.

use crate::app::App;
use crate::http::act::Receipt;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Nothing to choose: a statement is of all books at one moment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatement {}

/// Make a statement. Its id is in `created`.
#[utoipa::path(post, path = "/api/v1/statements", tag = "statements", operation_id = "make_statement", request_body = NewStatement, params(Key),
    responses((status = 200, description = "Made; the receipt.", body = Receipt), WriteProblems))]
pub async fn make(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { digest, value: NewStatement {} }: Body<NewStatement>,
) -> Result<Json<Receipt>, Problem> {
    let node = app.node.gate.node().clone();
    principal.may_to(&app, Action::StatementMake, &node.org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    let (store, keys) = (app.node.store.clone(), app.node.keys.clone());
    let done = app.blocking(move || hub::statement::make(&store, &keys, &node.name, &ctx, node.book)).await?;
    Ok(Json(Receipt::of(&app, done)))
}
