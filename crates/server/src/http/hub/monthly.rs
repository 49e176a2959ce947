//! `GET /api/v1/returns/monthly`: the monthly return of stock and movement 收支存月报.

use super::{Eyes, reached, region};
use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::fault::{Refusal, RefusalKind};
use hub::monthly::{Ask, Goods, Line, monthly};
use hub::picture::{Part, Seen};
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which month, of whom.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthlyQuery {
    /// `YYYY-MM`; the present month unless given.
    pub month: Option<String>,
    /// Region code; everything inside it counts.
    pub region: Option<String>,
    /// Organisation code.
    pub org: Option<String>,
    /// Site code.
    pub site: Option<String>,
}

/// The return.
#[derive(Serialize, ToSchema)]
pub struct MonthlyReturn {
    /// `YYYY-MM`.
    pub month: String,
    /// First and last day; the last one is today in the present month.
    pub from: String,
    pub to: String,
    /// Who it is about, in words.
    pub place: String,
    /// What the columns rest on.
    pub basis: &'static str,
    pub basis_en: &'static str,
    /// Whether every line adds up: opening and receipts less issues and losses against the closing balance of the movements.
    pub balances: bool,
    pub rows: Vec<MonthlyRow>,
}

/// A line, thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct MonthlyRow {
    pub item: String,
    pub item_name: String,
    pub item_name_en: String,
    pub nature: String,
    pub nature_name: String,
    pub nature_name_en: String,
    pub owner_level: String,
    pub owner_name: String,
    pub owner_name_en: String,
    pub unit: String,
    pub opening: i64,
    /// Stock taken over when a book began.
    pub taken_over: i64,
    pub received: i64,
    pub arrived: i64,
    pub issued: i64,
    pub dispatched: i64,
    pub loss_moisture: i64,
    pub loss_natural: i64,
    pub loss_excess: i64,
    /// Adjustments and differences of stocktakes, in above zero.
    pub adjusted: i64,
    /// Moved in from places outside the question, net.
    pub moved: i64,
    pub closing: i64,
    /// Whether the line adds up.
    pub balances: bool,
}

/// Record-keeping and reporting duties; the columns are our reading of them, the official form is not to hand.
const BASIS: (&str, &str) = (
    "《粮食流通管理条例》第二十三条（经营台账）、第四十五条（五）（统计报送）；栏目式样待确认",
    "Regulation on Grain Circulation art. 23 (ledgers) and 45(5) (returns); the layout of the columns is unconfirmed",
);

/// The monthly return.
#[utoipa::path(get, path = "/api/v1/returns/monthly", tag = "hub", operation_id = "monthly_return", params(MonthlyQuery),
    responses((status = 200, description = "The return.", body = MonthlyReturn), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<MonthlyQuery>,
) -> Result<Json<MonthlyReturn>, Problem> {
    Ok(Json(answer(&app, &principal, query).await?))
}

/// The answer to a question, for the export too.
pub async fn answer(app: &App, principal: &Principal, query: MonthlyQuery) -> Result<MonthlyReturn, Problem> {
    let region = region(query.region.as_deref())?;
    reached(principal, app, Action::ReadTotals)?;
    let today = app.node.clock.now().business_day();
    let month = match &query.month {
        Some(month) => format!("{month}-01").parse().map_err(|_| Problem::from(unread()))?,
        None => today,
    };
    if month > today {
        return Err(unread().into());
    }
    let ask = Ask { region, scope: query.site.or(query.org).unwrap_or_default(), month };
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let picture = app.picture.picture();
    let eyes = Eyes::new(app, principal, Action::ReadTotals, &organisations);
    let seen: Vec<_> = picture.parts().map(|part| (part.book, eyes.see(part))).collect();
    let (shown, asked) = (picture.clone(), ask.clone());
    let lines = app
        .read(move |read| {
            let hidden = Seen { ordinary: false, reserve: false };
            let sight = |part: &Part| {
                seen.binary_search_by_key(&part.book, |(book, _)| *book).map_or(hidden, |at| seen[at].1)
            };
            Ok::<_, Problem>(monthly(read, &packs, &shown, &sight, &asked)?)
        })
        .await?;
    let (from, to) = ask.days();
    Ok(MonthlyReturn {
        month: from.strftime("%Y-%m").to_string(),
        from: from.to_string(),
        to: to.min(today).to_string(),
        place: place(&ask, |org| organisations.name(org).to_owned()),
        basis: BASIS.0,
        basis_en: BASIS.1,
        balances: lines.values().all(Line::balances),
        rows: lines.iter().map(|(goods, line)| told(goods, line, &app.node.packs)).collect(),
    })
}

fn place(ask: &Ask, name: impl Fn(&base::term::OrgCode) -> String) -> String {
    let org = ask.scope.get(..18).and_then(|org| base::term::OrgCode::parse(org).ok());
    let serial = ask.scope.get(18..).filter(|serial| !serial.is_empty());
    match (org, serial) {
        (Some(org), Some(serial)) => format!("{} {serial}", name(&org)),
        (Some(org), None) => name(&org),
        (None, _) => super::region_name(&ask.region),
    }
}

fn told(goods: &Goods, line: &Line, packs: &Catalogue) -> MonthlyRow {
    let (item, nature) = (label::item(packs, &goods.item), label::nature(packs, &goods.nature));
    let owner = label::owner(&goods.owner_level);
    MonthlyRow {
        item: goods.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        nature: goods.nature.to_string(),
        nature_name: nature.zh,
        nature_name_en: nature.en,
        owner_level: goods.owner_level.to_string(),
        owner_name: owner.zh,
        owner_name_en: owner.en,
        unit: packs.item(&goods.item).map_or_else(String::new, |item| item.unit.id.clone()),
        opening: line.opening,
        taken_over: line.taken_over,
        received: line.received,
        arrived: line.arrived,
        issued: line.issued,
        dispatched: line.dispatched,
        loss_moisture: line.loss_moisture,
        loss_natural: line.loss_natural,
        loss_excess: line.loss_excess,
        adjusted: line.adjusted,
        moved: line.moved,
        closing: line.closing,
        balances: line.balances(),
    }
}

fn unread() -> Refusal {
    let (zh, en) =
        ("月份须写作 YYYY-MM，且不晚于本月", "a month is written YYYY-MM and is not in the future");
    Refusal::new(RefusalKind::Invalid, "month.form", zh, en).at("month")
}
