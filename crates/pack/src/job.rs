//! Limits of work in a store 作业限值: the air in which people may enter, and when aeration does good. It knows no clock and no sensor.

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::term::{Basis, Rule};

/// Constants of the modified Chung-Pfost isotherm (ASAE D245), moisture in percent of dry matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Isotherm {
    pub a: Decimal,
    pub b: Decimal,
    pub c: Decimal,
}

/// Limits of fumigation and aeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Oxygen in which people may enter, percent, both ends included.
    pub oxygen_min: Decimal,
    pub oxygen_max: Decimal,
    /// Phosphine in which people may enter without a respirator, mL/m³.
    pub phosphine_max: Decimal,
    /// Aeration starts when grain is this many °C warmer than air …
    pub start_degrees: Decimal,
    /// … and goes on while it is warmer by more than this.
    pub stop_degrees: Decimal,
    /// How aeration limits are founded.
    pub aeration_basis: Basis,
    /// By code of item or class.
    pub isotherms: BTreeMap<String, Isotherm>,
}

/// The rule kind of [`Job`].
pub type JobRule = Rule<Job>;

/// Why nobody may enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsafe {
    /// A gas that must be known was not measured.
    Unmeasured,
    /// Too little or too much oxygen.
    Oxygen,
    /// Too much phosphine.
    Phosphine,
}

impl Rule<Job> {
    /// Whether people may enter: oxygen in percent, phosphine in mL/m³. What was not measured is not safe.
    pub fn entry(&self, oxygen: Option<Decimal>, phosphine: Option<Decimal>) -> Result<(), Unsafe> {
        let (Some(oxygen), Some(phosphine)) = (oxygen, phosphine) else { return Err(Unsafe::Unmeasured) };
        if oxygen < self.body.oxygen_min || oxygen > self.body.oxygen_max {
            return Err(Unsafe::Oxygen);
        }
        if phosphine > self.body.phosphine_max { Err(Unsafe::Phosphine) } else { Ok(()) }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::builtin;
    use crate::term::Subject;
    use jiff::civil::date;

    #[test]
    fn people_enter_only_air_that_was_measured_and_is_good() {
        let packs = builtin::catalogue().unwrap();
        let pack = packs.pack("grain").unwrap();
        let rule = pack.job_rule(&Subject::new("1120101", date(2026, 11, 23))).unwrap();
        let read = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        for (oxygen, phosphine, want) in [
            (Some("19.5"), Some("0.2"), Ok(())),
            (Some("23.5"), Some("0"), Ok(())),
            (Some("19.4"), Some("0"), Err(Unsafe::Oxygen)),
            (Some("23.6"), Some("0"), Err(Unsafe::Oxygen)),
            (Some("20.9"), Some("0.201"), Err(Unsafe::Phosphine)),
            (Some("20.9"), None, Err(Unsafe::Unmeasured)),
            (None, Some("0"), Err(Unsafe::Unmeasured)),
        ] {
            assert_eq!(rule.entry(read(oxygen), read(phosphine)), want, "{oxygen:?} {phosphine:?}");
        }
        assert!(pack.isotherm(rule, "1130202").is_some(), "japonica paddy");
    }
}
