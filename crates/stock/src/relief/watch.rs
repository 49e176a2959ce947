//! The watch over dated goods: where each holding stands in its life, and when it is to be inspected. Reads rows and rules of the
//! packs; writes nothing.

use base::term::time::{day_from_number, number_of_day};
use jiff::civil::Date;
use pack::{Allocation, Catalogue};

use crate::facility::PositionRow;
use crate::lot::LotRow;
use crate::movement::{BalanceRow, Goods, goods};

/// Where goods stand in their life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Past the last day: it may leave for disposal only.
    Over,
    /// At or below this share of its life, percent, at which the pack warns.
    Ending(i64),
    /// No day of make and no day on the label: nobody can say.
    Undated,
    /// Within its life.
    Sound,
}

impl Standing {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Ending(_) => "ending",
            Self::Undated => "undated",
            Self::Sound => "sound",
        }
    }
}

/// A holding with its clocks.
#[derive(Debug, Clone)]
pub struct Watched {
    pub lot: LotRow,
    pub position: PositionRow,
    pub balance: BalanceRow,
    pub standing: Standing,
    /// Days of life left; below zero is past it.
    pub days_left: Option<i64>,
    /// Day by which it is to be inspected; none where its pack asks for no tests.
    pub due_on: Option<Date>,
    /// Days between two inspections, by the pack.
    pub interval_days: Option<i64>,
}

/// The watch over a holding; nothing for goods that do not leave first expired, first out.
pub fn watch(
    (lot, position, balance): (LotRow, PositionRow, BalanceRow),
    packs: &Catalogue,
    today: Date,
) -> Option<Watched> {
    let goods = goods(packs, &lot.item).ok()?;
    if goods.item.allocation != Allocation::FirstExpiredFirstOut {
        return None;
    }
    let (standing, days_left) = standing(&lot, goods, today);
    let rule = goods.pack.sampling_rule(&goods.subject(today, &lot.owner_level));
    let interval_days = rule.map(|rule| i64::from(rule.body.interval_days));
    // What was never inspected is due on the day it came in.
    let due_on = interval_days.map(|days| match lot.tested_on {
        Some(day) => day_from_number(number_of_day(day) + days),
        None => lot.received_on,
    });
    Some(Watched { lot, position, balance, standing, days_left, due_on, interval_days })
}

/// Standing and days left: by the last day of the lot, warned of at the shares of life that the pack names.
pub(super) fn standing(lot: &LotRow, goods: Goods<'_>, today: Date) -> (Standing, Option<i64>) {
    let Some(last) = lot.expires_on else { return (Standing::Undated, None) };
    let left = number_of_day(last) - number_of_day(today);
    if left < 0 {
        return (Standing::Over, Some(left));
    }
    let made = lot.produced_on.unwrap_or(lot.received_on);
    let whole = (number_of_day(last) - number_of_day(made)).max(1);
    let rule = goods.pack.storage_life(&goods.subject(today, &lot.owner_level));
    let shares = rule.map(|rule| rule.body.warn_percent_left.as_slice()).unwrap_or_default();
    let percents = shares.iter().map(|share| share.micros() / 1_000_000);
    let reached = percents.filter(|percent| left * 100 <= whole * percent).min();
    (reached.map_or(Standing::Sound, Standing::Ending), Some(left))
}
