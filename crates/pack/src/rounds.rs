//! How often stored goods are looked at 检查周期: intervals by temperature, moisture and pests, and the classes of moisture and pests behind
//! them. Days and measurements are given; it knows no clock and no sensor.

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::term::{Basis, Rule};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// 粮温.
    Temperature,
    /// 水分.
    Moisture,
    /// 虫害.
    Pests,
    /// 气体.
    Gas,
}

impl Check {
    /// Every check.
    pub const ALL: [Check; 4] = [Check::Temperature, Check::Moisture, Check::Pests, Check::Gas];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Check::Temperature => "temperature",
            Check::Moisture => "moisture",
            Check::Pests => "pests",
            Check::Gas => "gas",
        }
    }
}

/// How safe grain of some moisture keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Security {
    /// 安全粮.
    Safe,
    /// 半安全粮.
    SemiSafe,
    /// 危险粮.
    Dangerous,
}

impl Security {
    /// Every class, safest first.
    pub const ALL: [Security; 3] = [Security::Safe, Security::SemiSafe, Security::Dangerous];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Security::Safe => "safe",
            Security::SemiSafe => "semi_safe",
            Security::Dangerous => "dangerous",
        }
    }
}

/// How badly goods are infested 虫粮等级.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Infestation {
    /// 基本无虫粮.
    Free,
    /// 一般虫粮.
    General,
    /// 严重虫粮.
    Serious,
    /// 危险虫粮.
    Dangerous,
}

impl Infestation {
    /// Every class, best first.
    pub const ALL: [Infestation; 4] =
        [Infestation::Free, Infestation::General, Infestation::Serious, Infestation::Dangerous];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Infestation::Free => "free",
            Infestation::General => "general",
            Infestation::Serious => "serious",
            Infestation::Dangerous => "dangerous",
        }
    }

    /// The class with this word.
    pub fn from_code(code: &str) -> Option<Infestation> {
        Infestation::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Live pests found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// A kilogram, of any kind.
    pub density: i64,
    /// A kilogram, of the main kinds.
    pub main: i64,
    /// Kinds under quarantine, altogether.
    pub quarantine: i64,
}

/// Limits of a class of infestation; any one exceeded suffices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PestClass {
    pub class: Infestation,
    /// Live pests a kilogram above this.
    pub density_over: Option<u32>,
    /// Main pests a kilogram above this.
    pub main_over: Option<u32>,
    /// Live pests under quarantine above this.
    pub quarantine_over: Option<u32>,
    /// Days within which they are to be treated.
    pub treat_days: u32,
    pub basis: Basis,
}

/// One interval and when it holds. Conditions that are absent always hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    pub check: Check,
    pub security: Option<Security>,
    /// Highest grain temperature above this, °C.
    pub above: Option<Decimal>,
    /// Highest grain temperature up to and including this, °C.
    pub up_to: Option<Decimal>,
    /// Only after a treatment against this class …
    pub treated: Option<Infestation>,
    /// … so many days ago at most.
    pub within: Option<u32>,
    /// Longest time between two checks, days.
    pub days: u32,
    pub basis: Basis,
}

/// How often goods of an item are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounds {
    /// Safe moisture in percent, by code of item or class.
    pub safe_moisture: BTreeMap<String, Decimal>,
    /// Up to this much above the safe moisture goods are semi-safe, percentage points.
    pub semi_points: Decimal,
    /// Goods in store for fewer days than this …
    pub new_days: u32,
    /// … are looked at this many times as often.
    pub new_times: u32,
    /// From the mildest class.
    pub pests: Vec<PestClass>,
    pub intervals: Vec<Interval>,
}

/// The rule kind of [`Rounds`].
pub type RoundsRule = Rule<Rounds>;

/// What is known of goods in store. What was never measured is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Highest grain temperature, °C.
    pub temperature: Option<Decimal>,
    /// The class of the moisture.
    pub security: Option<Security>,
    /// The last treatment: against which class, and days since.
    pub treated: Option<(Infestation, i64)>,
    /// Days since intake.
    pub age: i64,
}

impl Rule<Rounds> {
    /// The class of a moisture against the safe one, both in percent.
    pub fn security(&self, safe: Decimal, moisture: Decimal) -> Security {
        let semi = safe.checked_add(self.body.semi_points).unwrap_or(safe);
        if moisture <= safe {
            Security::Safe
        } else if moisture <= semi {
            Security::SemiSafe
        } else {
            Security::Dangerous
        }
    }

    /// The worst class whose limits are exceeded; `None` is 基本无虫粮.
    pub fn infestation(&self, found: Found) -> Option<&PestClass> {
        let over = |limit: Option<u32>, value: i64| limit.is_some_and(|limit| value > i64::from(limit));
        self.body.pests.iter().rev().find(|class| {
            over(class.density_over, found.density)
                || over(class.main_over, found.main)
                || over(class.quarantine_over, found.quarantine)
        })
    }

    /// Days until the next check, and the interval that says so: the shortest of those that hold or, for want of a measurement, might
    /// hold. `None` when the rule asks for no such check.
    pub fn interval(&self, check: Check, known: &Known) -> Option<(u32, &Interval)> {
        let after = |line: &Interval| {
            let Some(class) = line.treated else { return true };
            let within = i64::from(line.within.unwrap_or(u32::MAX));
            known.treated.is_some_and(|(seen, days)| seen == class && days <= within)
        };
        let may = |line: &&Interval| {
            line.check == check
                && line.security.is_none_or(|class| known.security.is_none_or(|seen| seen == class))
                && known.temperature.is_none_or(|t| {
                    line.above.is_none_or(|above| t > above) && line.up_to.is_none_or(|most| t <= most)
                })
                && after(line)
        };
        let line = self.body.intervals.iter().filter(may).min_by_key(|line| line.days)?;
        let young = known.age < i64::from(self.body.new_days);
        let days = if young { (line.days / self.body.new_times.max(1)).max(1) } else { line.days };
        Some((days, line))
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::builtin;
    use crate::term::Subject;
    use jiff::civil::date;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn intervals_of_the_grain_pack_follow_the_table() {
        let packs = builtin::catalogue().unwrap();
        let pack = packs.pack("grain").unwrap();
        let rule = pack.rounds_rule(&Subject::new("1120101", date(2026, 11, 23))).unwrap();
        let at = |t: &str, class, age| Known {
            temperature: Some(decimal(t)),
            security: Some(class),
            age,
            treated: None,
        };
        let treated = |class, days| Known { treated: Some((class, days)), ..at("15", Security::Safe, 400) };
        for (check, known, want) in [
            (Check::Temperature, at("15", Security::Safe, 400), Some(15)),
            (Check::Temperature, at("15.1", Security::Safe, 400), Some(10)),
            (Check::Temperature, at("15", Security::SemiSafe, 400), Some(10)),
            (Check::Temperature, at("15.1", Security::SemiSafe, 400), Some(5)),
            (Check::Temperature, at("15", Security::Dangerous, 400), Some(5)),
            (Check::Temperature, at("15.1", Security::Dangerous, 400), Some(1)),
            (Check::Temperature, Known { age: 400, ..Known::default() }, Some(1)),
            (Check::Temperature, at("15", Security::Safe, 89), Some(7)),
            (Check::Temperature, at("15", Security::Safe, 90), Some(15)),
            (Check::Temperature, at("20", Security::Dangerous, 1), Some(1)),
            (Check::Pests, at("15", Security::Safe, 400), Some(30)),
            (Check::Pests, at("25", Security::Safe, 400), Some(15)),
            (Check::Pests, at("25.1", Security::Safe, 400), Some(7)),
            (Check::Pests, treated(Infestation::Dangerous, 90), Some(7)),
            (Check::Pests, treated(Infestation::Dangerous, 91), Some(30)),
            (Check::Pests, treated(Infestation::Serious, 1), Some(30)),
            (Check::Moisture, at("10", Security::Safe, 400), Some(90)),
            (Check::Moisture, at("10", Security::SemiSafe, 400), Some(30)),
            (Check::Gas, at("10", Security::Safe, 400), None),
        ] {
            assert_eq!(rule.interval(check, &known).map(|(days, _)| days), want, "{check:?} {known:?}");
        }
    }

    #[test]
    fn classes_of_moisture_and_pests_begin_just_beyond_their_limits() {
        let packs = builtin::catalogue().unwrap();
        let pack = packs.pack("grain").unwrap();
        let rule = pack.rounds_rule(&Subject::new("1120101", date(2026, 11, 23))).unwrap();
        let safe = pack.safe_moisture(rule, "1120101").unwrap();
        assert_eq!(safe, decimal("12.5"));
        assert_eq!(pack.safe_moisture(rule, "1130202"), Some(decimal("14.5")), "japonica paddy");
        for (moisture, want) in [
            ("12.5", Security::Safe),
            ("12.6", Security::SemiSafe),
            ("13.5", Security::SemiSafe),
            ("13.6", Security::Dangerous),
        ] {
            assert_eq!(rule.security(safe, decimal(moisture)), want, "{moisture}");
        }
        for (density, main, quarantine, want) in [
            (5, 2, 0, None),
            (6, 0, 0, Some(Infestation::General)),
            (0, 3, 0, Some(Infestation::General)),
            (30, 10, 0, Some(Infestation::General)),
            (31, 0, 0, Some(Infestation::Serious)),
            (0, 11, 0, Some(Infestation::Serious)),
            (0, 0, 1, Some(Infestation::Dangerous)),
        ] {
            let found = Found { density, main, quarantine };
            assert_eq!(rule.infestation(found).map(|class| class.class), want, "{found:?}");
        }
    }
}
