//! `GET /api/v1/statements/{id}/proof`: that what lies at a position is inside a statement's total. For whoever may see that
//! position, so that a depot can check the nation's figures on its own goods.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::List;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{Instant, OrgCode, PositionCode};
use chain::{Sha256Suite, Sm3Suite};
use hub::statement;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which position.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The position's code.
    position: String,
}

/// Proofs of one lot at the position.
#[derive(Serialize, ToSchema)]
pub struct HoldingProof {
    lot: String,
    /// Counted quantity, thousandths.
    quantity: i64,
    /// Proofs in both suites; format in `docs/spec/proof.md`.
    sha256: String,
    sm3: String,
}

/// That a position is inside a statement.
#[utoipa::path(get, path = "/api/v1/statements/{id}/proof", tag = "statements", operation_id = "statement_proof",
    params(("id" = i64, Path, description = "The statement's id."), Which),
    responses((status = 200, description = "A proof for each lot at the position.", body = List<HoldingProof>), ReadProblems))]
pub async fn proof(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<i64>,
    Query(which): Query<Which>,
) -> Result<Json<List<HoldingProof>>, Problem> {
    let position = PositionCode::parse(&which.position)?;
    let org = OrgCode::parse(position.as_str().get(..18).unwrap_or_default())?;
    principal.may_to(&app, Action::ReadStock, &org, Goods::Held).await?;
    let list = app.read(move |read| {
        let at = Instant(id);
        statement::get(read, at)?.ok_or_else(Problem::not_found)?;
        let place = position.as_str();
        let mut proofs = Vec::new();
        for (lot, quantity) in statement::counted(read, at, place)? {
            let sha256 =
                statement::proof::<Sha256Suite>(read, at, place, &lot)?.ok_or_else(Problem::not_found)?;
            let sm3 = statement::proof::<Sm3Suite>(read, at, place, &lot)?.ok_or_else(Problem::not_found)?;
            proofs.push(HoldingProof { lot, quantity, sha256, sm3 });
        }
        Ok::<_, Problem>(List::whole(proofs))
    });
    Ok(Json(list.await?))
}
