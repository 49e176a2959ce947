//! `GET /api/v1/positions/{code}/agreement`: what each of the five ledgers says of every lot at a position, each computed by its
//! own path.

use crate::app::App;
use crate::http::body::Path;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::PositionCode;
use serde::Serialize;
use stock::ledger_view::{self, Entry};
use utoipa::ToSchema;

/// What the ledgers say of one lot, thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct Agreement {
    lot: String,
    keeper: i64,
    card: i64,
    statistical: i64,
    accounting: i64,
    lot_chain: i64,
    /// Value by the keeper's balance and by the accounting ledger, fen.
    value: i64,
    accounting_value: i64,
    /// All five say the same.
    agrees: bool,
}

impl From<&Entry> for Agreement {
    fn from(entry: &Entry) -> Self {
        Self {
            lot: entry.lot.to_string(),
            keeper: entry.keeper.0,
            card: entry.position_card.0,
            statistical: entry.statistical.0,
            accounting: entry.accounting.0,
            lot_chain: entry.lot_chain.0,
            value: entry.value.0,
            accounting_value: entry.accounting_value.0,
            agrees: entry.differs().is_none(),
        }
    }
}

/// Whether the five ledgers of a position agree.
#[utoipa::path(get, path = "/api/v1/positions/{code}/agreement", tag = "stock", operation_id = "position_agreement",
    params(("code" = String, Path, description = "30 characters, LS/T 1714.")),
    responses((status = 200, description = "One line for each lot that ever lay there.", body = List<Agreement>), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<List<Agreement>>, Problem> {
    let position = PositionCode::parse(&code)?;
    let book = super::readable(&app, &principal, Action::ReadStock, position.as_str()).await?.book;
    let entries =
        app.read(move |read| ledger_view::ledgers(read, book, &position)).await.map_err(Problem::from)?;
    Ok(Json(List::whole(entries.iter().map(Agreement::from).collect())))
}
