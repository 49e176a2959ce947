//! The one rule by which stock is chosen to go out: what may go at all, and in which order.
//! Every proposal, issue, dispatch and plan asks here; nothing here reads or writes a book.

use std::cmp::Reverse;
use std::sync::Arc;

use base::term::{LotCode, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Allocation;

/// Storage quality 储存品质 of a lot, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorageQuality {
    /// Never judged.
    Unknown,
    /// 宜存.
    Suitable,
    /// 轻度不宜存: to leave store in time.
    SlightlyUnsuitable,
    /// 重度不宜存: to leave store at once, and not as food.
    SeverelyUnsuitable,
}

impl StorageQuality {
    /// The class with this code of the packs; no code means never judged.
    pub fn from_code(code: Option<&str>) -> Self {
        match code {
            Some("suitable") => Self::Suitable,
            Some("slightly_unsuitable") => Self::SlightlyUnsuitable,
            Some("severely_unsuitable") => Self::SeverelyUnsuitable,
            _ => Self::Unknown,
        }
    }
}

/// What one position holds of one lot: all that the choice depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub lot: LotCode,
    pub position: PositionCode,
    /// On the book there.
    pub available: Quantity,
    pub item: Arc<str>,
    pub nature: Arc<str>,
    pub owner_level: Arc<str>,
    pub expires_on: Option<Date>,
    pub harvest_year: Option<i64>,
    pub received_on: Date,
    pub quality: StorageQuality,
    /// A quality hold stands on the lot.
    pub held: bool,
    /// First day on which the interval after the last chemical treatment is over.
    pub free_from: Option<Date>,
}

/// What the goods are wanted for; disposal alone may take what is unfit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Goods that will be used.
    Supply,
    /// Goods that are got rid of.
    Disposal,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    pub item: Arc<str>,
    pub nature: Arc<str>,
    pub owner_level: Arc<str>,
    /// Above zero.
    pub quantity: Quantity,
    pub purpose: Use,
    /// Which lot goes first, by the item's pack.
    pub rule: Allocation,
    /// Calendar day of the outbound movement.
    pub on: Date,
}

/// One part of an allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub lot: LotCode,
    pub position: PositionCode,
    pub quantity: Quantity,
}

/// Why a candidate may not go out, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ineligible {
    /// Another item.
    Item,
    /// Another nature.
    Nature,
    /// Owned at another level.
    OwnerLevel,
    /// Nothing left.
    Empty,
    /// On hold.
    Held,
    /// Too soon after a chemical treatment (V-15).
    TreatmentInterval,
    /// Past its last day.
    Expired,
    /// Only for disposal.
    SeverelyUnsuitable,
}

/// The eligible stock does not cover the demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortage {
    pub asked: Quantity,
    pub eligible: Quantity,
}

/// Whether a candidate may go out for a demand. Expired and severely unsuitable stock leaves only for disposal.
pub fn eligible(candidate: &Candidate, demand: &Demand) -> Result<(), Ineligible> {
    let supply = demand.purpose == Use::Supply;
    let refusals = [
        (candidate.item != demand.item, Ineligible::Item),
        (candidate.nature != demand.nature, Ineligible::Nature),
        (candidate.owner_level != demand.owner_level, Ineligible::OwnerLevel),
        (candidate.available <= Quantity::ZERO, Ineligible::Empty),
        (supply && candidate.held, Ineligible::Held),
        (candidate.free_from.is_some_and(|day| demand.on < day), Ineligible::TreatmentInterval),
        (supply && candidate.expires_on.is_some_and(|day| day < demand.on), Ineligible::Expired),
        (supply && candidate.quality == StorageQuality::SeverelyUnsuitable, Ineligible::SeverelyUnsuitable),
    ];
    match refusals.into_iter().find(|(refused, _)| *refused) {
        Some((_, why)) => Err(why),
        None => Ok(()),
    }
}

/// Order of leaving: the worse storage quality first, then by the item's rule, then first in; what has no date comes after what has one.
/// Lot and position codes settle every tie, so that the same stock always gives the same answer.
fn leaving_order(c: &Candidate, rule: Allocation) -> impl Ord + use<> {
    let (expiry, harvest) = match rule {
        Allocation::FirstExpiredFirstOut => (c.expires_on, None),
        Allocation::OldestHarvestFirst => (None, c.harvest_year),
        Allocation::FirstInFirstOut => (None, None),
    };
    (
        Reverse(c.quality.max(StorageQuality::Suitable)),
        (expiry.is_none(), expiry),
        (harvest.is_none(), harvest),
        c.received_on,
        c.lot.clone(),
        c.position.clone(),
    )
}

/// Chooses what leaves: eligible stock in leaving order, split over as many lots as needed; all of the demand or a shortage.
pub fn allocate(candidates: &[Candidate], demand: &Demand) -> Result<Vec<Pick>, Shortage> {
    let mut usable: Vec<&Candidate> = candidates.iter().filter(|c| eligible(c, demand).is_ok()).collect();
    usable.sort_by_cached_key(|c| leaving_order(c, demand.rule));
    let mut open = demand.quantity.0;
    let mut picks = Vec::new();
    for candidate in &usable {
        if open <= 0 {
            break;
        }
        let quantity = candidate.available.0.min(open);
        open -= quantity;
        picks.push(Pick {
            lot: candidate.lot.clone(),
            position: candidate.position.clone(),
            quantity: Quantity(quantity),
        });
    }
    if open > 0 {
        let eligible = usable.iter().fold(0i64, |sum, c| sum.saturating_add(c.available.0));
        return Err(Shortage { asked: demand.quantity, eligible: Quantity(eligible) });
    }
    Ok(picks)
}

/// The usable stock that picks pass over: it expires before something they take, and they do not empty it. The one that leaves
/// first; nothing where the item's rule is not first expired, first out. Pure.
pub fn passed_over<'c>(
    candidates: &'c [Candidate],
    demand: &Demand,
    picks: &[Pick],
) -> Option<&'c Candidate> {
    if demand.rule != Allocation::FirstExpiredFirstOut {
        return None;
    }
    let taken = |c: &Candidate| {
        let of = picks.iter().filter(|pick| pick.lot == c.lot && pick.position == c.position);
        of.fold(0i64, |sum, pick| sum.saturating_add(pick.quantity.0))
    };
    // What has no day expires after everything that has one.
    let last = |c: &Candidate| c.expires_on.unwrap_or(Date::MAX);
    let latest = candidates.iter().filter(|c| taken(c) > 0).map(last).max()?;
    let left = candidates.iter().filter(|c| last(c) < latest && taken(c) < c.available.0);
    left.filter(|c| eligible(c, demand).is_ok()).min_by_key(|c| (last(c), c.position.clone(), c.lot.clone()))
}

#[cfg(test)]
mod test;
