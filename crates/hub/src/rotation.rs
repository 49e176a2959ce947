//! Rotation seen from the hub: turns what lies where into the brain's problem, and its plans back into lots and positions.
//! It proposes; a person drafts the plan and a second one approves it.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::store::Read;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{LotCode, PositionCode, Quantity};
use brain::rotation::score::{Score, Sense, Trend, age, indicator, score, unsuitable};
use brain::rotation::{Budget, Group, Lot, Plan, Problem, Rates, Site, State, propose};
use jiff::civil::Date;
use pack::quality::Band;
use pack::{Catalogue, OwnerLevel, Subject};
use stock::facility::PositionRow;
use stock::lot::LotRow;
use stock::movement::BalanceRow;
use stock::rotation::LineRow;

/// What is assumed where no source tells; every one is unconfirmed and shown with the proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumptions {
    /// Months ahead, 1 to 24.
    pub months: usize,
    /// Part of a site's stock that it can move out, and in, in a month, percent.
    pub site_percent: i64,
    /// What old goods sell for below the price of new ones, percent.
    pub spread_percent: i64,
    /// What goods lose in price for every year of age, percent of it.
    pub ageing_percent: i64,
    /// Least and most of a group that leaves in a calendar year, percent.
    pub share_percent: (i64, i64),
    /// Calendar months in which goods are bought, 1 to 12, as bits from the lowest; zero for every month.
    pub buying: u16,
    /// Bringing out, bringing in, fen for one unit.
    pub out: i64,
    pub back: i64,
    /// Keeping a unit for a year, fen.
    pub storage: i64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            months: 12,
            site_percent: 25,
            spread_percent: 5,
            ageing_percent: 4,
            share_percent: (0, 100),
            buying: 0,
            out: 4_500,
            back: 5_500,
            storage: 10_000,
        }
    }
}

/// A lot at a position, and why it is or is not pressing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority {
    pub lot: LotRow,
    pub position: PositionRow,
    pub quantity: Quantity,
    /// Months since it was made or harvested.
    pub age_months: Option<i64>,
    /// Last day of its storage life.
    pub keeps_until: Option<Date>,
    pub score: Score,
}

/// One goods at one place that the problem is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subjected {
    pub position: PositionCode,
    pub lot: LotCode,
    pub item: Arc<str>,
    pub nature: Arc<str>,
    pub owner_level: Arc<str>,
    pub harvest_year: Option<i64>,
    pub quantity: Quantity,
}

/// A proposal: the lots it is about, the sites and groups by their index, and plans by aim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// First day of the first month.
    pub first: Date,
    pub lots: Vec<Subjected>,
    pub sites: Vec<String>,
    /// Item, nature, owner level.
    pub groups: Vec<(Arc<str>, Arc<str>, Arc<str>)>,
    pub plans: Vec<Plan>,
    /// Lots left out: under an approved plan already.
    pub planned: usize,
}

/// Rows read at once.
const BATCH: i64 = 1_000;

/// Everything an organisation holds that is counted in years or months of life.
fn held(read: &mut Read<'_>, scope: &str) -> Result<Vec<(LotRow, PositionRow, BalanceRow)>, Fault> {
    let mut all: Vec<(LotRow, PositionRow, BalanceRow)> = Vec::new();
    loop {
        let after =
            all.last().map(|(_, p, b)| (p.position.to_string(), b.lot.to_string())).unwrap_or_default();
        let batch = stock::movement::store::stock(read, scope, (&after.0, &after.1), BATCH)?;
        if batch.is_empty() {
            return Ok(all);
        }
        all.extend(batch);
    }
}

/// The day from which age counts.
fn made(lot: &LotRow) -> Option<Date> {
    let harvest = || Date::new(i16::try_from(lot.harvest_year?).ok()?, 1, 1).ok();
    lot.produced_on.or_else(harvest)
}

fn months(from: Date, to: Date) -> i64 {
    (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month()) - i64::from(from.month())
}

fn subject<'a>(lot: &'a LotRow, day: Date, region: Option<&'a str>) -> Subject<'a> {
    let owner_level = OwnerLevel::from_code(&lot.owner_level);
    Subject { region, owner_level, ..Subject::new(&lot.item, day) }
}

/// The lots of an organisation with their scores, most pressing first. Goods without a storage life are left out.
pub fn priorities(
    read: &mut Read<'_>,
    packs: &Catalogue,
    scope: &str,
    today: Date,
) -> Result<Vec<Priority>, Fault> {
    let mut list = Vec::new();
    for (lot, position, balance) in held(read, scope)? {
        let Some(pack) = packs.pack_of(&lot.item) else { continue };
        let Some((life, made)) = pack.storage_life(&subject(&lot, today, None)).zip(made(&lot)) else {
            continue;
        };
        let keeps_until = life.last_day(made).ok();
        let age_months = months(made, today);
        let whole = keeps_until.map(|last| months(made, last) + 1);
        let (worst, chance) = quality(pack, &lot, today);
        let score = score([whole.and_then(|whole| age(age_months, whole)), worst, chance, None, None]);
        list.push(Priority {
            age_months: Some(age_months),
            keeps_until,
            score,
            quantity: balance.quantity,
            lot,
            position,
        });
    }
    list.sort_by(|a, b| {
        let key = |p: &Priority| (-p.score.total, p.keeps_until, p.position.position.to_string());
        key(a).cmp(&key(b))
    });
    Ok(list)
}

/// Days ahead for which a lot should stay suitable.
const HORIZON_DAYS: i64 = 365;
/// Spread of one measurement, parts of a hundred of its limit; unconfirmed.
const NOISE_PERCENT: i64 = 4;

/// The worst indicator over its limit, and the greatest chance of passing one within a year.
fn quality(pack: &pack::Pack, lot: &LotRow, today: Date) -> (Option<i64>, Option<i64>) {
    let Some(standard) = pack.quality_standard(&subject(lot, today, None)) else { return (None, None) };
    let values = |text: &Option<Arc<str>>| -> BTreeMap<String, String> {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (accepted, latest) = (values(&lot.accepted), values(&lot.latest));
    let micros = |values: &BTreeMap<String, String>, id: &str| {
        values.get(id).and_then(|text| text.parse::<pack::Decimal>().ok()).map(|number| number.micros())
    };
    let days = lot
        .tested_on
        .map(|day| base::term::time::number_of_day(day) - base::term::time::number_of_day(lot.received_on));
    let (mut worst, mut chance) = (None, None);
    for criterion in &standard.body.criteria {
        let (limit, sense) = match &criterion.suitable {
            Band::Range { min: None, max: Some(limit) } => (limit.micros(), Sense::Most),
            Band::Range { min: Some(limit), max: None } => (limit.micros(), Sense::Least),
            _ => continue,
        };
        let Some(last) = micros(&latest, &criterion.indicator) else { continue };
        worst = worst.max(indicator(last, limit, sense));
        if let Some((first, days)) = micros(&accepted, &criterion.indicator).zip(days) {
            let trend = Trend { first, last, days, limit, sense, noise: limit * NOISE_PERCENT / 100 };
            chance = chance.max(unsuitable(&trend, HORIZON_DAYS));
        }
    }
    (worst, chance)
}

/// The problem of an organisation, and what its indices stand for.
pub struct Posed {
    problem: Problem,
    first: Date,
    lots: Vec<Subjected>,
    sites: Vec<String>,
    groups: Vec<(Arc<str>, Arc<str>, Arc<str>)>,
    planned: usize,
}

impl Posed {
    /// Plans by aim, within a budget of search.
    pub fn propose(self, budget: &Budget<'_>) -> Result<Proposal, Stop> {
        let Posed { problem, first, lots, sites, groups, planned } = self;
        if lots.is_empty() {
            return Err(Refusal::new(
                RefusalKind::Invalid,
                "rotation.nothing",
                "没有需要安排轮换的库存",
                "there is no stock to plan rotation for",
            )
            .into());
        }
        let plans = propose(&problem, budget).map_err(|refusal| {
            let (zh, en) = refusal.message();
            Refusal::new(RefusalKind::Invalid, "rotation.problem", zh, en)
        })?;
        Ok(Proposal { first, lots, sites, groups, plans, planned })
    }
}

/// One lot on its way into the problem.
struct Drawn {
    told: Subjected,
    amount: i64,
    age: i64,
    state: State,
    percent: Option<i64>,
}

/// Poses the problem of an organisation's stock. Nothing is written.
pub fn pose(
    read: &mut Read<'_>,
    packs: &Catalogue,
    scope: &str,
    given: &Assumptions,
    today: Date,
) -> Result<Posed, Fault> {
    let first = today.first_of_month().checked_add(jiff::Span::new().months(1)).unwrap_or(today);
    let running = stock::rotation::store::running(read, scope, ("", 0), BATCH * 100)?;
    let open = |line: &&LineRow| line.refilled_on.is_none();
    let busy: Vec<&LineRow> = running.iter().filter(open).collect();
    let mut drawn: Vec<Drawn> = Vec::new();
    let mut planned = 0;
    let mut regions: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (lot, position, balance) in held(read, scope)? {
        if busy.iter().any(|line| line.position == position.position) {
            planned += 1;
            continue;
        }
        let site = position.site.to_string();
        if !regions.contains_key(&site) {
            let row = stock::facility::store::site(read, &position.site)?;
            regions.insert(site.clone(), row.map(|row| row.region.to_string()));
        }
        let region = regions[&site].as_deref();
        drawn.extend(draw(packs, &lot, &position, &balance, region, given, first));
    }
    for line in busy.iter().filter(|line| line.emptied_on.is_some()) {
        drawn.push(gone(line, given.months, first));
    }
    Ok(assemble(drawn, given, first, planned))
}

/// A lot in store, if its kind is renewed at all.
fn draw(
    packs: &Catalogue,
    lot: &LotRow,
    position: &PositionRow,
    balance: &BalanceRow,
    region: Option<&str>,
    given: &Assumptions,
    first: Date,
) -> Option<Drawn> {
    let (pack, made) = packs.pack_of(&lot.item).zip(made(lot))?;
    let subject = subject(lot, first, region);
    let rule = pack.rotation_rule(&subject).map(|rule| rule.body);
    let life = pack.storage_life(&subject).and_then(|life| life.last_day(made).ok());
    let years = |years: u32| Date::new(made.year() + i16::try_from(years).ok()? - 1, 12, 31).ok();
    let latest = rule.and_then(|rule| years(rule.years_max?));
    let last = life.into_iter().chain(latest).min()?;
    let fit = lot.storage_quality.as_deref().is_none_or(|class| class == "suitable");
    let ready = rule
        .and_then(|rule| rule.years_min)
        .filter(|_| fit)
        .and_then(|min| Date::new(made.year() + i16::try_from(min).ok()? - 1, 1, 1).ok());
    let month = |day: Date| usize::try_from(months(first, day)).unwrap_or(0);
    let cost = balance.amount.scaled(1_000, balance.quantity.0).ok()?.0;
    let state = State::Stored {
        ready: ready.map_or(0, month),
        // What is not fit for storage any more leaves at once.
        due: if fit { month(last) } else { 0 },
        gap_max: rule.and_then(|rule| rule.gap_months_max).map_or(4, |months| months as usize),
        lead_max: 0,
        ageing: cost * given.ageing_percent / 1_200,
        discount: cost * given.ageing_percent / 1_200 * months(made, first).max(0),
    };
    Some(Drawn {
        told: Subjected {
            position: position.position.clone(),
            lot: lot.lot.clone(),
            item: lot.item.clone(),
            nature: lot.nature.clone(),
            owner_level: lot.owner_level.clone(),
            harvest_year: lot.harvest_year,
            quantity: balance.quantity,
        },
        amount: balance.amount.0,
        age: months(made, first).clamp(0, 1_200),
        state,
        percent: rule.and_then(|rule| rule.physical_percent_min).map(|share| share.micros() / 1_000_000),
    })
}

/// A place that a plan has emptied and that waits for its refill.
fn gone(line: &LineRow, horizon: usize, first: Date) -> Drawn {
    let due = stock::rotation::finding::gap(line, first).and_then(|gap| gap.due).unwrap_or(line.back_by);
    let due = usize::try_from(months(first, due)).unwrap_or(0).min(horizon + 12);
    Drawn {
        told: Subjected {
            position: line.refill.clone(),
            lot: line.lot.clone(),
            item: line.item.clone(),
            nature: line.nature.clone(),
            owner_level: line.owner_level.clone(),
            harvest_year: line.harvest_year,
            quantity: Quantity((line.quantity.0 - line.quantity_back.0).max(1)),
        },
        amount: 0,
        age: 0,
        state: State::Away { due },
        percent: line.physical_percent,
    }
}

/// Puts lots together by site and group, and fills in what is assumed.
fn assemble(drawn: Vec<Drawn>, given: &Assumptions, first: Date, planned: usize) -> Posed {
    let (mut sites, mut groups): (Vec<String>, Vec<(Arc<str>, Arc<str>, Arc<str>)>) =
        (Vec::new(), Vec::new());
    let site_of = |told: &Subjected| told.position.as_str().get(..21).unwrap_or_default().to_owned();
    let group_of = |told: &Subjected| (told.item.clone(), told.nature.clone(), told.owner_level.clone());
    for Drawn { told, .. } in &drawn {
        sites.push(site_of(told));
        groups.push(group_of(told));
    }
    sites.sort();
    sites.dedup();
    groups.sort();
    groups.dedup();
    let lots: Vec<Lot> = drawn
        .iter()
        .map(|Drawn { told, age, state, .. }| Lot {
            site: sites.binary_search(&site_of(told)).unwrap_or_default(),
            group: groups.binary_search(&group_of(told)).unwrap_or_default(),
            quantity: told.quantity.0,
            age: *age,
            state: *state,
        })
        .collect();
    let site = |index: usize| {
        let own = || lots.iter().filter(|lot| lot.site == index).map(|lot| lot.quantity);
        // A site can always move the largest of its lots.
        let most = (own().sum::<i64>() * given.site_percent / 100).max(own().max().unwrap_or(0));
        Site {
            out_max: vec![most; given.months],
            back_max: vec![most; given.months],
            spare: vec![0; given.months],
        }
    };
    let group = |index: usize| {
        let own = drawn.iter().zip(&lots).filter(|(_, lot)| lot.group == index).map(|(drawn, _)| drawn);
        market(&own.collect::<Vec<_>>(), given, first)
    };
    let problem = Problem {
        months: given.months,
        first: usize::from(first.month().unsigned_abs()),
        sites: (0..sites.len()).map(site).collect(),
        groups: (0..groups.len()).map(group).collect(),
        lots,
        rates: Rates {
            out: given.out,
            back: given.back,
            storage: given.storage / 12,
            loss_ppm: 2_000,
            // Above every price difference that waiting could bring, below what would hide cost in the sum.
            late: 1_000_000,
            short: 100_000,
            haste: 500,
        },
    };
    Posed {
        problem,
        first,
        lots: drawn.into_iter().map(|drawn| drawn.told).collect(),
        sites,
        groups,
        planned,
    }
}

/// What goods of one kind and owner sell and cost, by their value in the book, and how much of them may be away.
fn market(own: &[&Drawn], given: &Assumptions, first: Date) -> Group {
    let begins = usize::from(first.month().unsigned_abs()) - 1;
    let open = |month: usize| given.buying == 0 || given.buying >> ((begins + month) % 12) & 1 == 1;
    let years = (begins + given.months - 1) / 12 + 1;
    let stock: i64 = own.iter().map(|drawn| drawn.told.quantity.0).sum();
    let (mut worth, mut weight) = (0_i128, 0_i128);
    for drawn in own.iter().filter(|drawn| drawn.amount > 0) {
        worth += i128::from(drawn.amount) * 1_000;
        weight += i128::from(drawn.told.quantity.0);
    }
    let buy = i64::try_from(worth / weight.max(1)).unwrap_or(0);
    let percent = own.iter().filter_map(|drawn| drawn.percent).max().unwrap_or(0);
    let (least, most) = given.share_percent;
    Group {
        sell: vec![buy * (100 - given.spread_percent) / 100; given.months + 1],
        buy: vec![buy; given.months + 1],
        sell_open: vec![true; given.months],
        buy_open: (0..given.months).map(open).collect(),
        away_max: stock - stock * percent / 100,
        share: vec![(stock * least / 100, stock * most / 100); years],
    }
}
