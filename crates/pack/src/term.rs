//! Words shared by all records of a pack: text in two languages, source, status, scope and the head of a rule. Names
//! and plain selection only; no calculation.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use crate::nature::OwnerLevel;

/// A text in Chinese and English; both are always present.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    /// Chinese, shown first.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text from both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text { zh: zh.into(), en: en.into() }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.zh, self.en)
    }
}

/// How well a record is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Tag `S`: found in the named source.
    Confirmed,
    /// Tag `K`: known to practitioners, the text was not at hand.
    NeedsCitation,
    /// Tag `U`: unsure or varying; shown as "to be confirmed" until an authority confirms it.
    Unconfirmed,
}

impl Status {
    /// The stable word for wire and database.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Confirmed => "confirmed",
            Status::NeedsCitation => "needs_citation",
            Status::Unconfirmed => "unconfirmed",
        }
    }

    /// What a screen shows.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Status::Confirmed => ("已确认", "confirmed"),
            Status::NeedsCitation => ("待补出处", "needs citation"),
            Status::Unconfirmed => ("待确认", "to be confirmed"),
        }
    }
}

/// Where a record comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// How well it is founded.
    pub status: Status,
    /// Key of a [`Source`] of the same pack.
    pub source: String,
    /// Article, clause or table within the source.
    pub clause: Option<String>,
    /// What a reader must know before relying on it.
    pub note: Option<Text>,
}

/// A law, standard, notice or publication that a pack relies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Key used by [`Basis::source`].
    pub key: String,
    /// Title with number.
    pub title: Text,
}

/// Where a rule holds; an empty part means everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// GB/T 2260 codes of six digits; a code covers everything under it.
    pub regions: Vec<String>,
    /// Levels of ownership.
    pub owner_levels: Vec<OwnerLevel>,
}

impl Scope {
    /// How closely the scope fits the subject; `None` if it does not hold there. A longer region code fits closer than
    /// a shorter one, a named owner level closer than none; the region counts first.
    fn fit(&self, subject: &Subject<'_>) -> Option<u32> {
        let region = if self.regions.is_empty() {
            0
        } else {
            let code = subject.region?;
            self.regions
                .iter()
                .map(|r| region_stem(r))
                .filter(|stem| code.starts_with(stem))
                .map(|stem| stem.len() as u32)
                .max()?
        };
        let owner = match subject.owner_level {
            _ if self.owner_levels.is_empty() => 0,
            Some(level) if self.owner_levels.contains(&level) => 1,
            _ => return None,
        };
        Some(region * 2 + owner)
    }
}

/// The part of a region code that all codes below it share: 330000 → 33, 330100 → 3301.
fn region_stem(code: &str) -> &str {
    let stem = code.strip_suffix("00").unwrap_or(code);
    stem.strip_suffix("00").unwrap_or(stem)
}

/// What a rule is asked about: an item on a day, and where it lies and whose it is if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Item code.
    pub item: &'a str,
    /// The day whose rules hold (Asia/Shanghai).
    pub day: Date,
    /// GB/T 2260 region of the place.
    pub region: Option<&'a str>,
    /// Ownership level of the goods.
    pub owner_level: Option<OwnerLevel>,
}

impl<'a> Subject<'a> {
    /// An item on a day, place and owner unknown: only national rules apply.
    pub const fn new(item: &'a str, day: Date) -> Subject<'a> {
        Subject { item, day, region: None, owner_level: None }
    }

    /// The same in a region.
    pub const fn region(self, code: &'a str) -> Subject<'a> {
        Subject { region: Some(code), ..self }
    }

    /// The same for goods of an ownership level.
    pub const fn owner_level(self, level: OwnerLevel) -> Subject<'a> {
        Subject { owner_level: Some(level), ..self }
    }
}

/// A rule: its head and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<T> {
    /// Unique in the pack over all versions' lines: `qs198-wheat`.
    pub id: String,
    /// Counts up when the same rule is corrected.
    pub version: u32,
    /// First day it holds.
    pub effective_from: Date,
    /// Last day it holds; open if absent.
    pub effective_to: Option<Date>,
    /// Where it holds.
    pub scope: Scope,
    /// Codes of the items it covers, classes already spread out.
    pub items: BTreeSet<String>,
    /// Where it comes from.
    pub basis: Basis,
    /// What it says.
    pub body: T,
}

impl<T> Rule<T> {
    /// Whether it covers the item on the day, wherever that is.
    pub fn holds(&self, item: &str, day: Date) -> bool {
        self.items.contains(item)
            && self.effective_from <= day
            && self.effective_to.is_none_or(|end| day <= end)
    }

    /// Whether some item, day and place is covered by both, equally closely.
    pub(crate) fn clashes(&self, other: &Rule<T>) -> bool {
        let days = self.effective_from <= other.effective_to.unwrap_or(Date::MAX)
            && other.effective_from <= self.effective_to.unwrap_or(Date::MAX);
        let regions = match (self.scope.regions.as_slice(), other.scope.regions.as_slice()) {
            ([], []) => true,
            (a, b) => a.iter().any(|code| b.contains(code)),
        };
        let owners = match (self.scope.owner_levels.as_slice(), other.scope.owner_levels.as_slice()) {
            ([], []) => true,
            (a, b) => a.iter().any(|level| b.contains(level)),
        };
        days && regions && owners && !self.items.is_disjoint(&other.items)
    }
}

/// The rule that holds for the subject: the one whose scope fits closest. Packs refuse two that fit equally.
pub(crate) fn select<'r, T>(
    rules: impl IntoIterator<Item = &'r Rule<T>>,
    subject: &Subject<'_>,
) -> Option<&'r Rule<T>>
where
    T: 'r,
{
    rules
        .into_iter()
        .filter(|rule| rule.holds(subject.item, subject.day))
        .filter_map(|rule| rule.scope.fit(subject).map(|fit| (fit, rule)))
        .max_by_key(|(fit, _)| *fit)
        .map(|(_, rule)| rule)
}

#[cfg(test)]
mod test {
    use jiff::civil::date;

    use super::*;

    fn rule(id: &str, regions: &[&str], owners: &[OwnerLevel], from: Date, to: Option<Date>) -> Rule<()> {
        Rule {
            id: id.into(),
            version: 1,
            effective_from: from,
            effective_to: to,
            scope: Scope {
                regions: regions.iter().map(|r| r.to_string()).collect(),
                owner_levels: owners.to_vec(),
            },
            items: BTreeSet::from(["wheat".to_string()]),
            basis: Basis { status: Status::Confirmed, source: "x".into(), clause: None, note: None },
            body: (),
        }
    }

    #[test]
    fn the_closest_scope_wins() {
        let start = date(2020, 1, 1);
        let rules = [
            rule("nation", &[], &[], start, None),
            rule("zhejiang", &["330000"], &[], start, None),
            rule("hangzhou", &["330100"], &[], start, None),
            rule("central", &[], &[OwnerLevel::Central], start, None),
            rule("old", &[], &[], date(2010, 1, 1), Some(date(2019, 12, 31))),
        ];
        let ask = |day, region, owner| {
            select(&rules, &Subject { item: "wheat", day, region, owner_level: owner }).map(|r| r.id.as_str())
        };
        let day = date(2024, 5, 1);
        assert_eq!(ask(day, None, None), Some("nation"));
        assert_eq!(ask(day, Some("410100"), None), Some("nation"));
        assert_eq!(ask(day, Some("330283"), None), Some("zhejiang"));
        assert_eq!(ask(day, Some("330113"), Some(OwnerLevel::Central)), Some("hangzhou"));
        assert_eq!(ask(day, None, Some(OwnerLevel::Central)), Some("central"));
        assert_eq!(ask(date(2019, 12, 31), None, None), Some("old"));
        assert_eq!(ask(date(2009, 12, 31), None, None), None);
        assert_eq!(select(&rules, &Subject::new("maize", day)), None);
    }

    #[test]
    fn only_rules_that_fit_equally_clash() {
        let start = date(2020, 1, 1);
        let nation = rule("nation", &[], &[], start, None);
        assert!(nation.clashes(&rule("again", &[], &[], date(2021, 1, 1), None)));
        assert!(!nation.clashes(&rule("zhejiang", &["330000"], &[], start, None)));
        assert!(!nation.clashes(&rule("before", &[], &[], date(2010, 1, 1), Some(date(2019, 12, 31)))));
        assert!(nation.clashes(&rule("one day", &[], &[], date(2010, 1, 1), Some(start))));
    }
}
