//! What an emergency asks of a category: how much of an item people are owed, and from which toll on a response is proposed.
//! It computes and proposes; starting a response is for people.

use crate::decimal::Decimal;
use crate::term::{Basis, Rule};
use jiff::civil::Date;

/// When a norm holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// All year.
    Any,
    /// Where nights are mild.
    Warm,
    /// Where it freezes.
    Cold,
}

impl Season {
    /// Every season.
    pub const ALL: [Season; 3] = [Season::Any, Season::Warm, Season::Cold];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Season::Any => "any",
            Season::Warm => "warm",
            Season::Cold => "cold",
        }
    }
}

/// How much of an item people are owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Norm {
    /// When.
    pub season: Season,
    /// Units for a thousand people; each day if [`Norm::daily`].
    pub per_thousand: Decimal,
    /// Used up: counted for every day.
    pub daily: bool,
    /// Spare on top, percent.
    pub spare_percent: Decimal,
    /// Hours from the event by which it should be there.
    pub due_hours: u32,
}

/// The rule kind of [`Norm`].
pub type NormRule = Rule<Norm>;

impl Rule<Norm> {
    /// Whole units for so many people and days: `⌈persons × norm × days × (1 + spare)⌉`; `None` beyond the range of numbers.
    pub fn units(&self, persons: i64, days: u32) -> Option<i64> {
        let Norm { per_thousand, daily, spare_percent, .. } = self.body;
        let days = if daily { i128::from(days) } else { 1 };
        // Millionths of a unit for a thousand people, times hundredths of a percent in millionths.
        let spare = i128::from(spare_percent.micros()) + i128::from(Decimal::HUNDRED.micros());
        let top = i128::from(persons)
            .checked_mul(i128::from(per_thousand.micros()))?
            .checked_mul(days)?
            .checked_mul(spare)?;
        let bottom = 1_000 * 1_000_000 * i128::from(Decimal::HUNDRED.micros());
        i64::try_from(top.div_euclid(bottom) + i128::from(top.rem_euclid(bottom) > 0)).ok()
    }
}

/// A criterion that a toll can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Dead and missing.
    Deaths,
    /// Moved in a hurry or in need of immediate help.
    Displaced,
    /// Rooms fallen or badly damaged.
    Houses,
}

impl Criterion {
    /// Every criterion.
    pub const ALL: [Criterion; 3] = [Criterion::Deaths, Criterion::Displaced, Criterion::Houses];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Criterion::Deaths => "deaths",
            Criterion::Displaced => "displaced",
            Criterion::Houses => "houses",
        }
    }
}

/// From which toll on a response of a level is proposed, within one province and one event; any one criterion is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Its id.
    pub id: String,
    /// 1 (Ⅰ, the highest) to 4.
    pub level: u32,
    /// First day.
    pub effective_from: Date,
    /// Last day.
    pub effective_to: Option<Date>,
    /// Where, six digits; empty: the nation. A longer match goes first.
    pub region: Option<String>,
    /// Least number of dead and missing.
    pub deaths_min: i64,
    /// Least number of people moved or in need.
    pub displaced_min: i64,
    /// Least number of rooms.
    pub houses_min: i64,
    /// Where it comes from.
    pub basis: Basis,
}

impl Response {
    /// The least number of a criterion.
    pub const fn least(&self, criterion: Criterion) -> i64 {
        match criterion {
            Criterion::Deaths => self.deaths_min,
            Criterion::Displaced => self.displaced_min,
            Criterion::Houses => self.houses_min,
        }
    }

    /// Whether it holds in a place on a day.
    pub fn holds(&self, region: &str, day: Date) -> bool {
        let stem = |code: &str| code.trim_end_matches("00").to_owned();
        day >= self.effective_from
            && self.effective_to.is_none_or(|last| day <= last)
            && self.region.as_ref().is_none_or(|code| region.starts_with(&stem(code)))
    }
}

/// The most severe response that a toll (in the order of [`Criterion::ALL`]) meets, with the criteria that it meets.
pub fn propose<'a>(
    responses: &'a [Response],
    region: &str,
    day: Date,
    toll: [i64; 3],
) -> Option<(&'a Response, Vec<Criterion>)> {
    let valid: Vec<&Response> = responses.iter().filter(|one| one.holds(region, day)).collect();
    // A table of the place replaces that of the nation as a whole.
    let own = valid.iter().any(|one| one.region.is_some());
    let mut table: Vec<&Response> = valid.into_iter().filter(|one| one.region.is_some() == own).collect();
    table.sort_by_key(|one| one.level);
    table.into_iter().find_map(|one| {
        let met: Vec<Criterion> = Criterion::ALL
            .into_iter()
            .zip(toll)
            .filter(|(criterion, number)| *number >= one.least(*criterion))
            .map(|(criterion, _)| criterion)
            .collect();
        (!met.is_empty()).then_some((one, met))
    })
}
