//! `GET /api/v1/books/{org}/facts/{index}/proof`: that a fact is in its book, under the newest signed checkpoint of each
//! tree (C2SP tlog-proof). A fact younger than the newest checkpoint has no proof for up to a second.

use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::ledger;
use chain::receipt::Receipt;
use chain::{Sha256Suite, Sm3Suite};
use serde::Serialize;
use utoipa::ToSchema;

/// Proofs in both trees.
#[derive(Serialize, ToSchema)]
pub struct Proof {
    /// C2SP tlog-proof over the SHA-256 tree; null while no checkpoint covers the fact.
    sha256: Option<String>,
    /// The same over the SM3 tree.
    sm3: Option<String>,
}

/// The proof that a fact is in its book.
#[utoipa::path(get, path = "/api/v1/books/{org}/facts/{index}/proof", tag = "books", operation_id = "fact_proof",
    params(("org" = String, Path, description = "The organisation's code."), ("index" = i64, Path, minimum = 0, description = "Index in the book.")),
    responses((status = 200, description = "Proofs in both trees.", body = Proof), ReadProblems))]
pub async fn proof(
    State(app): State<App>,
    principal: Principal,
    Path((org, index)): Path<(String, i64)>,
) -> Result<Json<Proof>, Problem> {
    let organisation = super::readable(&app, &principal, &org).await?;
    let proof = app.read(move |read| {
        let book = super::book_of(read, &organisation)?;
        if index < 0 || index >= book.size {
            return Err(Problem::not_found());
        }
        let Some(signed) = ledger::checkpoint_at(read, book.id, index)? else {
            return Ok(Proof { sha256: None, sm3: None });
        };
        let (n, size) = (index.unsigned_abs(), signed.size.unsigned_abs());
        let sha256 = ledger::inclusion::<Sha256Suite>(read, book.id, n, size)?;
        let sm3 = ledger::inclusion::<Sm3Suite>(read, book.id, n, size)?;
        Ok(Proof {
            sha256: Some(Receipt::<Sha256Suite>::new(n, sha256, &*signed.note).to_string()),
            sm3: Some(Receipt::<Sm3Suite>::new(n, sm3, &*signed.gm_note).to_string()),
        })
    });
    Ok(Json(proof.await?))
}
