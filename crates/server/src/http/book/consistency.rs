//! `GET /api/v1/books/{org}/consistency`: that a book seen earlier is a beginning of the book today, in both trees.

use super::hex;
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::ledger;
use chain::{Hash, Sha256Suite, Sm3Suite};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Two sizes of the book.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sizes {
    /// The size seen earlier.
    #[param(minimum = 1)]
    old: i64,
    /// The size seen later.
    #[param(minimum = 1)]
    new: i64,
}

/// RFC 6962 consistency proofs: hashes in hexadecimal, in the order of the RFC.
#[derive(Serialize, ToSchema)]
pub struct Consistency {
    old: i64,
    new: i64,
    sha256: Vec<String>,
    sm3: Vec<String>,
}

/// The proof that a book only grew.
#[utoipa::path(get, path = "/api/v1/books/{org}/consistency", tag = "books", operation_id = "consistency",
    params(("org" = String, Path, description = "The organisation's code."), Sizes),
    responses((status = 200, description = "Proofs in both trees.", body = Consistency), ReadProblems))]
pub async fn consistency(
    State(app): State<App>,
    principal: Principal,
    Path(org): Path<String>,
    Query(Sizes { old, new }): Query<Sizes>,
) -> Result<Json<Consistency>, Problem> {
    let organisation = super::readable(&app, &principal, &org).await?;
    let answer = app.read(move |read| {
        let book = super::book_of(read, &organisation)?;
        if old < 1 || new < old || new > book.size {
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "book.sizes",
                format!("须满足 1 ≤ old ≤ new ≤ {}", book.size),
                format!("1 ≤ old ≤ new ≤ {} must hold", book.size),
            )
            .at("old"));
        }
        let (from, to) = (old.unsigned_abs(), new.unsigned_abs());
        let sha256 = ledger::consistency::<Sha256Suite>(read, book.id, from, to)?;
        let sm3 = ledger::consistency::<Sm3Suite>(read, book.id, from, to)?;
        let texts = |hashes: Vec<Hash>| hashes.iter().map(|hash| hex(hash)).collect();
        Ok(Consistency { old, new, sha256: texts(sha256), sm3: texts(sm3) })
    });
    Ok(Json(answer.await?))
}
