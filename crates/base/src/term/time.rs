//! Instants are UTC microseconds; business days are Asia/Shanghai calendar days. A day is never an instant.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A UTC instant in microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;
/// Asia/Shanghai has been UTC+8 without change since 1991; books start later.
const SHANGHAI_OFFSET: i64 = 8 * 3600 * SECOND;

impl Instant {
    /// The Asia/Shanghai calendar day that holds this instant.
    pub fn business_day(self) -> Date {
        let days = (self.0 + SHANGHAI_OFFSET).div_euclid(DAY);
        day_from_number(days)
    }

    /// The first instant of a business day.
    pub fn start_of(day: Date) -> Self {
        Self(number_of_day(day) * DAY - SHANGHAI_OFFSET)
    }

    /// RFC 3339 text in Asia/Shanghai with seconds, for people.
    pub fn shanghai(self) -> String {
        let local = self.0 + SHANGHAI_OFFSET;
        let second = local.rem_euclid(DAY) / SECOND;
        format!(
            "{}T{:02}:{:02}:{:02}+08:00",
            self.business_day(),
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }
}

/// Days since 1970-01-01 of a calendar day.
pub fn number_of_day(day: Date) -> i64 {
    // civil::Date subtraction in days is exact and within i32 for every representable date
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from(day.since(epoch).map(|span| span.get_days()).unwrap_or(0))
}

/// The calendar day a number of days after 1970-01-01, held to the representable range.
pub fn day_from_number(days: i64) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod test {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_business_day_starts_at_sixteen_utc() {
        let day = date(2026, 11, 23);
        let start = Instant::start_of(day);
        assert_eq!(start.business_day(), day);
        assert_eq!(Instant(start.0 - 1).business_day(), date(2026, 11, 22));
        assert_eq!(Instant(start.0 + DAY - 1).business_day(), day);
        assert_eq!(start.shanghai(), "2026-11-23T00:00:00+08:00");
    }

    #[test]
    fn day_numbers_round_trip() {
        for day in [date(1970, 1, 1), date(1969, 12, 31), date(2024, 2, 29), date(2099, 12, 31)] {
            assert_eq!(day_from_number(number_of_day(day)), day);
        }
    }
}
