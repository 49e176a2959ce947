//! `GET /api/v1/costs`: what keeping goods costs, by place and kind.

use super::period;
use crate::app::App;
use crate::http::body::Query;
use crate::http::hub::{Eyes, reached, region};
use crate::http::label::Values;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::fault::{Refusal, RefusalKind};
use hub::cost::{Ask, By, Sum, costs};
use hub::picture::Part;
use hub::table::Dimension;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is asked.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CostQuery {
    /// region (one level below the region asked about), province, prefecture, county, org, site, position or lot; region unless given.
    pub by: Option<String>,
    /// Region code; everything inside it counts.
    pub region: Option<String>,
    /// Organisation code.
    pub org: Option<String>,
    /// Site code.
    pub site: Option<String>,
    /// First day; that of the year unless given.
    pub from: Option<String>,
    /// Last day; today unless given.
    pub to: Option<String>,
}

/// Costs by place.
#[derive(Serialize, ToSchema)]
pub struct CostTable {
    /// province, prefecture, county, org, site, position or lot.
    pub by: &'static str,
    pub from: String,
    pub to: String,
    pub rows: Vec<CostRow>,
    pub total: CostRow,
}

/// Money of one place, fen.
#[derive(Serialize, ToSchema)]
pub struct CostRow {
    /// Empty for the total, and for what no goods were there to bear.
    pub key: String,
    pub label: String,
    /// Keeping goods: wages, fees, chemicals.
    pub storage: i64,
    pub transport: i64,
    pub rotation: i64,
    pub maintenance: i64,
    pub energy: i64,
    /// Value of losses cleared.
    pub loss: i64,
    pub amount: i64,
    /// Mean stock of goods counted in tonnes, kilograms: evening balances over the days of the period.
    pub mean_stock: i64,
    /// Fen for one tonne kept for 365 days; null where no goods counted in tonnes were kept.
    pub per_tonne_year: Option<i64>,
    pub sites: i64,
}

impl CostRow {
    fn of(key: &str, label: String, sum: &Sum, days: i64) -> Self {
        let [storage, transport, rotation, maintenance, energy, loss] = sum.kinds;
        Self {
            key: key.to_owned(),
            label,
            storage,
            transport,
            rotation,
            maintenance,
            energy,
            loss,
            amount: sum.amount(),
            mean_stock: sum.mean_stock(days),
            per_tonne_year: sum.per_tonne_year(),
            sites: sum.sites,
        }
    }
}

/// What keeping goods costs.
#[utoipa::path(get, path = "/api/v1/costs", tag = "hub", operation_id = "costs", params(CostQuery),
    responses((status = 200, description = "Costs by place.", body = CostTable), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<CostQuery>,
) -> Result<Json<CostTable>, Problem> {
    Ok(Json(answer(&app, &principal, query).await?))
}

/// The answer to a question, for the export too.
pub async fn answer(app: &App, principal: &Principal, query: CostQuery) -> Result<CostTable, Problem> {
    let region = region(query.region.as_deref())?;
    let asked = query.by.as_deref().unwrap_or("region");
    let by = By::named(asked, &region).ok_or_else(unknown)?;
    let single = matches!(by, By::Position | By::Lot);
    let action = if single { Action::ReadStock } else { Action::ReadTotals };
    reached(principal, app, action)?;
    let (from, to) = period(app, query.from.as_deref(), query.to.as_deref())?;
    let ask = Ask { region, scope: query.site.or(query.org).unwrap_or_default(), from, to, by };
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let picture = app.picture.picture();
    let eyes = Eyes::new(app, principal, action, &organisations);
    let seen: Vec<_> = picture.parts().map(|part| (part.book, eyes.see(part))).collect();
    let (shown, asked) = (picture.clone(), ask.clone());
    let found = app
        .read(move |read| {
            let hidden = hub::picture::Seen { ordinary: false, reserve: false };
            let sight = |part: &Part| {
                seen.binary_search_by_key(&part.book, |(book, _)| *book).map_or(hidden, |at| seen[at].1)
            };
            costs(read, &packs, &shown, &sight, &asked).map_err(Problem::from)
        })
        .await?;
    let dimension = match ask.by {
        By::Province => Dimension::Province,
        By::Prefecture => Dimension::Prefecture,
        By::County => Dimension::County,
        By::Org => Dimension::Org,
        By::Site => Dimension::Site,
        By::Position => Dimension::Place,
        By::Lot => Dimension::Lot,
    };
    let names = Values::new(&app.node.packs, &organisations, &picture, &[dimension]);
    let days = found.days;
    let row =
        |(key, sum): &(std::sync::Arc<str>, Sum)| CostRow::of(key, names.name(dimension, key).zh, sum, days);
    Ok(CostTable {
        by: ask.by.name(),
        from: from.to_string(),
        to: to.to_string(),
        rows: found.rows.iter().map(row).collect(),
        total: CostRow::of("", String::new(), &found.total, days),
    })
}

fn unknown() -> Problem {
    let (zh, en) = (
        "可按 region、province、prefecture、county、org、site、position、lot 汇总",
        "by is region, province, prefecture, county, org, site, position or lot",
    );
    Refusal::new(RefusalKind::Invalid, "cost.by", zh, en).at("by").into()
}
