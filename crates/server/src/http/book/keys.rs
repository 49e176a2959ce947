//! `GET /api/v1/keys`: the public keys of a book, to be pinned by whoever checks it.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::problem::{Problem, PublicProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;
use base::term::OrgCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose keys.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// The organisation's code.
    org: String,
}

/// A public key.
#[derive(Serialize, ToSchema)]
pub struct PublicKey {
    org: String,
    /// C2SP signed-note verifier key: `name+id+key`.
    vkey: String,
}

/// The public keys of a book: Ed25519 for the SHA-256 tree, SM2 for the SM3 tree.
#[utoipa::path(get, path = "/api/v1/keys", tag = "books", operation_id = "keys", security(()), params(Whose),
    responses((status = 200, description = "Both keys.", body = List<PublicKey>), PublicProblems))]
pub async fn keys(
    State(app): State<App>,
    Query(whose): Query<Whose>,
) -> Result<Json<List<PublicKey>>, Problem> {
    let org = OrgCode::parse(&whose.org)?;
    let keys = app.node.keys.clone();
    let list = app.read(move |read| {
        let book = ledger::Book::of(read, &org)?.ok_or_else(Problem::not_found)?;
        let (ed25519, sm2) = keys.public(&book.origin)?;
        let key = |vkey: String| PublicKey { org: org.to_string(), vkey };
        Ok::<_, Problem>(List::whole(vec![key(ed25519.to_string()), key(sm2.to_string())]))
    });
    Ok(Json(list.await?))
}
