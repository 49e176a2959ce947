//! `GET /api/v1/statements/{id}`: one statement with its totals, for those who may see the totals of the node that made it.

use super::statement_list::StatementHead;
use crate::app::App;
use crate::http::body::Path;
use crate::http::book::hex;
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::region::regions;
use base::term::{Fault, Instant};
use chain::statement::{Statement, Total};
use chain::{Sha256Suite, Sm3Suite};
use hub::statement::StatementRow;
use pack::Catalogue;
use serde::Serialize;
use utoipa::ToSchema;

/// A statement.
#[derive(Serialize, ToSchema)]
pub struct StatementAnswer {
    #[serde(flatten)]
    head: StatementHead,
    /// Roots over all totals, hexadecimal.
    root_sha256: String,
    root_sm3: String,
    totals: Vec<StatementTotal>,
}

/// A total of a statement.
#[derive(Serialize, ToSchema)]
pub struct StatementTotal {
    /// Item, nature, owner level and province, as the statement writes them.
    pub key: String,
    pub name: String,
    pub nature_name: String,
    pub owner_name: String,
    region: String,
    pub region_name: String,
    unit: String,
    pub quantity: i64,
    pub positions: u64,
    pub books: u64,
}

/// One statement.
#[utoipa::path(get, path = "/api/v1/statements/{id}", tag = "statements", operation_id = "statement",
    params(("id" = i64, Path, description = "The statement's id.")),
    responses((status = 200, description = "The statement.", body = StatementAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<i64>,
) -> Result<Json<StatementAnswer>, Problem> {
    let row = row(&app, &principal, id).await?;
    let (statement, _) =
        Statement::parse(&row.file).map_err(|e| Fault::new(format!("stored statement {id}: {e}")))?;
    Ok(Json(StatementAnswer {
        head: StatementHead::from(&row),
        root_sha256: hex(&statement.head::<Sha256Suite>().root),
        root_sm3: hex(&statement.head::<Sm3Suite>().root),
        totals: statement.totals.iter().map(|total| told(total, &app.node.packs)).collect(),
    }))
}

/// The statement, if the caller may see the totals of the node that made it.
pub async fn row(app: &App, principal: &Principal, id: i64) -> Result<StatementRow, Problem> {
    principal.may_to(app, Action::ReadTotals, &app.node.gate.node().org, Goods::Held).await?;
    app.read(move |read| hub::statement::get(read, Instant(id))?.ok_or_else(Problem::not_found)).await
}

/// A total in words.
pub fn told(total: &Total, packs: &Catalogue) -> StatementTotal {
    let mut parts = total.key.split('/');
    let mut part = || parts.next().unwrap_or_default();
    let (item, nature, owner, region) = (part(), part(), part(), part());
    StatementTotal {
        key: total.key.clone(),
        name: label::item(packs, item).zh,
        nature_name: label::nature(packs, nature).zh,
        owner_name: label::owner(owner).zh,
        region: region.to_owned(),
        region_name: regions().name(region).to_owned(),
        unit: packs.item(item).map_or_else(String::new, |item| item.unit.id.clone()),
        quantity: total.quantity,
        positions: total.holdings,
        books: total.books,
    }
}
