//! What is due at each position: rounds by the pack's interval table, storage-quality tests by its sampling rule, treatment of pests that
//! were found. Nothing is stored: duties follow from what was last seen and the day.

use std::collections::BTreeMap;

use base::store::Read;
use base::term::fault::Stop;
use base::term::time::{day_from_number, number_of_day};
use base::term::{BookId, PositionCode};
use jiff::civil::Date;
use pack::rounds::{Check, Found, Infestation, Known, Security};
use pack::{Basis, Catalogue, Decimal, RoundsRule, Status};

use super::round::WatchRow;
use super::store;
use crate::facility::PositionRow;
use crate::lot::LotRow;
use crate::movement::{BalanceRow, Goods, goods};
use crate::quality::Written;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// A check of the round.
    Round(Check),
    /// Treatment of pests that were found 虫粮处理.
    Treat,
    /// The storage-quality test of the lot 储存品质判定.
    Quality,
}

impl Duty {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Duty::Round(check) => check.code(),
            Duty::Treat => "treat",
            Duty::Quality => "quality",
        }
    }
}

/// Something that is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub duty: Duty,
    /// When it was last done; absent when never since the goods came in.
    pub last_on: Option<Date>,
    pub due_on: Date,
    /// Longest time between two, days.
    pub interval: u32,
    /// The rule that says so.
    pub rule: String,
    /// How well the interval is founded.
    pub basis: Basis,
}

/// One lot at one position, what is known of it and what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub position: PositionRow,
    pub lot: LotRow,
    pub balance: BalanceRow,
    /// What was last seen of these goods.
    pub watch: Option<WatchRow>,
    pub security: Option<Security>,
    pub infestation: Option<Infestation>,
    /// The earliest first.
    pub due: Vec<Due>,
}

/// What was seen of the goods that lie there now: what was seen of earlier goods does not count. Pure.
fn of_these_goods(watch: &WatchRow, lot: &LotRow) -> WatchRow {
    let mut row = watch.clone();
    let older = |day: Option<Date>| day.is_some_and(|day| day < lot.received_on);
    if older(row.temperature_on) {
        (row.temperature_on, row.highest, row.mean, row.lowest) = (None, None, None, None);
    }
    if older(row.moisture_on) {
        (row.moisture_on, row.moisture) = (None, None);
    }
    if older(row.pests_on) {
        (row.pests_on, row.density, row.main_pests, row.quarantine) = (None, None, None, None);
    }
    if older(row.gas_on) {
        (row.gas_on, row.oxygen, row.phosphine, row.carbon_dioxide) = (None, None, None, None);
    }
    if older(row.treated_on) {
        (row.treated_on, row.treated) = (None, None);
    }
    row
}

/// Moisture in percent and the day it was measured: by the keeper or by the last test, whichever is newer. Pure.
pub fn moisture(lot: &LotRow, watch: Option<&WatchRow>) -> Option<(Date, Decimal)> {
    let seen = watch.and_then(|w| w.moisture_on.zip(w.moisture.map(tenths)));
    let tested = || {
        let written: Written = serde_json::from_str(lot.latest.as_deref()?).ok()?;
        lot.tested_on.zip(written.get("moisture")?.parse().ok())
    };
    seen.into_iter().chain(tested()).max_by_key(|(day, _)| *day)
}

/// Tenths of a degree or percent as a decimal.
pub(crate) fn tenths(value: i64) -> Decimal {
    Decimal::from_micros(value.saturating_mul(100_000))
}

/// A lot at a position with everything that will be due there. Pure.
pub(crate) fn stand(
    (lot, position, balance): (LotRow, PositionRow, BalanceRow),
    watch: Option<&WatchRow>,
    packs: &Catalogue,
    today: Date,
) -> Result<Stand, Stop> {
    let goods = goods(packs, &lot.item)?;
    let watch = watch.map(|watch| of_these_goods(watch, &lot));
    let mut stand =
        Stand { position, balance, watch, security: None, infestation: None, due: Vec::new(), lot };
    let subject = goods.subject(today, &stand.lot.owner_level);
    if let Some(rule) = goods.pack.rounds_rule(&subject) {
        look(&mut stand, goods, rule, today);
    }
    if let Some(rule) = goods.pack.sampling_rule(&subject) {
        let last_on = stand.lot.tested_on;
        stand.add(Duty::Quality, last_on, rule.body.interval_days, &rule.id, &rule.basis);
    }
    stand.due.sort_by_key(|due| (due.due_on, due.duty));
    Ok(stand)
}

/// Adds the checks of the round, and the treatment of pests that were found.
fn look(stand: &mut Stand, goods: Goods<'_>, rule: &RoundsRule, today: Date) {
    let days_since = |day: Date| number_of_day(today) - number_of_day(day);
    let watch = stand.watch.clone();
    let watch = watch.as_ref();
    let moisture = moisture(&stand.lot, watch);
    let safe = goods.pack.safe_moisture(rule, &stand.lot.item);
    stand.security = safe.zip(moisture).map(|(safe, (_, seen))| rule.security(safe, seen));
    let known = Known {
        temperature: watch.and_then(|w| w.highest).map(tenths),
        security: stand.security,
        treated: watch.and_then(|w| w.treated_class().zip(w.treated_on.map(days_since))),
        age: days_since(stand.lot.received_on),
    };
    for check in Check::ALL {
        let Some((days, line)) = rule.interval(check, &known) else { continue };
        let last_on = match check {
            Check::Temperature => watch.and_then(|w| w.temperature_on),
            Check::Moisture => moisture.map(|(day, _)| day),
            Check::Pests => watch.and_then(|w| w.pests_on),
            Check::Gas => watch.and_then(|w| w.gas_on),
        };
        stand.add(Duty::Round(check), last_on, days, &rule.id, &line.basis);
    }
    let Some((seen_on, w)) = watch.and_then(|w| w.pests_on.map(|day| (day, w))) else { return };
    let count = |value: Option<i64>| value.unwrap_or(0);
    let found =
        Found { density: count(w.density), main: count(w.main_pests), quarantine: count(w.quarantine) };
    let class = rule.infestation(found);
    stand.infestation = Some(class.map_or(Infestation::Free, |class| class.class));
    if let Some(class) = class.filter(|_| w.treated_on.is_none_or(|treated| treated < seen_on)) {
        stand.add(Duty::Treat, Some(seen_on), class.treat_days, &rule.id, &class.basis);
    }
}

impl Stand {
    /// Counted from the last time, or from the day the goods came in.
    fn add(&mut self, duty: Duty, last_on: Option<Date>, interval: u32, rule: &str, basis: &Basis) {
        let from = number_of_day(last_on.unwrap_or(self.lot.received_on));
        self.due.push(Due {
            duty,
            last_on,
            due_on: day_from_number(from + i64::from(interval)),
            interval,
            rule: rule.to_owned(),
            basis: basis.clone(),
        });
    }
}

impl Due {
    /// Whether a source confirms the interval.
    pub fn is_confirmed(&self) -> bool {
        self.basis.status == Status::Confirmed
    }
}

/// Lots at positions looked at for one list; an organisation has some thousands.
const STANDS_MAX: i64 = 50_000;

/// What is due up to a day among the goods of a scope (code of an organisation, site, warehouse, bay or position) of one book, the most
/// overdue first. A lot that lies at several positions is tested once: its test stands at the first of them.
pub fn due(
    read: &mut Read<'_>,
    packs: &Catalogue,
    book: BookId,
    scope: &str,
    (today, until): (Date, Date),
) -> Result<Vec<Stand>, Stop> {
    let watches: BTreeMap<PositionCode, WatchRow> =
        store::watches(read, book, scope)?.into_iter().map(|row| (row.position.clone(), row)).collect();
    let mut tested = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for row in crate::movement::store::stock(read, scope, ("", ""), STANDS_MAX)? {
        let watch = watches.get(&row.1.position);
        let mut stand = stand(row, watch, packs, today)?;
        if !tested.insert(stand.lot.lot.clone()) {
            stand.due.retain(|due| due.duty != Duty::Quality);
        }
        stand.due.retain(|due| due.due_on <= until);
        if !stand.due.is_empty() {
            found.push(stand);
        }
    }
    found.sort_by(|a, b| {
        let key = |stand: &Stand| stand.due.first().map(|due| due.due_on);
        key(a).cmp(&key(b)).then_with(|| a.position.position.cmp(&b.position.position))
    });
    Ok(found)
}

#[cfg(test)]
mod test;
