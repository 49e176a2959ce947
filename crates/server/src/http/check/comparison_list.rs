//! `GET /api/v1/comparison`: weighbridge, book and measured volume side by side, for each lot at each position.

use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::check::compare::{Compared, compare};
use utoipa::{IntoParams, ToSchema};

/// Whose positions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ComparisonQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

impl ComparisonQuery {
    /// The organisation asked about.
    pub fn org(&self) -> Option<&str> {
        self.org.as_deref()
    }
}

/// A lot at a position, three ways. Quantities in thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct ComparisonAnswer {
    position: String,
    lot: String,
    item_name: String,
    item_name_en: String,
    unit: Option<String>,
    /// Balance by the book.
    book: i64,
    /// Trucks in and out for it, settled.
    trips: i64,
    /// What the trucks weighed, in less out; null where none was weighed.
    weighed: Option<i64>,
    /// What the book took from those trucks.
    settled: i64,
    /// What the book took from other documents.
    other: i64,
    /// Settled less weighed over weighed, tenths of a percent.
    weighed_rate: Option<i64>,
    /// Within 5 % (unconfirmed).
    weighed_matches: bool,
    /// The last measurement, with the losses still to be recorded; null where none was made.
    checked: Option<i64>,
    /// Book less checked over book on its day, tenths of a percent.
    checked_rate: Option<i64>,
    /// Within 3 % (the official form).
    checked_matches: Option<bool>,
    checked_on: Option<String>,
    /// Signed by two inspectors of a check, or else the depot's own.
    inspected: Option<bool>,
    /// Where the measurement stands.
    checked_org: Option<String>,
    checked_index: Option<i64>,
    differs: bool,
}

impl ComparisonAnswer {
    fn of(row: &Compared, packs: &Catalogue) -> Self {
        let item = label::item(packs, &row.item);
        let measured = row.measured.as_ref();
        Self {
            position: row.position.to_string(),
            lot: row.lot.to_string(),
            item_name: item.zh,
            item_name_en: item.en,
            unit: packs.item(&row.item).map(|item| item.unit.id.clone()),
            book: row.book.0,
            trips: row.trips,
            weighed: row.weighed.map(|sum| sum.0),
            settled: row.settled.0,
            other: row.other.0,
            weighed_rate: row.weighed_rate,
            weighed_matches: row.weighed_matches,
            checked: measured.map(|found| found.checked.0),
            checked_rate: measured.map(|found| found.rate),
            checked_matches: measured.map(|found| found.matches),
            checked_on: measured.map(|found| found.day.to_string()),
            inspected: measured.map(|found| found.inspected),
            checked_org: measured.map(|found| found.org.clone()),
            checked_index: measured.map(|found| found.n),
            differs: row.differs(),
        }
    }
}

/// The comparison, by position and lot.
#[utoipa::path(get, path = "/api/v1/comparison", tag = "checks", operation_id = "comparison", params(ComparisonQuery, Page),
    responses((status = 200, description = "Lots at positions, three ways.", body = List<ComparisonAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ComparisonQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<ComparisonAnswer>>, Problem> {
    let org = match query.org() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    principal.may_to(&app, Action::ReadStock, &org, Goods::Held).await?;
    let (limit, after, packs) = (page.limit()?, page.after()?, app.node.packs.clone());
    let catalogue = packs.clone();
    let rows = app.read(move |read| {
        let after = after.split_once(' ').unwrap_or_default();
        compare(read, &catalogue, org.as_str(), after, limit + 1)
    });
    let rows = rows.await.map_err(Problem::from)?;
    let key = |row: &Compared| format!("{} {}", row.position, row.lot);
    Ok(Json(List::of(rows, limit, key, |row| ComparisonAnswer::of(&row, &packs))))
}
