//! A quantity over time: one value per month or per calendar day, any of which may be missing.
//! It never fills a gap: what was not observed stays missing until a method says how it treats that.

mod read;
#[cfg(test)]
mod test;

use jiff::civil::Date;
use std::fmt;

pub use read::{Column, Problem, Table, read};

/// A step of a series' calendar: [`Month`] or [`Date`].
pub trait Tick: Copy + Ord + fmt::Debug + fmt::Display {
    /// The tick `steps` later; `None` outside the years 1 to 9999.
    fn later(self, steps: usize) -> Option<Self>;
    /// Steps from `earlier` to this; `None` when this is before it.
    fn steps_since(self, earlier: Self) -> Option<usize>;
    /// Reads `2007-07` or `2007-07-31`.
    fn parse(text: &str) -> Option<Self>;
}

/// A calendar month, counted from January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// The month of a year, both as people count them; `None` outside the years 1 to 9999 and months 1 to 12.
    pub fn new(year: u32, month: u32) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self(year * 12 + month - 1))
    }

    /// The month a day lies in; `None` before the year 1.
    pub fn of(day: Date) -> Option<Self> {
        Self::new(u32::try_from(day.year()).ok()?, u32::try_from(day.month()).ok()?)
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / 12
    }

    /// The month of the year, 1 to 12.
    pub fn of_year(self) -> u32 {
        self.0 % 12 + 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

impl Tick for Month {
    fn later(self, steps: usize) -> Option<Self> {
        let count = self.0.checked_add(u32::try_from(steps).ok()?)?;
        Self::new(count / 12, count % 12 + 1)
    }

    fn steps_since(self, earlier: Self) -> Option<usize> {
        self.0.checked_sub(earlier.0).and_then(|steps| usize::try_from(steps).ok())
    }

    fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits =
            |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        (digits(year, 4) && digits(month, 2)).then_some(())?;
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }
}

impl Tick for Date {
    fn later(self, steps: usize) -> Option<Self> {
        self.checked_add(jiff::Span::new().try_days(i64::try_from(steps).ok()?).ok()?).ok()
    }

    fn steps_since(self, earlier: Self) -> Option<usize> {
        let days = earlier.until(self).ok()?.get_days();
        usize::try_from(days).ok()
    }

    fn parse(text: &str) -> Option<Self> {
        (text.len() == 10).then_some(())?;
        text.parse().ok()
    }
}

/// Values of consecutive ticks; `None` is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Series<T> {
    start: T,
    values: Vec<Option<f64>>,
}

impl<T: Tick> Series<T> {
    /// A series from its first tick on; a value that is not finite counts as missing.
    pub fn new(start: T, values: Vec<Option<f64>>) -> Self {
        let values = values.into_iter().map(|value| value.filter(|v| v.is_finite())).collect();
        Self { start, values }
    }

    /// Number of ticks from first to last, missing ones included.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Has it no tick at all?
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// All values in order.
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// Tick and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (T, Option<f64>)> + '_ {
        self.values.iter().enumerate().filter_map(|(at, value)| Some((self.start.later(at)?, *value)))
    }

    /// The value of a tick; `None` when it is missing or outside.
    pub fn at(&self, tick: T) -> Option<f64> {
        self.values.get(tick.steps_since(self.start)?).copied().flatten()
    }

    /// The first tick.
    pub fn start(&self) -> T {
        self.start
    }
}
