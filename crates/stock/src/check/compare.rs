//! Three-way comparison 三方比对: what the weighbridge says, what the book says and what was measured, for each lot at each position. It marks
//! what differs beyond a tolerance and changes nothing.

use base::store::Read;
use base::term::fault::Fault;
use base::term::{LotCode, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use std::sync::Arc;

use super::store;
use crate::receive::mass;

/// Widest gap between the weights of trucks and what the book took from them, tenths of a percent: premiums and deductions by quality
/// move a settlement by some percent, hardly by more. Unconfirmed.
pub const WEIGHED_TOLERANCE: i64 = 50;

/// The last measurement of a lot at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The book that holds it, by its organisation, and the index of its fact.
    pub org: String,
    pub n: i64,
    pub day: Date,
    /// With the losses still to be recorded.
    pub checked: Quantity,
    /// Tenths of a percent of the book on that day.
    pub rate: i64,
    pub matches: bool,
    /// Signed by two inspectors of a check; else the depot's own worksheet.
    pub inspected: bool,
}

/// One lot at one position, three ways. Quantities in thousandths of the unit, in above zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub position: PositionCode,
    pub lot: LotCode,
    pub item: Arc<str>,
    /// Balance by the book.
    pub book: Quantity,
    /// Trucks in and out, and what they weighed; none where the unit is not one of mass.
    pub trips: i64,
    pub weighed: Option<Quantity>,
    /// What the book took from those trucks.
    pub settled: Quantity,
    /// What the book took from other documents: openings, moves, losses, what was not weighed at the gate.
    pub other: Quantity,
    /// Settled less weighed over weighed, tenths of a percent.
    pub weighed_rate: Option<i64>,
    pub weighed_matches: bool,
    pub measured: Option<Measured>,
}

impl Compared {
    /// Whether any of the three differs beyond its tolerance.
    pub fn differs(&self) -> bool {
        !self.weighed_matches || self.measured.as_ref().is_some_and(|measured| !measured.matches)
    }
}

/// A rate in tenths of a percent; a part of nothing is all of it. Pure.
fn rate(part: i64, whole: i64) -> i64 {
    match (part, whole) {
        (0, _) => 0,
        (_, 0) => 1_000,
        (part, whole) => {
            let rate = crate::worksheet::divide_rounded(i128::from(part) * 1_000, i128::from(whole.abs()));
            i64::try_from(rate).unwrap_or(i64::MAX)
        }
    }
}

/// Compares what lies at an organisation's positions, or was there and went by truck; by position and lot, after a cursor.
pub fn compare(
    read: &mut Read<'_>,
    packs: &Catalogue,
    org: &str,
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<Compared>, Fault> {
    let mut found = Vec::new();
    for (lot, position, balance) in crate::movement::store::stock(read, org, after, limit)? {
        let position = position.position;
        let over = store::weighed(read, &position, &lot.lot)?;
        let unit = packs.item(&lot.item).and_then(|item| mass(1, item).ok());
        let weighed = unit.map(|unit| Quantity(over.kilograms.saturating_mul(unit.0)));
        let weighed_rate = weighed.filter(|_| over.trips > 0).map(|sum| rate(over.settled.0 - sum.0, sum.0));
        found.push(Compared {
            other: balance.quantity.minus(over.settled)?,
            book: balance.quantity,
            trips: over.trips,
            weighed: weighed.filter(|_| over.trips > 0),
            settled: over.settled,
            weighed_matches: weighed_rate.is_none_or(|rate| rate.abs() <= WEIGHED_TOLERANCE),
            weighed_rate,
            measured: store::measured(read, &position, &lot.lot, unit.unwrap_or(Quantity(1)))?,
            item: lot.item,
            lot: lot.lot,
            position,
        });
    }
    Ok(found)
}

#[cfg(test)]
mod test {
    use super::rate;

    #[test]
    fn a_rate_is_in_tenths_of_a_percent_of_the_weight() {
        for (part, whole, expected) in
            [(0, 0, 0), (0, 5, 0), (5, 0, 1_000), (-50, 1_000, -50), (51, 1_000, 51), (50, -1_000, 50)]
        {
            assert_eq!(rate(part, whole), expected, "{part} of {whole}");
        }
    }
}
