//! What makes a weighing of a truck doubtful 过磅疑点: limits of time, tare, gross and repetition. A doubt is shown and recorded;
//! only those that the rule names are refused. Weights and times are given, never read from a bridge or a clock.

use crate::decimal::{Decimal, Rounding, percent_of};
use crate::term::{Rule, Text};

/// Something about a trip that a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The same plate is inside another depot.
    Elsewhere,
    /// Typed by hand, not read from the bridge.
    ByHand,
    /// Weighed again after a first result.
    Reweighed,
    /// Laden and empty weighing are closer than any unloading takes.
    TooQuick,
    /// Laden and empty weighing lie too far apart.
    TooSlow,
    /// The empty weight is not that of earlier visits.
    TareDeviates,
    /// An arriving truck heavier than the road allows.
    OverGross,
    /// A departing truck heavier than the road allows.
    Overloaded,
    /// The same weight came up too often on this bridge.
    Identical,
    /// The same plate carried the same weight the other way shortly before (V-04 转圈粮).
    Circular,
    /// More than the notice allows.
    OverNotice,
}

impl Doubt {
    /// Every doubt, in the order they are shown.
    pub const ALL: [Doubt; 11] = [
        Doubt::Elsewhere,
        Doubt::ByHand,
        Doubt::Reweighed,
        Doubt::TooQuick,
        Doubt::TooSlow,
        Doubt::TareDeviates,
        Doubt::OverGross,
        Doubt::Overloaded,
        Doubt::Identical,
        Doubt::Circular,
        Doubt::OverNotice,
    ];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Doubt::Elsewhere => "elsewhere",
            Doubt::ByHand => "by_hand",
            Doubt::Reweighed => "reweighed",
            Doubt::TooQuick => "too_quick",
            Doubt::TooSlow => "too_slow",
            Doubt::TareDeviates => "tare_deviates",
            Doubt::OverGross => "over_gross",
            Doubt::Overloaded => "overloaded",
            Doubt::Identical => "identical",
            Doubt::Circular => "circular",
            Doubt::OverNotice => "over_notice",
        }
    }

    /// The doubt with this word.
    pub fn from_code(code: &str) -> Option<Doubt> {
        Doubt::ALL.into_iter().find(|doubt| doubt.code() == code)
    }

    /// What a person reads.
    pub fn label(self) -> Text {
        let (zh, en) = match self {
            Doubt::Elsewhere => ("同一车牌在另一库区未离场", "the plate is still inside another depot"),
            Doubt::ByHand => ("手工录入", "typed by hand"),
            Doubt::Reweighed => ("复磅", "weighed again"),
            Doubt::TooQuick => ("毛皮间隔过短", "gross and tare too close in time"),
            Doubt::TooSlow => ("毛皮间隔过长", "gross and tare too far apart in time"),
            Doubt::TareDeviates => ("皮重与该车历史不符", "tare differs from the truck's history"),
            Doubt::OverGross => ("毛重超过车辆限重", "gross above the vehicle limit"),
            Doubt::Overloaded => ("超限装载", "loaded above the vehicle limit"),
            Doubt::Identical => ("重量反复相同", "the same weight again and again"),
            Doubt::Circular => ("短期内同车同重一进一出", "same plate and weight in and out within days"),
            Doubt::OverNotice => ("超过通知单数量", "more than the notice"),
        };
        Text::new(zh, en)
    }
}

/// Limits of plausible weighing. An absent limit asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighing {
    /// Least minutes between laden and empty weighing.
    pub minutes_min: Option<u32>,
    /// Most minutes between laden and empty weighing.
    pub minutes_max: Option<u32>,
    /// Tare may differ from the truck's usual one by this many kilograms …
    pub tare_kg: Option<u32>,
    /// … or this share of it, whichever is more.
    pub tare_percent: Option<Decimal>,
    /// Heaviest truck on a road, kilograms.
    pub gross_kg_max: Option<u32>,
    /// How often one weight may come up among the last eight of a bridge.
    pub identical_max: Option<u32>,
    /// Hours within which the same plate and weight in the other direction are a circle.
    pub circle_hours: Option<u32>,
    /// How close two net weights are the same, percent.
    pub circle_percent: Option<Decimal>,
    /// Doubts that are refused.
    pub refuse: Vec<Doubt>,
}

/// The rule kind of [`Weighing`].
pub type WeighingRule = Rule<Weighing>;

/// Which way the goods go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Into the depot.
    In,
    /// Out of it.
    Out,
}

/// What is known when a truck stands on the bridge. Kilograms and minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'a> {
    pub way: Way,
    /// Laden weight, once known.
    pub gross: Option<i64>,
    /// Empty weight, once known.
    pub tare: Option<i64>,
    /// Minutes since the first weighing, at the second.
    pub minutes: Option<i64>,
    /// Empty weights of earlier visits of this plate.
    pub tares: &'a [i64],
    /// The weight just read, and the last ones of this bridge before it.
    pub now: i64,
    pub recent: &'a [i64],
    /// Net weight and minutes since this plate last went the other way.
    pub other_way: Option<(i64, i64)>,
}

impl Rule<Weighing> {
    /// What is doubtful about a weighing, in the order of [`Doubt::ALL`].
    pub fn doubts(&self, seen: &Seen<'_>) -> Vec<Doubt> {
        let rule = &self.body;
        let over = |limit: Option<u32>, value: Option<i64>| {
            limit.zip(value).is_some_and(|(limit, value)| value > i64::from(limit))
        };
        let heavy = over(rule.gross_kg_max, seen.gross);
        let same = seen.recent.iter().filter(|weight| **weight == seen.now).count();
        let found = [
            (
                Doubt::TooQuick,
                rule.minutes_min.zip(seen.minutes).is_some_and(|(min, got)| got < i64::from(min)),
            ),
            (Doubt::TooSlow, over(rule.minutes_max, seen.minutes)),
            (Doubt::TareDeviates, self.tare_deviates(seen)),
            (Doubt::OverGross, heavy && seen.way == Way::In),
            (Doubt::Overloaded, heavy && seen.way == Way::Out),
            (Doubt::Identical, rule.identical_max.is_some_and(|max| same + 1 > max as usize)),
            (Doubt::Circular, self.circular(seen)),
        ];
        found.into_iter().filter(|(_, found)| *found).map(|(doubt, _)| doubt).collect()
    }

    /// Whether a doubt is refused rather than shown.
    pub fn refuses(&self, doubt: Doubt) -> bool {
        self.body.refuse.contains(&doubt)
    }

    fn tare_deviates(&self, seen: &Seen<'_>) -> bool {
        let (Some(tare), false) = (seen.tare, seen.tares.is_empty()) else { return false };
        if self.body.tare_kg.is_none() && self.body.tare_percent.is_none() {
            return false;
        }
        let mut sorted = seen.tares.to_vec();
        sorted.sort_unstable();
        let usual = sorted[sorted.len() / 2];
        let share = self
            .body
            .tare_percent
            .and_then(|percent| percent_of(usual, percent, Rounding::Half))
            .unwrap_or(0);
        let allowed = i64::from(self.body.tare_kg.unwrap_or(0)).max(share);
        tare.saturating_sub(usual).saturating_abs() > allowed
    }

    fn circular(&self, seen: &Seen<'_>) -> bool {
        let (Some(hours), Some(percent)) = (self.body.circle_hours, self.body.circle_percent) else {
            return false;
        };
        let (Some(gross), Some(tare), Some((before, minutes))) = (seen.gross, seen.tare, seen.other_way)
        else {
            return false;
        };
        let near = percent_of(before, percent, Rounding::Half).unwrap_or(0);
        minutes <= i64::from(hours) * 60 && (gross - tare - before).abs() <= near
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::term::{Basis, Scope, Status};
    use jiff::civil::date;

    fn rule() -> WeighingRule {
        Rule {
            id: "w".into(),
            version: 1,
            effective_from: date(2020, 1, 1),
            effective_to: None,
            scope: Scope::default(),
            items: Default::default(),
            basis: Basis { status: Status::Unconfirmed, source: "INRS".into(), clause: None, note: None },
            body: Weighing {
                minutes_min: Some(5),
                minutes_max: Some(720),
                tare_kg: Some(300),
                tare_percent: "2".parse().ok(),
                gross_kg_max: Some(49_000),
                identical_max: Some(3),
                circle_hours: Some(48),
                circle_percent: "0.5".parse().ok(),
                refuse: vec![Doubt::Overloaded],
            },
        }
    }

    const PLAIN: Seen<'static> = Seen {
        way: Way::In,
        gross: Some(48_500),
        tare: Some(16_500),
        minutes: Some(40),
        tares: &[16_480, 16_520, 16_500],
        now: 16_500,
        recent: &[48_500, 30_000],
        other_way: None,
    };

    #[test]
    fn doubts_begin_just_beyond_each_limit() {
        let rule = rule();
        for (seen, want) in [
            (PLAIN, vec![]),
            (Seen { minutes: Some(5), ..PLAIN }, vec![]),
            (Seen { minutes: Some(4), ..PLAIN }, vec![Doubt::TooQuick]),
            (Seen { minutes: Some(720), ..PLAIN }, vec![]),
            (Seen { minutes: Some(721), ..PLAIN }, vec![Doubt::TooSlow]),
            // 2 % of the usual 16,500 kg is 330 kg, more than 300.
            (Seen { tare: Some(16_830), ..PLAIN }, vec![]),
            (Seen { tare: Some(16_831), ..PLAIN }, vec![Doubt::TareDeviates]),
            (Seen { tare: Some(16_831), tares: &[], ..PLAIN }, vec![]),
            (Seen { gross: Some(49_000), ..PLAIN }, vec![]),
            (Seen { gross: Some(49_001), ..PLAIN }, vec![Doubt::OverGross]),
            (Seen { gross: Some(49_001), way: Way::Out, ..PLAIN }, vec![Doubt::Overloaded]),
            (Seen { recent: &[16_500, 1, 16_500], ..PLAIN }, vec![]),
            (Seen { recent: &[16_500, 16_500, 16_500], ..PLAIN }, vec![Doubt::Identical]),
            (Seen { other_way: Some((32_160, 2_880)), ..PLAIN }, vec![Doubt::Circular]),
            (Seen { other_way: Some((32_162, 2_880)), ..PLAIN }, vec![]),
            (Seen { other_way: Some((32_000, 2_881)), ..PLAIN }, vec![]),
        ] {
            assert_eq!(rule.doubts(&seen), want, "{seen:?}");
        }
        assert!(rule.refuses(Doubt::Overloaded) && !rule.refuses(Doubt::OverGross));
    }

    #[test]
    fn every_doubt_is_found_by_its_word() {
        for doubt in Doubt::ALL {
            assert_eq!(Doubt::from_code(doubt.code()), Some(doubt));
            assert!(!doubt.label().zh.is_empty());
        }
    }
}
