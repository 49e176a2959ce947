//! `POST /api/v1/acts/directive-revoke`: revokes a directive.

use super::directive_issue::goods;
use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::DirectiveCode;
use serde::Deserialize;
use stock::directive;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectiveRevocation {
    /// The directive's code.
    #[schema(max_length = 27)]
    directive: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Revoke a directive.
#[utoipa::path(post, path = "/api/v1/acts/directive-revoke", tag = "acts", operation_id = "directive_revoke", request_body = DirectiveRevocation, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DirectiveRevocation>,
) -> Result<Json<Receipt>, Problem> {
    let directive: DirectiveCode = form::code(&value.directive, "directive")?;
    let org = form::holder(directive.as_str())?;
    let named = directive.clone();
    let lines = app.read(move |read| directive::store::lines(read, &named)).await.map_err(Problem::from)?;
    let goods = goods(&app.node.packs, lines.iter().map(|(line, _)| line.nature.as_ref()));
    principal.may_to(&app, Action::DirectiveRevoke, &org, goods).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| directive::revoke(tx, ctx, book, &directive, &value.why))
        .await
}
