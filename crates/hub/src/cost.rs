//! What keeping goods costs, over all books: money by kind and place in a period, and per tonne and year, so that regions compare. Exact
//! integers throughout; nothing is estimated, and what no fact says is not in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::store::Read;
use base::term::code::region_prefix;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::time::number_of_day;
use base::term::{LotCode, Money, PositionCode};
use jiff::civil::Date;
use pack::Catalogue;
use stock::cost::Kind;
use stock::cost::store::{Entry, entries, lot_steps, site_steps, spent};

use crate::picture::{Picture, Sight, region_at};

/// What the money is added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Province, level 1 of GB/T 2260.
    Province,
    /// Prefecture, level 2.
    Prefecture,
    /// County, level 3.
    County,
    /// Owner of the book.
    Org,
    /// Site.
    Site,
    /// Position: what documents say of the whole site is shared out.
    Position,
    /// Lot: likewise.
    Lot,
}

impl By {
    /// The one with this name; `region` is one level below the region asked about.
    pub fn named(name: &str, region: &str) -> Option<Self> {
        Some(match name {
            "region" => match region_prefix(region).len() {
                0 => By::Province,
                2 => By::Prefecture,
                _ => By::County,
            },
            "province" => By::Province,
            "prefecture" => By::Prefecture,
            "county" => By::County,
            "org" => By::Org,
            "site" => By::Site,
            "position" => By::Position,
            "lot" => By::Lot,
            _ => return None,
        })
    }

    /// Its name in a query.
    pub const fn name(self) -> &'static str {
        match self {
            By::Province => "province",
            By::Prefecture => "prefecture",
            By::County => "county",
            By::Org => "org",
            By::Site => "site",
            By::Position => "position",
            By::Lot => "lot",
        }
    }
}

/// What is asked. An empty text narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Region code; everything inside it counts.
    pub region: String,
    /// Code of an organisation or a site.
    pub scope: String,
    /// First and last day.
    pub from: Date,
    pub to: Date,
    pub by: By,
}

impl Ask {
    /// Days of the period.
    fn days(&self) -> i64 {
        number_of_day(self.to) - number_of_day(self.from) + 1
    }
}

/// Days a question may span: three years.
pub const DAYS_MAX: i64 = 1_096;
/// Days of the year that a cost per tonne and year is for.
const YEAR: i128 = 365;
/// Kilograms of a tonne: quantities of goods counted in tonnes are thousandths of it.
const TONNE: i128 = 1_000;

/// Money by kind and what was kept for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Fen by kind, in the order of [`Kind::ALL`]. A loss taken back in another period than it was cleared stands below zero.
    pub kinds: [i64; 6],
    /// Kilograms times days: every evening's balance of goods counted in tonnes, added up.
    pub weight_days: i128,
    /// Sites added up.
    pub sites: i64,
}

impl Sum {
    /// All kinds together, fen.
    pub fn amount(&self) -> i64 {
        self.kinds.iter().fold(0, |sum, part| sum.saturating_add(*part))
    }

    /// Fen for one tonne kept for 365 days, rounded half away from zero; none where no goods counted in tonnes were kept.
    pub fn per_tonne_year(&self) -> Option<i64> {
        if self.weight_days <= 0 {
            return None;
        }
        let top = i128::from(self.amount()) * YEAR * TONNE;
        let half = self.weight_days / 2 * top.signum();
        i64::try_from((top + half) / self.weight_days).ok()
    }

    /// Mean of the evening balances over a period of so many days, kilograms, rounded down.
    pub fn mean_stock(&self, days: i64) -> i64 {
        i64::try_from(self.weight_days / i128::from(days.max(1))).unwrap_or(i64::MAX)
    }

    fn add(&mut self, kind: Kind, fen: i64) {
        let part = &mut self.kinds[kind as usize];
        *part = part.saturating_add(fen);
    }

    fn join(&mut self, other: &Self) {
        for (part, more) in self.kinds.iter_mut().zip(other.kinds) {
            *part = part.saturating_add(more);
        }
        self.weight_days += other.weight_days;
        self.sites += other.sites;
    }
}

/// Costs by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// By code. For positions and lots an empty code holds what no goods were there to bear.
    pub rows: Vec<(Arc<str>, Sum)>,
    pub total: Sum,
    /// Days of the period.
    pub days: i64,
}

/// The part of an amount that falls on a window, when every day of `from..=to` bears the same. Parts of windows that follow one another
/// add up to the whole: each is the difference of two amounts rounded down.
pub fn share(amount: Money, (from, to): (Date, Date), (first, last): (Date, Date)) -> i64 {
    let (start, days) = (number_of_day(from), number_of_day(to) - number_of_day(from) + 1);
    let until = |day: i64| {
        let through = i128::from((day - start).clamp(0, days));
        (i128::from(amount.0) * through).div_euclid(i128::from(days.max(1)))
    };
    let part = until(number_of_day(last) + 1) - until(number_of_day(first));
    i64::try_from(part).unwrap_or(amount.0) // a part of an i64 is one
}

/// Shares money out by weight, in order; the parts add up to it exactly. Empty when nothing weighs.
fn share_out(fen: i64, weights: &[i128]) -> Vec<i64> {
    let all: i128 = weights.iter().sum();
    if all <= 0 {
        return Vec::new();
    }
    let mut sum = 0_i128;
    let mut given = 0_i64;
    let part = |weight: &i128| {
        sum += weight;
        let until = i64::try_from((i128::from(fen) * sum).div_euclid(all)).unwrap_or(fen);
        let part = until - given;
        given = until;
        part
    };
    weights.iter().map(part).collect()
}

/// Evenings from a day to the last, both counted; all of them for what lay there before.
fn evenings(day: Option<Date>, from: Date, to: Date) -> i128 {
    i128::from(number_of_day(to) - number_of_day(day.unwrap_or(from)) + 1)
}

/// Adds up what is asked, of the sites that `sight` shows in full: money is not told apart by what goods are.
pub fn costs(
    read: &mut Read<'_>,
    packs: &Catalogue,
    picture: &Picture,
    sight: &Sight<'_>,
    ask: &Ask,
) -> Result<Costs, Stop> {
    let days = ask.days();
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(period().into());
    }
    let mut seen = sites(picture, sight, ask);
    if matches!(ask.by, By::Position | By::Lot) {
        if ask.scope.is_empty() {
            return Err(narrow().into());
        }
        return Ok(shared(read, packs, &seen, ask)?);
    }
    let spent = spent(read, &ask.scope, ask.from, ask.to)?;
    for (site, kind, amount) in &spent.whole {
        if let Some((_, sum)) = seen.get_mut(site) {
            sum.add(*kind, amount.0);
        }
    }
    for (site, kind, amount, from, to) in &spent.partly {
        if let Some((_, sum)) = seen.get_mut(site) {
            sum.add(*kind, share(*amount, (*from, *to), (ask.from, ask.to)));
        }
    }
    site_steps(read, &ask.scope, ask.from, ask.to, &mut |site, item, day, change| {
        if let Some((_, sum)) = seen.get_mut(&site).filter(|_| weighs(packs, &item)) {
            sum.weight_days += i128::from(change) * evenings(day, ask.from, ask.to);
        }
    })?;
    let mut rows: BTreeMap<Arc<str>, Sum> = BTreeMap::new();
    for (key, sum) in seen.into_values() {
        rows.entry(key).or_default().join(&sum);
    }
    Ok(added(rows, days))
}

/// Whether an item is counted in tonnes.
fn weighs(packs: &Catalogue, item: &str) -> bool {
    packs.item(item).is_some_and(|item| item.unit.id == "t")
}

/// The sites that count, with the code each is added up under.
fn sites(picture: &Picture, sight: &Sight<'_>, ask: &Ask) -> BTreeMap<Arc<str>, (Arc<str>, Sum)> {
    let prefix = if ask.region.is_empty() { "" } else { region_prefix(&ask.region) };
    let mut sites = BTreeMap::new();
    for (part, seen) in picture.parts_in(sight, prefix) {
        if !seen.reserve && part.party.as_ref() != "social" {
            continue;
        }
        for site in
            part.sites.iter().filter(|s| s.region.starts_with(prefix) && s.code.starts_with(&ask.scope))
        {
            let key = match ask.by {
                By::Province => region_at(&site.region, 1).into(),
                By::Prefecture => region_at(&site.region, 2).into(),
                By::County => site.region.clone(),
                By::Org => part.org.shared(),
                By::Site | By::Position | By::Lot => site.code.clone(),
            };
            sites.insert(site.code.clone(), (key, Sum { sites: 1, ..Sum::default() }));
        }
    }
    sites
}

fn added(rows: BTreeMap<Arc<str>, Sum>, days: i64) -> Costs {
    let mut total = Sum::default();
    rows.values().for_each(|sum| total.join(sum));
    Costs { rows: rows.into_iter().collect(), total, days }
}

type Place = (PositionCode, LotCode);

/// Costs of positions or lots: what names them is theirs, the rest is shared out by what lay there, kilograms times days.
fn shared(
    read: &mut Read<'_>,
    packs: &Catalogue,
    seen: &BTreeMap<Arc<str>, (Arc<str>, Sum)>,
    ask: &Ask,
) -> Result<Costs, Fault> {
    let mut lay: BTreeMap<Place, i128> = BTreeMap::new();
    lot_steps(read, &ask.scope, ask.from, ask.to, &mut |place, item, day, change| {
        let site = place.0.as_str().get(..21).unwrap_or_default();
        if weighs(packs, &item) && seen.contains_key(site) {
            *lay.entry(place).or_default() += i128::from(change) * evenings(day, ask.from, ask.to);
        }
    })?;
    let key = |place: &Place| if ask.by == By::Lot { place.1.shared() } else { place.0.shared() };
    let mut rows: BTreeMap<Arc<str>, Sum> = BTreeMap::new();
    for (place, weight) in lay.iter().filter(|(_, weight)| **weight > 0) {
        rows.entry(key(place)).or_default().weight_days += weight;
    }
    for entry in entries(read, &ask.scope, ask.from, ask.to)? {
        if entry.reversed_by.is_some() || !seen.contains_key(entry.site.as_str()) {
            continue;
        }
        let fen = share(entry.amount, (entry.day_from, entry.day_to), (ask.from, ask.to));
        let bearing: Vec<(&Place, i128)> = lay
            .iter()
            .filter(|(place, _)| bears(&entry, place))
            .map(|(place, weight)| (place, *weight))
            .collect();
        let parts = share_out(fen, &bearing.iter().map(|(_, weight)| *weight).collect::<Vec<_>>());
        if parts.is_empty() {
            let named = match ask.by {
                By::Lot => entry.lot.as_ref().map(LotCode::shared),
                _ => entry.position.as_ref().map(PositionCode::shared),
            };
            rows.entry(named.unwrap_or_default()).or_default().add(entry.kind, fen);
        }
        for ((place, _), part) in bearing.iter().zip(parts) {
            rows.entry(key(place)).or_default().add(entry.kind, part);
        }
    }
    let mut costs = added(rows, ask.days());
    costs.total.sites = seen.len() as i64;
    Ok(costs)
}

/// Whether an entry is about a place.
fn bears(entry: &Entry, (position, lot): &Place) -> bool {
    position.as_str().starts_with(entry.site.as_str())
        && entry.position.as_ref().is_none_or(|named| named == position)
        && entry.lot.as_ref().is_none_or(|named| named == lot)
}

fn period() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "cost.days",
        format!("查询期间须起止有序，且不超过 {DAYS_MAX} 天"),
        format!("the period must end after it begins and span {DAYS_MAX} days at most"),
    )
    .at("to")
}

fn narrow() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "cost.narrow",
        "按货位、批次汇总须先选定单位或库区",
        "choose an organisation or a site before positions or lots",
    )
    .at("by")
}

#[cfg(test)]
mod test;
