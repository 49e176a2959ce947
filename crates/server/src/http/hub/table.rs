//! `GET /api/v1/table`: the one table. Quantities by any choice of dimensions, narrowed by any other.

use super::Eyes;
use super::kept::{Answer, Moment, Question};
use crate::app::App;
use crate::directory::Organisations;
use crate::http::body::Query;
use crate::http::label::{self, Values};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::{Request, State};
use base::policy::Action;
use hub::picture::Picture;
use hub::table::{Ask, Dimension, Group, table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What is asked of the table.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TableQuery {
    /// Dimensions separated by commas, up to six: region (one level below the region asked about), category, item, nature,
    /// owner, province, prefecture, county, org, site, age, state, place, lot. `item` unless given.
    pub by: Option<String>,
    /// Pack id.
    pub category: Option<String>,
    /// Item code.
    pub item: Option<String>,
    /// Nature code.
    pub nature: Option<String>,
    /// Owner level code.
    pub owner: Option<String>,
    /// Region code; everything inside it counts.
    pub region: Option<String>,
    /// Organisation code.
    pub org: Option<String>,
    /// Site code.
    pub site: Option<String>,
    /// First and last day, for exports of a period.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The one table.
#[derive(Serialize, ToSchema)]
pub struct TableAnswer {
    /// The dimensions, in the order of the keys.
    pub columns: Vec<Column>,
    pub rows: Vec<TableRow>,
    /// Sums by unit over all rows.
    pub totals: Vec<Total>,
    /// Id of the newest statement; null when none was made.
    pub statement: Option<String>,
    /// When it was computed, µs.
    pub as_of: i64,
}

/// A dimension.
#[derive(Serialize, ToSchema)]
pub struct Column {
    pub code: &'static str,
    pub name: &'static str,
    pub name_en: &'static str,
}

/// A row. Quantities of different units are never in one row.
#[derive(Serialize, ToSchema)]
pub struct TableRow {
    /// One code per dimension.
    pub key: Vec<String>,
    /// Its name in Chinese.
    pub label: Vec<String>,
    /// Its name in English, where there is one.
    pub label_en: Vec<String>,
    /// Stored and on the road, thousandths of the unit.
    pub quantity: i64,
    pub stored: i64,
    pub in_transit: i64,
    /// Value at cost, fen.
    pub amount: i64,
    /// Unit id within the pack.
    pub unit: String,
    /// Lots at positions that make it up.
    pub positions: i64,
    /// Query parameters that narrow the table to this row.
    pub filter: BTreeMap<&'static str, String>,
}

/// A sum over all rows of one unit.
#[derive(Serialize, ToSchema)]
pub struct Total {
    pub unit: String,
    pub quantity: i64,
    pub stored: i64,
    pub in_transit: i64,
    pub amount: i64,
    pub positions: i64,
}

/// The one table.
#[utoipa::path(get, path = "/api/v1/table", tag = "hub", operation_id = "table", params(TableQuery),
    responses((status = 200, description = "The table.", body = TableAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<TableQuery>,
    request: Request,
) -> Result<Answer, Problem> {
    let asked = Asked::of(&app, &principal, query).await?;
    let eyes = asked.eyes(&app, &principal);
    let picture = app.picture.picture();
    let question = Question::of(&request, &eyes);
    app.kept.answer(Moment::of(&app, &picture), question, || asked.answer(&app, &eyes, &picture))
}

/// The answer to a question, for the export.
pub async fn answer(app: &App, principal: &Principal, query: TableQuery) -> Result<TableAnswer, Problem> {
    let asked = Asked::of(app, principal, query).await?;
    Ok(asked.answer(app, &asked.eyes(app, principal), &app.picture.picture()))
}

/// A question that may be answered.
struct Asked {
    ask: Ask,
    by: Vec<Dimension>,
    action: Action,
    organisations: Arc<Organisations>,
}

impl Asked {
    async fn of(app: &App, principal: &Principal, query: TableQuery) -> Result<Self, Problem> {
        let region = super::region(query.region.as_deref())?;
        let by = Dimension::list(query.by.as_deref().unwrap_or("item"), &region)?;
        // Totals are for whoever may see totals; single places and lots for whoever may see stock.
        let single = by.iter().any(|d| matches!(d, Dimension::Place | Dimension::Lot));
        let action = if single { Action::ReadStock } else { Action::ReadTotals };
        super::reached(principal, app, action)?;
        let ask = Ask {
            category: query.category.unwrap_or_default(),
            item: query.item.unwrap_or_default(),
            nature: query.nature.unwrap_or_default(),
            owner_level: query.owner.unwrap_or_default(),
            region,
            org: query.org.unwrap_or_default(),
            site: query.site.unwrap_or_default(),
        };
        Ok(Self { ask, by, action, organisations: app.organisations().await? })
    }

    fn eyes<'a>(&'a self, app: &App, principal: &'a Principal) -> Eyes<'a> {
        Eyes::new(app, principal, self.action, &self.organisations)
    }

    fn answer(&self, app: &App, eyes: &Eyes<'_>, picture: &Picture) -> TableAnswer {
        let now = app.node.clock.now();
        let table = table(picture, &|part| eyes.see(part), &self.ask, &self.by, now.business_day());
        let names = Values::new(&app.node.packs, &self.organisations, picture, &self.by);
        TableAnswer {
            columns: self.by.iter().map(|d| column(*d)).collect(),
            rows: table.groups.iter().map(|group| row(group, &self.by, &names)).collect(),
            totals: table.totals.iter().map(total).collect(),
            statement: app.live.statement().map(|at| at.0.to_string()),
            as_of: now.0,
        }
    }
}

fn column(dimension: Dimension) -> Column {
    let (name, name_en) = label::dimension(dimension);
    Column { code: dimension.name(), name, name_en }
}

fn row(group: &Group, by: &[Dimension], names: &Values<'_>) -> TableRow {
    let labels: Vec<_> =
        by.iter().zip(&group.keys).map(|(dimension, key)| names.name(*dimension, key)).collect();
    let filter = by
        .iter()
        .zip(&group.keys)
        .filter_map(|(dimension, key)| Some((parameter(*dimension)?, key.to_string())));
    TableRow {
        key: group.keys.iter().map(ToString::to_string).collect(),
        label: labels.iter().map(|name| name.zh.clone()).collect(),
        label_en: labels.into_iter().map(|name| name.en).collect(),
        quantity: group.total(),
        stored: group.stored,
        in_transit: group.in_transit,
        amount: group.amount,
        unit: group.unit.to_string(),
        positions: group.holdings,
        filter: filter.collect(),
    }
}

/// The query parameter that narrows by a dimension, if there is one.
fn parameter(dimension: Dimension) -> Option<&'static str> {
    match dimension {
        Dimension::Category
        | Dimension::Item
        | Dimension::Nature
        | Dimension::OwnerLevel
        | Dimension::Org
        | Dimension::Site => Some(dimension.name()),
        Dimension::Province | Dimension::Prefecture | Dimension::County => Some("region"),
        Dimension::Age | Dimension::State | Dimension::Place | Dimension::Lot => None,
    }
}

fn total(group: &Group) -> Total {
    Total {
        unit: group.unit.to_string(),
        quantity: group.total(),
        stored: group.stored,
        in_transit: group.in_transit,
        amount: group.amount,
        positions: group.holdings,
    }
}
