//! Administration: users, roles, tokens, audit records. Three administrators, none of whom sees business; the policies say
//! which of them may do what.

pub mod audit_list;
pub mod role_list;
pub mod token_create;
pub mod token_list;
pub mod token_revoke;
pub mod user_create;
pub mod user_disable;
pub mod user_enable;
pub mod user_list;
pub mod user_rename;
pub mod user_reset;
pub mod user_role_assign;
pub mod user_role_withdraw;

use super::act::Receipt;
use super::principal::Principal;
use super::problem::Problem;
use crate::app::App;
use axum::Json;
use base::ctx::Ctx;
use base::identity::{Node, UserRow};
use base::ledger::Done;
use base::policy::{Action, Role, RoleSet};
use base::store::Tx;
use base::term::fault::{Refusal, RefusalKind};
use base::term::{Stop, UserId};

/// A user of this node, if the caller may do this to them.
async fn subject(app: &App, principal: &Principal, action: Action, id: &str) -> Result<UserRow, Problem> {
    let user = UserId::parse(id)?;
    let (node, wanted) = (app.node.gate.node().book, user.clone());
    let found = app
        .read(move |read| read.get::<UserRow>(&[node.into(), (&wanted).into()]))
        .await
        .map_err(Problem::from)?;
    let row = found.ok_or_else(Problem::not_found)?;
    principal.may_to_user(app, action, &row.org, principal.caller.user == user).await?;
    Ok(row)
}

/// Does an act of administration in the node's book.
async fn perform(
    app: &App,
    ctx: Ctx,
    mut act: impl FnMut(&mut Tx<'_>, &Ctx, &Node) -> Result<Done, Stop> + Send + 'static,
) -> Result<Json<Receipt>, Problem> {
    let node = app.node.gate.node().clone();
    let done = app.write(node.book.0, move |tx| act(tx, &ctx, &node)).await?;
    Ok(Json(Receipt::of(app, done)))
}

/// Roles by their codes.
fn roles(codes: &[String]) -> Result<RoleSet, Problem> {
    codes.iter().map(|code| role(code)).collect()
}

/// A role by its code.
fn role(code: &str) -> Result<Role, Problem> {
    Role::named(code).ok_or_else(|| {
        let (zh, en) = (format!("没有角色“{code}”"), format!("there is no role “{code}”"));
        Refusal::new(RefusalKind::Invalid, "role.unknown", zh, en).at("roles").into()
    })
}
