//! `GET /api/v1/rotation/proposal`: plans of the brain for an organisation's stock, with the bound each is measured by, and reasons.

use super::{readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::term::Instant;
use base::term::time::SECOND;
use brain::rotation::{Back, Budget, Limit, Line, Plan};
use hub::rotation::{Assumptions, Proposal};
use jiff::Span;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use utoipa::{IntoParams, ToSchema};

/// What to plan for. Nothing here is confirmed by a source: the defaults are guesses to be replaced.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProposalQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// Months ahead; 12 unless given.
    #[param(minimum = 1, maximum = 24)]
    months: Option<i64>,
    /// Part of a site's stock that can leave, and enter, in a month, percent; 25 unless given.
    #[param(minimum = 1, maximum = 100)]
    site_percent: Option<i64>,
    /// What old goods sell for below new ones, percent; 5 unless given.
    #[param(minimum = 0, maximum = 90)]
    spread_percent: Option<i64>,
    /// Least of each kind of goods that leaves in a calendar year, percent; 0 unless given.
    #[param(minimum = 0, maximum = 100)]
    share_min: Option<i64>,
    /// Most of it, percent; 100 unless given.
    #[param(minimum = 0, maximum = 100)]
    share_max: Option<i64>,
    /// First and last calendar month in which goods are bought, such as `6-9` or `10-1`; every month unless given.
    #[param(max_length = 5)]
    buying: Option<String>,
}

/// Plans side by side.
#[derive(Serialize, ToSchema)]
pub struct ProposalAnswer {
    org: String,
    /// First month, `YYYY-MM`.
    first: String,
    months: i64,
    /// Lots looked at, and lots left out because a plan holds them.
    lots: i64,
    planned: i64,
    plans: Vec<PlanProposal>,
}

/// A proposed plan. Money is fen, quantities thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct PlanProposal {
    /// `cheapest`, `oldest_first`, `smoothest`.
    aim: String,
    /// Everything paid less what comes in; what counts for lateness is not in it.
    cost: i64,
    sale: i64,
    purchase: i64,
    handling: i64,
    loss: i64,
    storage: i64,
    /// What the search made small, and what no plan can be below.
    value: i64,
    bound: i64,
    /// Parts of a million between the two.
    gap_ppm: i64,
    /// Lots that leave, and lots that find no room in time.
    moved: i64,
    late: i64,
    /// Largest month's way out.
    peak: i64,
    /// Of what sites can move, percent.
    site_percent: i64,
    by_month: Vec<MonthProposal>,
    lines: Vec<LineProposal>,
    /// What holds the plan back, dearest first.
    binding: Vec<BindingProposal>,
}

/// What moves in a month.
#[derive(Serialize, ToSchema)]
pub struct MonthProposal {
    /// `YYYY-MM`.
    month: String,
    out: i64,
    back: i64,
    away: i64,
}

/// What happens to a lot; lots that stay and may stay are left out.
#[derive(Serialize, ToSchema)]
pub struct LineProposal {
    position: String,
    lot: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    harvest_year: Option<i64>,
    quantity: i64,
    /// Month it leaves, `YYYY-MM`; null when it has left before or finds no room.
    out: Option<String>,
    /// Month its place is filled; null beyond the months looked at.
    back: Option<String>,
    /// The same as days, as a plan's line wants them: the last of the month it leaves, and as many months later; null where
    /// no line can be drafted.
    out_by: Option<String>,
    back_by: Option<String>,
    /// Finds no room in time.
    late: bool,
    cost: i64,
    /// Why not otherwise.
    reason: Option<String>,
    reason_en: Option<String>,
}

/// A limit that binds.
#[derive(Serialize, ToSchema)]
pub struct BindingProposal {
    limit: String,
    limit_en: String,
    load: i64,
    most: i64,
    /// What one more unit would save, fen.
    price: i64,
}

/// Seconds a search may take.
const SECONDS_MAX: i64 = 20;
/// Rounds and moves for each plan: a few seconds for two thousand lots.
const ROUNDS: u32 = 300;
const MOVES: u32 = 40_000;
/// Good enough: a thousandth above the bound.
const GAP_PPM: i64 = 1_000;

/// Propose rotation plans.
#[utoipa::path(get, path = "/api/v1/rotation/proposal", tag = "rotation", operation_id = "rotation_proposal", params(ProposalQuery),
    responses((status = 200, description = "Plans side by side.", body = ProposalAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ProposalQuery>,
) -> Result<Json<ProposalAnswer>, Problem> {
    let given = assumed(&query)?;
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (packs, today, org) = (app.node.packs.clone(), today(&app), entry.organisation.code.to_string());
    let scope = org.clone();
    let read =
        move |read: &mut base::store::Read<'_>| hub::rotation::pose(read, &packs, &scope, &given, today);
    let posed = app.read(read).await.map_err(Problem::from)?;
    let clock = app.node.clock.clone();
    let solve = move || {
        let end = Instant(clock.now().0 + SECONDS_MAX * SECOND);
        let stop = || clock.now() > end;
        posed.propose(&Budget { rounds: ROUNDS, moves: MOVES, gap_ppm: GAP_PPM, stop: &stop })
    };
    let proposal = app.blocking(solve).await?;
    let packs = &app.node.packs;
    Ok(Json(ProposalAnswer {
        org,
        first: month(proposal.first, 0),
        months: given.months as i64,
        lots: proposal.lots.len() as i64,
        planned: proposal.planned as i64,
        plans: proposal.plans.iter().map(|plan| told(&proposal, plan, packs)).collect(),
    }))
}

fn assumed(query: &ProposalQuery) -> Result<Assumptions, Problem> {
    let usual = Assumptions::default();
    let number = |value: Option<i64>, usual: i64, within: RangeInclusive<i64>, field: &'static str| {
        let value = value.unwrap_or(usual);
        if within.contains(&value) { Ok(value) } else { Err(beyond(field)) }
    };
    let months = number(query.months, usual.months as i64, 1..=24, "months")?;
    let share = (
        number(query.share_min, usual.share_percent.0, 0..=100, "share_min")?,
        number(query.share_max, usual.share_percent.1, 0..=100, "share_max")?,
    );
    if share.0 > share.1 {
        return Err(beyond("share_min"));
    }
    Ok(Assumptions {
        months: usize::try_from(months).unwrap_or(usual.months),
        site_percent: number(query.site_percent, usual.site_percent, 1..=100, "site_percent")?,
        spread_percent: number(query.spread_percent, usual.spread_percent, 0..=90, "spread_percent")?,
        share_percent: share,
        buying: query.buying.as_deref().map_or(Ok(0), buying)?,
        ..usual
    })
}

fn beyond(field: &'static str) -> Problem {
    let (zh, en) = (format!("“{field}”超出范围"), format!("“{field}” is out of range"));
    Problem::new(StatusCode::BAD_REQUEST, "rotation.assumption", zh, en).at(field)
}

/// The months from `a` to `b` of `a-b`, around the turn of the year if need be, as bits.
fn buying(text: &str) -> Result<u16, Problem> {
    let ends = text.split_once('-').and_then(|(a, b)| Some((a.parse::<u16>().ok()?, b.parse::<u16>().ok()?)));
    let (first, last) =
        ends.filter(|(a, b)| (1..=12).contains(a) && (1..=12).contains(b)).ok_or_else(|| beyond("buying"))?;
    let within = |month: u16| {
        if first <= last { (first..=last).contains(&month) } else { month >= first || month <= last }
    };
    Ok((1..=12).filter(|month| within(*month)).fold(0, |bits, month| bits | 1 << (month - 1)))
}

fn month(first: Date, after: usize) -> String {
    let day = Span::new().try_months(after as i64).ok().and_then(|span| first.checked_add(span).ok());
    day.map_or_else(String::new, |day| format!("{:04}-{:02}", day.year(), day.month()))
}

/// The last day of a month, and the day so many months later: never beyond a gap of as many months.
fn days(first: Date, out: usize, after: usize) -> Option<(Date, Date)> {
    let out = first.checked_add(Span::new().try_months(out as i64).ok()?).ok()?.last_of_month();
    Some((out, out.checked_add(Span::new().try_months(after as i64).ok()?).ok()?))
}

fn told(proposal: &Proposal, plan: &Plan, packs: &Catalogue) -> PlanProposal {
    let cost = &plan.cost;
    let moves = |line: &&Line| line.out.is_some() || line.back.is_some() || line.late;
    let binding = plan.binding.iter().map(|binding| {
        let (limit, limit_en) = named(proposal, binding.limit, packs);
        BindingProposal { limit, limit_en, load: binding.load, most: binding.most, price: binding.price }
    });
    PlanProposal {
        aim: plan.aim.code().to_owned(),
        cost: cost.total() - cost.late,
        sale: cost.sale,
        purchase: cost.purchase,
        handling: cost.handling,
        loss: cost.loss,
        storage: cost.storage,
        value: plan.value,
        bound: plan.bound,
        gap_ppm: plan.gap_ppm,
        moved: plan.lines.iter().filter(|line| line.out.is_some()).count() as i64,
        late: plan.lines.iter().filter(|line| line.late).count() as i64,
        peak: plan.months.iter().map(|month| month.out).max().unwrap_or(0),
        site_percent: plan.percent,
        by_month: plan
            .months
            .iter()
            .enumerate()
            .map(|(at, load)| MonthProposal {
                month: month(proposal.first, at),
                out: load.out,
                back: load.back,
                away: load.away,
            })
            .collect(),
        lines: plan.lines.iter().filter(moves).map(|line| line_told(proposal, line, packs)).collect(),
        binding: binding.collect(),
    }
}

fn line_told(proposal: &Proposal, line: &Line, packs: &Catalogue) -> LineProposal {
    let lot = &proposal.lots[line.lot];
    let item = label::item(packs, &lot.item);
    let back = |back: Option<Back>| match back {
        Some(Back::Month(at)) => Some(month(proposal.first, at)),
        _ => None,
    };
    let reason = line.wish.map(|wish| {
        let (zh, en) = named(proposal, wish.limit, packs);
        let best = |none: &str| wish.out.map_or_else(|| none.to_owned(), |at| month(proposal.first, at));
        let yuan = wish.saving / 100;
        (
            format!("最省为 {}，可省 {yuan} 元，受限于{zh}", best("不动")),
            format!("cheapest would be {}, {yuan} yuan less; in the way: {en}", best("to stay")),
        )
    });
    let (reason, reason_en) = reason.unzip();
    let days = match (line.out, line.back) {
        (Some(out), Some(Back::Month(back))) if back >= out => days(proposal.first, out, back - out),
        _ => None,
    };
    LineProposal {
        position: lot.position.to_string(),
        lot: lot.lot.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        unit: packs.item(&lot.item).map_or_else(String::new, |item| item.unit.id.clone()),
        harvest_year: lot.harvest_year,
        quantity: lot.quantity.0,
        out: line.out.map(|at| month(proposal.first, at)),
        back: back(line.back),
        out_by: days.map(|(out, _)| out.to_string()),
        back_by: days.map(|(_, back)| back.to_string()),
        late: line.late,
        cost: line.cost.total() - line.cost.late,
        reason,
        reason_en,
    }
}

/// A limit in words.
fn named(proposal: &Proposal, limit: Limit, packs: &Catalogue) -> (String, String) {
    let at = |index: usize| month(proposal.first, index);
    let site = |index: usize| proposal.sites[index].get(18..).unwrap_or_default().to_owned();
    let item = |index: usize| label::item(packs, &proposal.groups[index].0);
    let year = |index: usize| i64::from(proposal.first.year()) + index as i64;
    match limit {
        Limit::Out { site: s, month: m } => (
            format!("库区 {} {} 出库能力", site(s), at(m)),
            format!("what site {} can bring out in {}", site(s), at(m)),
        ),
        Limit::Back { site: s, month: m } => (
            format!("库区 {} {} 入库能力", site(s), at(m)),
            format!("what site {} can take in in {}", site(s), at(m)),
        ),
        Limit::Spare { site: s, month: m } => (
            format!("库区 {} {} 空余仓容", site(s), at(m)),
            format!("spare room of site {} in {}", site(s), at(m)),
        ),
        Limit::Away { group, month: m } => (
            format!("{} {} 最低实物库存", item(group).zh, at(m)),
            format!("least physical stock of {} in {}", item(group).en, at(m)),
        ),
        Limit::ShareMost { group, year: y } => (
            format!("{} {} 年轮换上限", item(group).zh, year(y)),
            format!("most of {} that may be renewed in {}", item(group).en, year(y)),
        ),
        Limit::ShareLeast { group, year: y } => (
            format!("{} {} 年轮换下限", item(group).zh, year(y)),
            format!("least of {} to be renewed in {}", item(group).en, year(y)),
        ),
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn buying_months_run_around_the_turn_of_the_year() {
        for (text, bits) in [("6-9", 0b0001_1110_0000), ("10-1", 0b1110_0000_0001), ("3-3", 0b100)] {
            assert_eq!(buying(text).ok(), Some(bits), "{text}");
        }
        for bad in ["", "6", "0-3", "3-13", "a-b"] {
            assert_eq!(buying(bad).unwrap_err().code(), "rotation.assumption", "{bad}");
        }
    }
}
