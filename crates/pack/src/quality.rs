//! Quality: indicators, product standards with grades, and the storage-quality judgement (宜存 / 轻度不宜存 /
//! 重度不宜存). Judges given measurements; never assumes one that is missing.

use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::refusal::Refusal;
use crate::term::{Basis, Rule, Text};

/// What an indicator's measurement looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A number in a unit, reported to some places.
    Number {
        /// Unit as printed: `%`, `g/L`, `mg/100 g`.
        unit: String,
        /// Places reported, 0 to 6.
        decimals: u8,
    },
    /// One word of a list.
    Word {
        /// Allowed words, best first: code and name.
        words: Vec<(String, Text)>,
    },
}

/// Something that is measured or looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Id in the pack: `moisture`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Number or word.
    pub kind: Kind,
    /// Test group: routine, storage or safety.
    pub group: Group,
    /// Where it comes from.
    pub basis: Basis,
}

/// The three groups of tests (常规质量、储存品质、食品安全).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 常规质量.
    Routine,
    /// 储存品质.
    Storage,
    /// 食品安全 or, for goods other than food, safety.
    Safety,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 3] = [Group::Routine, Group::Storage, Group::Safety];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Group::Routine => "routine",
            Group::Storage => "storage",
            Group::Safety => "safety",
        }
    }
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number in the indicator's unit.
    Number(Decimal),
    /// A word code of the indicator.
    Word(String),
}

/// Measurements of one sample, by indicator id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measurements(BTreeMap<String, Value>);

impl Measurements {
    /// No measurement yet.
    pub fn new() -> Measurements {
        Measurements::default()
    }

    /// The same with a number added or replaced.
    pub fn number(mut self, indicator: impl Into<String>, value: Decimal) -> Measurements {
        self.0.insert(indicator.into(), Value::Number(value));
        self
    }

    /// The same with a word added or replaced.
    pub fn word(mut self, indicator: impl Into<String>, word: impl Into<String>) -> Measurements {
        self.0.insert(indicator.into(), Value::Word(word.into()));
        self
    }

    /// Adds or replaces one measurement.
    pub fn insert(&mut self, indicator: impl Into<String>, value: Value) {
        self.0.insert(indicator.into(), value);
    }

    /// The measurement of an indicator.
    pub fn get(&self, indicator: &str) -> Option<&Value> {
        self.0.get(indicator)
    }

    /// All measurements in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// The number of an indicator; `None` if absent.
    pub(crate) fn number_of(&self, indicator: &str) -> Result<Option<Decimal>, Refusal> {
        match self.0.get(indicator) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(Some(*number)),
            Some(Value::Word(_)) => Err(Refusal::WrongKind { indicator: indicator.to_string() }),
        }
    }
}

/// A set of good values. Both ends belong to it (“以上” and “以下” in these standards are ≥ and ≤).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Band {
    /// Numbers between the ends; an open end is absent.
    Range {
        /// Lowest good value.
        min: Option<Decimal>,
        /// Highest good value.
        max: Option<Decimal>,
    },
    /// These words.
    Words(Vec<String>),
    /// Every value.
    Any,
}

impl Band {
    fn holds(&self, indicator: &str, value: &Value) -> Result<bool, Refusal> {
        match (self, value) {
            (Band::Any, _) => Ok(true),
            (Band::Range { min, max }, Value::Number(x)) => {
                Ok(min.is_none_or(|min| min <= *x) && max.is_none_or(|max| *x <= max))
            }
            (Band::Words(words), Value::Word(word)) => Ok(words.contains(word)),
            _ => Err(Refusal::WrongKind { indicator: indicator.to_string() }),
        }
    }
}

/// A limit on one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Indicator id.
    pub indicator: String,
    /// Good values.
    pub band: Band,
    /// Where it comes from.
    pub basis: Basis,
}

/// A product standard: limits all goods must keep, and grades by further limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Limits for every grade: impurity, moisture …
    pub limits: Vec<Limit>,
    /// Grades, best first, each with its own limits.
    pub grades: Vec<(String, Vec<Limit>)>,
    /// The grade of goods that reach none of the grades (等外).
    pub below: Option<String>,
}

/// The rule kind of a [`Product`].
pub type ProductStandard = Rule<Product>;

/// A limit that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Indicator id.
    pub indicator: String,
    /// As measured.
    pub measured: Value,
    /// What it should have been.
    pub band: Band,
}

/// What a product standard says about measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The best grade whose limits are all measured and kept; the grade below all if every grade fails on a measured
    /// value; `None` if the standard has no grades or the measurements cannot tell.
    pub grade: Option<String>,
    /// Common limits not kept. Empty means qualified as far as measured.
    pub breaches: Vec<Breach>,
    /// Indicators of common limits that were not measured.
    pub unmeasured: Vec<String>,
}

impl Inspection {
    /// Every common limit was measured and kept.
    pub fn is_qualified(&self) -> bool {
        self.breaches.is_empty() && self.unmeasured.is_empty()
    }
}

impl Rule<Product> {
    /// Compares measurements with the limits and finds the grade.
    pub fn inspect(&self, values: &Measurements) -> Result<Inspection, Refusal> {
        let mut found = Inspection { grade: None, breaches: Vec::new(), unmeasured: Vec::new() };
        for limit in &self.body.limits {
            match values.get(&limit.indicator) {
                None => found.unmeasured.push(limit.indicator.clone()),
                Some(value) if limit.band.holds(&limit.indicator, value)? => {}
                Some(value) => found.breaches.push(Breach {
                    indicator: limit.indicator.clone(),
                    measured: value.clone(),
                    band: limit.band.clone(),
                }),
            }
        }
        let mut every_grade_failed = true;
        for (grade, limits) in &self.body.grades {
            match keeps(limits, values)? {
                Some(true) => {
                    found.grade = Some(grade.clone());
                    return Ok(found);
                }
                Some(false) => {}
                None => every_grade_failed = false,
            }
        }
        if every_grade_failed && !self.body.grades.is_empty() {
            found.grade = self.body.below.clone();
        }
        Ok(found)
    }
}

/// Whether all limits are kept; a limit broken decides, else one unmeasured leaves it open (`None`).
fn keeps(limits: &[Limit], values: &Measurements) -> Result<Option<bool>, Refusal> {
    let mut open = false;
    for limit in limits {
        match values.get(&limit.indicator) {
            None => open = true,
            Some(value) if limit.band.holds(&limit.indicator, value)? => {}
            Some(_) => return Ok(Some(false)),
        }
    }
    Ok(if open { None } else { Some(true) })
}

/// Storage-quality class, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 宜存: may be kept.
    Suitable,
    /// 轻度不宜存: must leave store in time (GCR art. 17).
    SlightlyUnsuitable,
    /// 重度不宜存: must leave store at once.
    SeverelyUnsuitable,
}

impl Class {
    /// Every class, best first.
    pub const ALL: [Class; 3] = [Class::Suitable, Class::SlightlyUnsuitable, Class::SeverelyUnsuitable];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Class::Suitable => "suitable",
            Class::SlightlyUnsuitable => "slightly_unsuitable",
            Class::SeverelyUnsuitable => "severely_unsuitable",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Class::Suitable => ("宜存", "Suitable for storage"),
            Class::SlightlyUnsuitable => ("轻度不宜存", "Slightly unsuitable"),
            Class::SeverelyUnsuitable => ("重度不宜存", "Severely unsuitable"),
        }
    }
}

/// How one indicator is judged: suitable in the first band, slightly unsuitable in the second, else severely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Indicator id.
    pub indicator: String,
    /// 宜存.
    pub suitable: Band,
    /// 轻度不宜存, where not suitable.
    pub slight: Band,
    /// Where it comes from.
    pub basis: Basis,
}

/// Criteria of a storage-quality standard; the worst indicator decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageQuality {
    /// One per indicator.
    pub criteria: Vec<Criterion>,
}

/// The rule kind of [`StorageQuality`].
pub type QualityStandard = Rule<StorageQuality>;

/// Why a judgement came out: one indicator and its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Indicator id.
    pub indicator: String,
    /// As measured.
    pub measured: Value,
    /// The class it alone would give.
    pub class: Class,
    /// Where the criterion comes from.
    pub basis: Basis,
}

/// A storage-quality judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The worst class among the measured indicators.
    pub class: Class,
    /// Every measured indicator, worst first.
    pub reasons: Vec<Reason>,
    /// Indicators of the standard that were not measured: with any, a good class is provisional.
    pub unmeasured: Vec<String>,
}

impl Rule<StorageQuality> {
    /// Judges a sample. Refused if none of the standard's indicators was measured, or one has a value of the wrong kind.
    pub fn judge(&self, values: &Measurements) -> Result<Judgement, Refusal> {
        let (mut reasons, mut unmeasured) = (Vec::new(), Vec::new());
        for criterion in &self.body.criteria {
            let Some(value) = values.get(&criterion.indicator) else {
                unmeasured.push(criterion.indicator.clone());
                continue;
            };
            let class = if criterion.suitable.holds(&criterion.indicator, value)? {
                Class::Suitable
            } else if criterion.slight.holds(&criterion.indicator, value)? {
                Class::SlightlyUnsuitable
            } else {
                Class::SeverelyUnsuitable
            };
            reasons.push(Reason {
                indicator: criterion.indicator.clone(),
                measured: value.clone(),
                class,
                basis: criterion.basis.clone(),
            });
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.class));
        match reasons.first() {
            Some(worst) => Ok(Judgement { class: worst.class, reasons, unmeasured }),
            None => Err(Refusal::Unmeasured { indicator: unmeasured.join(", ") }),
        }
    }
}

/// How samples are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampling {
    /// The most one sample may stand for, thousandths of the item's unit.
    pub quantity_max: i64,
    /// The longest time between two tests in store, days.
    pub interval_days: u32,
}

/// The rule kind of [`Sampling`].
pub type SamplingRule = Rule<Sampling>;

impl Rule<Sampling> {
    /// Samples needed for a quantity in thousandths: at least one for anything above zero.
    pub fn samples(&self, quantity: i64) -> u64 {
        let (quantity, each) =
            (u64::try_from(quantity).unwrap_or(0), self.body.quantity_max.unsigned_abs().max(1));
        quantity.div_ceil(each)
    }
}
