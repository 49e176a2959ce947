//! `GET /api/v1/keys`: the public keys of a book, or those that sign the node's statements, to be pinned by whoever checks them.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::problem::{Problem, PublicProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;
use base::term::OrgCode;
use chain::Sha256Suite;
use chain::note::VerifyKey;
use chain::statement::Statement;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose keys.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// The organisation whose book is meant; without it the keys of this node's statements.
    org: Option<String>,
}

/// A public key.
#[derive(Serialize, ToSchema)]
pub struct PublicKey {
    /// Whose book; the node's own organisation for statements.
    org: String,
    /// C2SP signed-note verifier key: `name+id+key`.
    vkey: String,
}

/// The public keys of a book or of the node's statements: Ed25519 for the SHA-256 tree, SM2 for the SM3 tree.
#[utoipa::path(get, path = "/api/v1/keys", tag = "books", operation_id = "keys", security(()), params(Whose),
    responses((status = 200, description = "Both keys.", body = List<PublicKey>), PublicProblems))]
pub async fn keys(
    State(app): State<App>,
    Query(whose): Query<Whose>,
) -> Result<Json<List<PublicKey>>, Problem> {
    let keys = app.node.keys.clone();
    let Some(org) = whose.org else {
        let node = app.node.gate.node();
        let pair = keys.public(&Statement::key_name::<Sha256Suite>(&node.name))?;
        return Ok(Json(both(&node.org, pair)));
    };
    let org = OrgCode::parse(&org)?;
    let list = app.read(move |read| {
        let book = ledger::Book::of(read, &org)?.ok_or_else(Problem::not_found)?;
        Ok::<_, Problem>(both(&org, keys.public(&book.origin)?))
    });
    Ok(Json(list.await?))
}

fn both(org: &OrgCode, (ed25519, sm2): (VerifyKey, VerifyKey)) -> List<PublicKey> {
    let key = |key: VerifyKey| PublicKey { org: org.to_string(), vkey: key.to_string() };
    List::whole(vec![key(ed25519), key(sm2)])
}
