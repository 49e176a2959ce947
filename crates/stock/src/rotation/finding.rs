//! What is wrong with rotation, seen from the rows at once: overdue, empty for too long, old for new, only on paper, off the price.
//! A finding says what the rows show and since when; whether somebody is to blame it never says.

use std::collections::BTreeMap;

use base::store::Read;
use base::term::fault::Fault;
use base::term::time::number_of_day;
use base::term::{Money, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use pack::life::Standing;

use super::check::{made, months_after};
use super::track::{DONE_PERCENT, enough};
use super::{CostRow, LineRow, TripRow, store};

/// Kinds of findings, each with the violation it may be (domain rules V-xx).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Empty beyond the gap and its extension.
    GapExceeded,
    /// The gap ends within thirty days.
    GapEnding,
    /// Not gone by its day.
    OutOverdue,
    /// Not back by its day.
    BackOverdue,
    /// Older than its storage life and still there.
    OverAge,
    /// What came in is no younger than what left, or too old for the plan.
    OldForNew,
    /// Gone or back without a weighbridge.
    Unweighed,
    /// The same party or vehicle on both ways.
    Circular,
    /// Sold below or bought above the plan's window.
    Price,
    /// Refilled with goods that no acceptance test has seen.
    Untested,
    /// Less in store than the least share.
    Physical,
}

impl Kind {
    /// Stable word, violation, alarm (or else a reminder), Chinese and English name.
    pub const fn told(self) -> (&'static str, &'static str, bool, &'static str, &'static str) {
        match self {
            Kind::GapExceeded => ("gap_exceeded", "V-08", true, "超架空期", "Empty for too long"),
            Kind::GapEnding => ("gap_ending", "V-08", false, "架空期将满", "Gap ends soon"),
            Kind::OutOverdue => ("out_overdue", "V-09", true, "逾期未出库", "Not out in time"),
            Kind::BackOverdue => ("back_overdue", "V-09", true, "逾期未补库", "Not refilled in time"),
            Kind::OverAge => ("over_age", "V-09", true, "超储存年限", "Beyond storage life"),
            Kind::OldForNew => ("old_for_new", "V-03", true, "以陈顶新", "Old for new"),
            Kind::Unweighed => ("unweighed", "V-05", true, "未过磅轮换", "Rotated without weighing"),
            Kind::Circular => ("circular", "V-04", true, "疑似转圈", "Possibly circular"),
            Kind::Price => ("price", "V-06", true, "价格超出窗口", "Price off the window"),
            Kind::Untested => ("untested", "V-21", false, "补库未验收检验", "Refill not tested"),
            Kind::Physical => ("physical", "V-25", true, "实物库存低于下限", "Below least physical stock"),
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    /// Plan and line, where it is about one.
    pub line: Option<(String, i64)>,
    /// Position, or where there is none the item with its nature and owner level.
    pub place: String,
    pub lot: Option<String>,
    /// First day on which it was so.
    pub since: Date,
    /// What the rows show.
    pub zh: String,
    pub en: String,
}

/// The gap clock of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub emptied_on: Date,
    /// Last day of the gap with its approved extension; none where no rule sets one.
    pub due: Option<Date>,
    pub refilled_on: Option<Date>,
    /// Days the place has been, or had been, empty.
    pub days: i64,
    /// Days left; below zero is too long.
    pub left: Option<i64>,
}

/// Days before the end of a gap at which it is announced; unconfirmed.
const SOON_DAYS: i64 = 30;
/// The same vehicle out and in within this time is seen (V-04); unconfirmed.
const VEHICLE_HOURS: i64 = 48;

fn days(from: Date, to: Date) -> i64 {
    number_of_day(to) - number_of_day(from)
}

/// The gap clock of a line on a day; none before it was emptied.
pub fn gap(line: &LineRow, today: Date) -> Option<Gap> {
    let emptied_on = line.emptied_on?;
    let due = line.gap_months.map(|months| months_after(emptied_on, months + line.extension_months));
    let end = line.refilled_on.unwrap_or(today).max(emptied_on);
    let left = due.map(|due| days(end, due));
    Some(Gap { emptied_on, due, refilled_on: line.refilled_on, days: days(emptied_on, end), left })
}

/// What renewing a line has cost so far, fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    pub sale: Money,
    pub purchase: Money,
    pub transport: Money,
    pub fee: Money,
    pub loss: Money,
    pub other: Money,
    /// Everything paid less what came in.
    pub net: Money,
}

/// Adds up a line's money: what movements show and what was entered.
pub fn spent(line: &LineRow, costs: &[CostRow]) -> Result<Spent, Fault> {
    let sum = |kind: &str| {
        let own = costs.iter().filter(|cost| cost.line == line.line && cost.kind.as_ref() == kind);
        own.map(|cost| cost.amount).try_fold(Money::ZERO, Money::plus)
    };
    let (sale, transport, fee, loss, other) =
        (sum("sale")?, sum("transport")?, sum("fee")?, sum("loss")?, sum("other")?);
    let paid = line.purchase.plus(transport)?.plus(fee)?.plus(loss)?.plus(other)?;
    Ok(Spent { sale, purchase: line.purchase, transport, fee, loss, other, net: paid.minus(sale)? })
}

/// A line with everything that is known of it.
pub struct Case<'a> {
    pub line: &'a LineRow,
    /// Of the whole plan.
    pub trips: &'a [TripRow],
    pub costs: &'a [CostRow],
    pub today: Date,
}

impl Case<'_> {
    fn finding(&self, kind: Kind, since: Date, zh: String, en: String) -> Finding {
        let LineRow { plan, line, position, lot, .. } = self.line;
        let lot = Some(lot.to_string());
        Finding {
            kind,
            line: Some((plan.to_string(), *line)),
            place: position.to_string(),
            lot,
            since,
            zh,
            en,
        }
    }

    /// The line's trips one way that nobody took back.
    fn trips(&self, direction: &str) -> impl Iterator<Item = &TripRow> {
        let standing = |trip: &&TripRow| {
            let undone = self.trips.iter().any(|other| other.reverses == Some(trip.n) && other.k == trip.k);
            trip.line == self.line.line && trip.reverses.is_none() && !undone
        };
        let direction = direction.to_owned();
        self.trips.iter().filter(standing).filter(move |trip| trip.direction.as_ref() == direction)
    }

    /// What is wrong with a line. Pure.
    pub fn judge(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        self.time(&mut found);
        self.goods(&mut found);
        self.weight(&mut found);
        self.parties(&mut found);
        self.price(&mut found);
        found
    }

    fn time(&self, found: &mut Vec<Finding>) {
        let LineRow { out_by, back_by, quantity, quantity_out, quantity_back, .. } = self.line;
        if let Some(Gap { emptied_on, due: Some(due), days: gone, left: Some(left), refilled_on }) =
            gap(self.line, self.today)
        {
            let (zh, en) = (
                format!("{emptied_on} 腾空，限 {due}，已空 {gone} 天"),
                format!("empty since {emptied_on}, limit {due}, {gone} days so far"),
            );
            if left < 0 {
                found.push(self.finding(Kind::GapExceeded, due, zh, en));
            } else if left <= SOON_DAYS && refilled_on.is_none() {
                found.push(self.finding(Kind::GapEnding, self.today, zh, en));
            }
        }
        let late = |kind, by: Date, moved: &Quantity| {
            (self.today > by && !enough(*moved, *quantity)).then(|| {
                let (zh, en) = (
                    format!("应于 {by} 前完成 {quantity}，实际 {moved}"),
                    format!("{quantity} were due by {by}, {moved} moved"),
                );
                self.finding(kind, by, zh, en)
            })
        };
        found.extend(late(Kind::OutOverdue, *out_by, quantity_out));
        found.extend(late(Kind::BackOverdue, *back_by, quantity_back));
    }

    fn goods(&self, found: &mut Vec<Finding>) {
        let old = |trip: &&TripRow| {
            let stale = trip.harvest_year.zip(self.line.harvest_year).is_some_and(|(new, old)| new <= old);
            let asked = trip.harvest_year.zip(self.line.harvest_min).is_some_and(|(new, least)| new < least);
            trip.lot == self.line.lot || stale || asked
        };
        if let Some(trip) = self.trips("back").find(old) {
            let year = trip.harvest_year.map_or_else(|| "—".to_owned(), |year| year.to_string());
            let before = self.line.harvest_year.map_or_else(|| "—".to_owned(), |year| year.to_string());
            let zh = format!("补入批次 {} 收获年度 {year}，轮出 {before}", trip.lot);
            let en = format!("lot {} of harvest {year} came in for harvest {before}", trip.lot);
            found.push(self.finding(Kind::OldForNew, trip.day, zh, en));
        }
    }

    fn weight(&self, found: &mut Vec<Finding>) {
        let LineRow { quantity_out, weighed_out, quantity_back, weighed_back, .. } = self.line;
        for (moved, weighed, day, zh, en) in [
            (quantity_out, weighed_out, self.line.emptied_on, "出库", "out"),
            (quantity_back, weighed_back, self.line.refilled_on, "补库", "back"),
        ] {
            if let Some(day) = day.filter(|_| !enough(*weighed, *moved)) {
                let (zh, en) = (
                    format!("{zh} {moved}，过磅 {weighed}，不足 {DONE_PERCENT}%"),
                    format!("{moved} {en}, {weighed} of it weighed, below {DONE_PERCENT} %"),
                );
                found.push(self.finding(Kind::Unweighed, day, zh, en));
            }
        }
    }

    fn parties(&self, found: &mut Vec<Finding>) {
        let pairs = || self.trips("out").flat_map(|out| self.trips("back").map(move |back| (out, back)));
        if let Some((_, back)) = pairs().find(|(out, back)| out.party.is_some() && out.party == back.party) {
            let party = back.party.as_deref().unwrap_or_default();
            let zh = format!("售给“{party}”，又从“{party}”购入");
            let en = format!("sold to “{party}” and bought from “{party}”");
            found.push(self.finding(Kind::Circular, back.day, zh, en));
        }
        let near = |a: &TripRow, b: &TripRow| (a.at.0 - b.at.0).abs() <= VEHICLE_HOURS * 3_600_000_000;
        let same = |(out, back): &(&TripRow, &TripRow)| {
            out.vehicle.is_some() && out.vehicle == back.vehicle && near(out, back)
        };
        if let Some((_, back)) = pairs().find(same) {
            let plate = back.vehicle.as_deref().unwrap_or_default();
            let zh = format!("车辆 {plate} 在 {VEHICLE_HOURS} 小时内一出一进");
            let en = format!("vehicle {plate} went out and in within {VEHICLE_HOURS} hours");
            found.push(self.finding(Kind::Circular, back.day, zh, en));
        }
    }

    fn price(&self, found: &mut Vec<Finding>) {
        let LineRow { sale_min, purchase_max, quantity_out, quantity_back, purchase, .. } = self.line;
        let worth = |limit: &Money, quantity: &Quantity| i128::from(limit.0) * i128::from(quantity.0);
        if let Some((limit, day)) = purchase_max.as_ref().zip(self.trips("back").map(|trip| trip.day).max())
            && i128::from(purchase.0) * 1_000 > worth(limit, quantity_back)
        {
            let zh = format!("购入 {quantity_back} 用款 {purchase}，高于单价上限 {limit}");
            let en = format!("{purchase} paid for {quantity_back}, above {limit} a unit");
            found.push(self.finding(Kind::Price, day, zh, en));
        }
        let sales =
            || self.costs.iter().filter(|cost| cost.line == self.line.line && cost.kind.as_ref() == "sale");
        let sale: i128 = sales().map(|cost| i128::from(cost.amount.0)).sum();
        if let Some((limit, day)) = sale_min.as_ref().zip(sales().map(|cost| cost.day).max())
            && self.line.emptied_on.is_some()
            && sale * 1_000 < worth(limit, quantity_out)
        {
            let zh = format!("售出 {quantity_out}，收入低于单价下限 {limit}");
            let en = format!("{quantity_out} sold for less than {limit} a unit");
            found.push(self.finding(Kind::Price, day, zh, en));
        }
    }
}

/// Lines, lots or plans read at once.
const BATCH: i64 = 1_000;

/// Everything wrong with rotation in an organisation, alarms first, oldest first.
pub fn findings(
    read: &mut Read<'_>,
    packs: &Catalogue,
    org: &str,
    today: Date,
) -> Result<Vec<Finding>, Fault> {
    let mut lines: Vec<LineRow> = Vec::new();
    loop {
        let after = lines.last().map_or((String::new(), 0), |line| (line.plan.to_string(), line.line));
        let batch = store::running(read, org, (&after.0, after.1), BATCH)?;
        if batch.is_empty() {
            break;
        }
        lines.extend(batch);
    }
    let mut found = Vec::new();
    for of_plan in lines.chunk_by(|a, b| a.plan == b.plan) {
        let plan = &of_plan[0].plan;
        let (trips, costs) = (store::trips(read, plan)?, store::costs(read, plan)?);
        for line in of_plan {
            found.extend(Case { line, trips: &trips, costs: &costs, today }.judge());
        }
        for (number, lot) in store::untested(read, plan)? {
            if let Some(line) = of_plan.iter().find(|line| line.line == number && line.refilled_on.is_some())
            {
                let case = Case { line, trips: &trips, costs: &costs, today };
                let since = line.refilled_on.unwrap_or(today);
                let zh = format!("补入批次 {lot} 尚无验收检验");
                let en = format!("lot {lot} has no acceptance test");
                found.push(Finding { lot: Some(lot), ..case.finding(Kind::Untested, since, zh, en) });
            }
        }
    }
    found.extend(thin(&lines, store::held(read, org)?, today));
    found.extend(over_age(read, packs, org, today)?);
    found.sort_by(|a, b| (!a.kind.told().2, a.since, a.kind).cmp(&(!b.kind.told().2, b.since, b.kind)));
    Ok(found)
}

type Group = (String, String, String);

/// Groups of goods of which less is in store than the least share of what is there and away. Pure.
fn thin(lines: &[LineRow], held: Vec<(Group, Quantity)>, today: Date) -> Vec<Finding> {
    let held: BTreeMap<Group, Quantity> = held.into_iter().collect();
    let mut away: BTreeMap<Group, (i64, i64)> = BTreeMap::new();
    for line in lines {
        let gone = (line.quantity_out.0 - line.quantity_back.0).max(0);
        if let Some(percent) = line.physical_percent.filter(|_| gone > 0 && line.refilled_on.is_none()) {
            let group = (line.item.to_string(), line.nature.to_string(), line.owner_level.to_string());
            let entry = away.entry(group).or_insert((0, percent));
            *entry = (entry.0 + gone, entry.1.max(percent));
        }
    }
    let mut found = Vec::new();
    for (group, (gone, percent)) in away {
        let here = held.get(&group).map_or(0, |quantity| quantity.0);
        if i128::from(here) * 100 < i128::from(here + gone) * i128::from(percent) {
            let (here, gone) = (Quantity(here), Quantity(gone));
            found.push(Finding {
                kind: Kind::Physical,
                line: None,
                place: format!("{}/{}/{}", group.0, group.1, group.2),
                lot: None,
                since: today,
                zh: format!("在库 {here}，轮出未补 {gone}，低于 {percent}%"),
                en: format!("{here} in store, {gone} away, below {percent} %"),
            });
        }
    }
    found
}

/// Lots that lie beyond their storage life.
fn over_age(read: &mut Read<'_>, packs: &Catalogue, org: &str, today: Date) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    let mut after = (String::new(), String::new());
    loop {
        let batch = crate::movement::store::stock(read, org, (&after.0, &after.1), BATCH)?;
        let Some((_, position, balance)) = batch.last() else { return Ok(found) };
        after = (position.position.to_string(), balance.lot.to_string());
        for (lot, position, balance) in &batch {
            let Some((pack, made)) = packs.pack_of(&lot.item).zip(made(lot)) else { continue };
            let mut subject = pack::Subject::new(&lot.item, today);
            subject.owner_level = pack::OwnerLevel::from_code(&lot.owner_level);
            let Some(life) = pack.storage_life(&subject) else { continue };
            if let (Ok(Standing::Over), Ok(last)) = (life.standing(made, today), life.last_day(made)) {
                found.push(Finding {
                    kind: Kind::OverAge,
                    line: None,
                    place: position.position.to_string(),
                    lot: Some(lot.lot.to_string()),
                    since: last,
                    zh: format!("{} 到期，仍存 {}", last, balance.quantity),
                    en: format!("kept until {}, {} still there", last, balance.quantity),
                });
            }
        }
    }
}
