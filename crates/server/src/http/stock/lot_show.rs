//! `GET /api/v1/lots/{code}`: one lot and where it lies, as far as the caller may see.

use super::holding::LotIdentity;
use crate::app::App;
use crate::directory::Organisations;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::{Action, Reach};
use base::term::{BookId, LotCode, OrgCode};
use serde::Serialize;
use std::sync::Arc;
use stock::{lot, movement};
use utoipa::ToSchema;

/// A lot.
#[derive(Serialize, ToSchema)]
pub struct LotAnswer {
    #[serde(flatten)]
    identity: LotIdentity,
    /// Whose book made it.
    org: String,
    org_name: String,
    site: String,
    /// Everything of it in sight, thousandths of the unit.
    quantity: i64,
    /// Value at cost, fen.
    amount: i64,
    positions: Vec<LotPlace>,
    /// Measurements of the acceptance test and of the last one: JSON objects of indicator and value.
    accepted: Option<String>,
    latest: Option<String>,
}

/// Where some of a lot lies.
#[derive(Serialize, ToSchema)]
pub struct LotPlace {
    code: String,
    org: String,
    quantity: i64,
    amount: i64,
}

/// One lot.
#[utoipa::path(get, path = "/api/v1/lots/{code}", tag = "stock", operation_id = "lot",
    params(("code" = String, Path, description = "31 characters: site, `L`, year, serial.")),
    responses((status = 200, description = "The lot.", body = LotAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<LotAnswer>, Problem> {
    let lot = LotCode::parse(&code)?;
    let sight = LotSight::new(&app, principal).await?;
    let packs = app.node.packs.clone();
    let answer = app.read(move |read| {
        let rows = lot::store::lot(read, &lot)?;
        let row = rows.iter().find(|row| sight.sees(row.book_id)).ok_or_else(Problem::not_found)?;
        let balances = movement::store::balances_of(read, &lot)?;
        let here: Vec<_> =
            balances.iter().filter(|row| sight.sees(row.book_id) && row.quantity.0 > 0).collect();
        let maker = OrgCode::parse(&lot.as_str()[..18])?;
        Ok::<_, Problem>(LotAnswer {
            identity: LotIdentity::of(row, &packs),
            org_name: sight.name(&maker).to_owned(),
            org: maker.to_string(),
            site: lot.as_str()[..21].to_owned(),
            quantity: here.iter().map(|row| row.quantity.0).sum(),
            amount: here.iter().map(|row| row.amount.0).sum(),
            positions: here
                .iter()
                .map(|row| LotPlace {
                    code: row.position.to_string(),
                    org: row.position.as_str()[..18].to_owned(),
                    quantity: row.quantity.0,
                    amount: row.amount.0,
                })
                .collect(),
            accepted: row.accepted.as_ref().map(ToString::to_string),
            latest: row.latest.as_ref().map(ToString::to_string),
        })
    });
    Ok(Json(answer.await?))
}

/// Which rows of a lot the caller may read: those in books that its reach covers. A lot is in few books, so each is asked about.
pub struct LotSight {
    principal: Principal,
    reach: Reach,
    organisations: Arc<Organisations>,
}

impl LotSight {
    pub async fn new(app: &App, principal: Principal) -> Result<Self, Problem> {
        let reach = principal.reach(app, Action::ReadLot);
        Ok(Self { reach, principal, organisations: app.organisations().await? })
    }

    /// May the caller read what stands in this book?
    pub fn sees(&self, book: BookId) -> bool {
        let entry = self.organisations.of_book(book);
        entry.is_some_and(|entry| self.principal.reaches(&self.reach, &entry.organisation))
    }

    /// The name behind an organisation's code.
    pub fn name<'o>(&'o self, org: &'o OrgCode) -> &'o str {
        self.organisations.name(org)
    }
}
