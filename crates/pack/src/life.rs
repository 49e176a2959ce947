//! Storage life and rotation: how old goods are, how long they keep, when they should be renewed. Days are given, never
//! read from a clock.

use jiff::civil::Date;
use jiff::{Span, Unit};

use crate::decimal::Decimal;
use crate::refusal::Refusal;
use crate::term::Rule;

/// How age is counted and what the limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Years by the calendar from the harvest (or make) year, which counts as the first: wheat, rice, oil.
    Years(u32),
    /// Months from the day of make: tents, water, medicine.
    Months(u32),
}

/// How long goods keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// The limit.
    pub limit: Limit,
    /// Shares of life left, in percent, at which to warn; largest first. Only for [`Limit::Months`].
    pub warn_percent_left: Vec<Decimal>,
}

/// The rule kind of [`Life`].
pub type StorageLife = Rule<Life>;

/// Age in years: `current year − harvest year + 1`; the harvest year counts as the first (QA18). A harvest year in the
/// future is refused.
pub fn age_years(harvest_year: i16, today: Date) -> Result<u32, Refusal> {
    let years = i32::from(today.year()) - i32::from(harvest_year) + 1;
    u32::try_from(years).ok().filter(|years| *years > 0).ok_or(Refusal::DaysReversed)
}

/// Where goods stand in their life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Within its life.
    Sound,
    /// Within its life, but at or below this share left, in percent.
    Ending(Decimal),
    /// The last year or the last day of its life.
    Reached,
    /// Past its life.
    Over,
}

impl Rule<Life> {
    /// The last day of life: 31 December of the last year, or the day before the made day so many months later. For
    /// [`Limit::Years`] only the year of `made` counts.
    pub fn last_day(&self, made: Date) -> Result<Date, Refusal> {
        let last = match self.body.limit {
            Limit::Years(years) => {
                let year = i64::from(made.year()) + i64::from(years) - 1;
                i16::try_from(year).ok().and_then(|year| Date::new(year, 12, 31).ok())
            }
            Limit::Months(months) => Span::new()
                .try_months(i64::from(months))
                .ok()
                .and_then(|span| made.checked_add(span).ok())
                .and_then(|day| day.yesterday().ok()),
        };
        last.ok_or(Refusal::TooLarge)
    }

    /// Where goods stand today. Goods counted in years have reached the limit through the whole of their last year.
    pub fn standing(&self, made: Date, today: Date) -> Result<Standing, Refusal> {
        if today < made {
            return Err(Refusal::DaysReversed);
        }
        let last = self.last_day(made)?;
        if today > last {
            return Ok(Standing::Over);
        }
        match self.body.limit {
            Limit::Years(_) if today.year() == last.year() => Ok(Standing::Reached),
            Limit::Years(_) => Ok(Standing::Sound),
            Limit::Months(_) if today == last => Ok(Standing::Reached),
            Limit::Months(_) => {
                let (left, whole) = (days(today, last)?, days(made, last)?);
                let small = |share: &&Decimal| {
                    i128::from(left) * i128::from(Decimal::HUNDRED.micros())
                        <= i128::from(whole) * i128::from(share.micros())
                };
                let reached = self.body.warn_percent_left.iter().filter(small).min();
                Ok(reached.map_or(Standing::Sound, |share| Standing::Ending(*share)))
            }
        }
    }
}

/// Whole days from one day to a later one.
fn days(from: Date, to: Date) -> Result<i64, Refusal> {
    from.until((Unit::Day, to)).map(|span| i64::from(span.get_days())).map_err(|_| Refusal::DaysReversed)
}

/// When goods should be renewed, and how long the place may stand empty meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Renew from this age, years.
    pub years_min: Option<u32>,
    /// Renew at this age at the latest, years.
    pub years_max: Option<u32>,
    /// The longest gap between goods out and goods in (架空期), months.
    pub gap_months_max: Option<u32>,
    /// Approved lengthening of the gap, months.
    pub extension_months_max: Option<u32>,
    /// Least physical stock during rotation, percent of the quota.
    pub physical_percent_min: Option<Decimal>,
}

/// The rule kind of [`Rotation`].
pub type RotationRule = Rule<Rotation>;
