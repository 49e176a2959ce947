//! `GET /api/v1/situation`: what a cockpit shows at a glance. Every number can be drilled down in the one table.

use super::Eyes;
use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use crate::http::stock::line::{self, FactLine};
use axum::Json;
use axum::extract::State;
use base::ledger;
use base::policy::Action;
use base::store::Read;
use base::term::LotCode;
use hub::situation::{DayFlow, Situation, situation};
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use utoipa::{IntoParams, ToSchema};

/// Recent facts shown.
const FACTS: usize = 20;
/// Recent facts looked at to find those the caller may see.
const FACTS_SEARCHED: i64 = 400;

/// Where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SituationQuery {
    /// Region code. The nation unless given.
    region: Option<String>,
}

/// The situation of a region.
#[derive(Serialize, ToSchema)]
pub struct SituationAnswer {
    /// When it was computed, µs.
    at: i64,
    /// `000000` for the nation.
    region: String,
    region_name: String,
    /// By item.
    totals: Vec<ItemTotal>,
    /// The regions one level below.
    regions: Vec<RegionTotal>,
    /// The last thirty days by category and unit.
    trends: Vec<Trend>,
    /// The newest facts the caller may see, without those about users: they are the audit records.
    facts: Vec<FactLine>,
    freshness: Freshness,
    proof: Grounds,
}

/// What there is of an item.
#[derive(Serialize, ToSchema)]
pub struct ItemTotal {
    category: String,
    category_name: String,
    item: String,
    name: String,
    name_en: String,
    unit: String,
    /// Stored and on the road, thousandths.
    quantity: i64,
    stored: i64,
    in_transit: i64,
    /// Value at cost, fen.
    amount: i64,
}

/// What there is in a region.
#[derive(Serialize, ToSchema)]
pub struct RegionTotal {
    region: String,
    name: String,
    /// Quantity by category and unit.
    quantities: Vec<CategoryQuantity>,
}

/// A quantity of a category.
#[derive(Serialize, ToSchema)]
pub struct CategoryQuantity {
    category: String,
    unit: String,
    quantity: i64,
}

/// Days of a category.
#[derive(Serialize, ToSchema)]
pub struct Trend {
    category: String,
    category_name: String,
    unit: String,
    days: Vec<Day>,
}

/// A business day.
#[derive(Serialize, ToSchema)]
pub struct Day {
    /// `YYYY-MM-DD`.
    day: String,
    /// In, thousandths.
    r#in: i64,
    out: i64,
    /// Stored at the end of the day.
    stock: i64,
}

/// How much is in sight, and how new it is.
#[derive(Serialize, ToSchema)]
pub struct Freshness {
    books: i64,
    sites: i64,
    holdings: i64,
    /// Instant of the newest fact in sight, µs.
    newest: Option<i64>,
}

/// What the numbers rest on.
#[derive(Serialize, ToSchema)]
pub struct Grounds {
    /// Facts in the books in sight.
    facts: i64,
    /// When this server last signed a checkpoint, µs.
    checkpoint_at: Option<i64>,
    /// Id of the newest statement.
    statement: Option<String>,
}

/// The situation of a region.
#[utoipa::path(get, path = "/api/v1/situation", tag = "hub", operation_id = "situation", params(SituationQuery),
    responses((status = 200, description = "The situation.", body = SituationAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SituationQuery>,
) -> Result<Json<SituationAnswer>, Problem> {
    let region = super::region(query.region.as_deref())?;
    super::reached(&principal, &app, Action::ReadTotals)?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(&app, &principal, Action::ReadTotals, &organisations);
    let now = app.node.clock.now();
    let picture = app.picture.picture();
    let found = situation(&picture, &|part| eyes.see(part), &region, now.business_day());
    let in_sight = picture.parts().filter(|part| eyes.see(part).any());
    let books: HashMap<_, _> = in_sight.map(|part| (part.book, part.size)).collect();
    let facts_in_sight = books.values().sum();
    let (packs, names) = (app.node.packs.clone(), organisations.clone());
    let facts: Vec<FactLine> = app
        .read(move |read| {
            let rows = ledger::recent(read, FACTS_SEARCHED)?;
            let told =
                rows.iter().filter(|row| books.contains_key(&row.book_id) && !row.act.starts_with("user."));
            told.take(FACTS)
                .map(|row| named(read, line::of(row, &packs, &names)?, &packs))
                .collect::<Result<_, Problem>>()
        })
        .await?;
    let packs = &app.node.packs;
    Ok(Json(SituationAnswer {
        at: now.0,
        region: if region.is_empty() { "000000".to_owned() } else { region.clone() },
        region_name: super::region_name(&region),
        totals: totals(&found, packs),
        regions: regions(&found),
        trends: trends(&found, packs),
        freshness: Freshness {
            books: found.books,
            sites: found.sites,
            holdings: found.holdings,
            newest: facts.first().map(|fact| fact.at),
        },
        facts,
        proof: Grounds {
            facts: facts_in_sight,
            checkpoint_at: app.live.signed_at(),
            statement: app.live.statement().map(|at| at.0.to_string()),
        },
    }))
}

/// A fact that names a lot tells of what: an issue says how much, and its lot says of which item.
fn named(read: &mut Read<'_>, found: FactLine, packs: &Catalogue) -> Result<FactLine, Problem> {
    let Some(lot) = found.lot.as_deref().filter(|_| found.item.is_none()) else { return Ok(found) };
    let lots = stock::lot::store::lot(read, &LotCode::parse(lot)?)?;
    Ok(match lots.first() {
        Some(lot) => line::naming(found, &lot.item, packs),
        None => found,
    })
}

fn totals(found: &Situation, packs: &Catalogue) -> Vec<ItemTotal> {
    let total = |group: &hub::table::Group| {
        let (category, item) = (&group.keys[0], &group.keys[1]);
        let name = label::item(packs, item);
        ItemTotal {
            category: category.to_string(),
            category_name: label::category(packs, category).zh,
            item: item.to_string(),
            name: name.zh,
            name_en: name.en,
            unit: group.unit.to_string(),
            quantity: group.total(),
            stored: group.stored,
            in_transit: group.in_transit,
            amount: group.amount,
        }
    };
    found.by_item.groups.iter().map(total).collect()
}

fn regions(found: &Situation) -> Vec<RegionTotal> {
    let mut by_region: BTreeMap<&str, Vec<CategoryQuantity>> = BTreeMap::new();
    for group in &found.by_region.groups {
        by_region.entry(&group.keys[0]).or_default().push(CategoryQuantity {
            category: group.keys[1].to_string(),
            unit: group.unit.to_string(),
            quantity: group.total(),
        });
    }
    let total = |(code, quantities): (&str, Vec<CategoryQuantity>)| RegionTotal {
        region: code.to_owned(),
        name: super::region_name(code),
        quantities,
    };
    by_region.into_iter().map(total).collect()
}

/// Days of each category; the stock at the end of a day is today's less what came after.
fn trends(found: &Situation, packs: &Catalogue) -> Vec<Trend> {
    let mut stored: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for group in &found.by_item.groups {
        let sum = stored.entry((&group.keys[0], &group.unit)).or_default();
        *sum = sum.saturating_add(group.stored);
    }
    let trend = |((category, unit), now): ((&str, &str), i64)| {
        let mut stock = now;
        let mut days: Vec<Day> = Vec::new();
        let flows = found.flows.iter().filter(|flow| *flow.category == *category && *flow.unit == *unit);
        for DayFlow { day, quantity_in, quantity_out, .. } in flows.rev() {
            days.push(Day { day: day.to_string(), r#in: *quantity_in, out: *quantity_out, stock });
            stock = stock.saturating_sub(quantity_in.saturating_sub(*quantity_out));
        }
        days.reverse();
        Trend {
            category: category.to_owned(),
            category_name: label::category(packs, category).zh,
            unit: unit.to_owned(),
            days,
        }
    };
    stored.into_iter().map(trend).collect()
}
