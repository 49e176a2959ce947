//! Matching of idle things with a need: which would serve, how well, and why. Scores are whole thousandths worked out in integers, so
//! that an approver can check them by hand. It never reserves anything and never decides a purchase.

use std::cmp::Reverse;

use crate::explain::Status;

/// What somebody needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// GB/T 14885 code.
    pub item: String,
    /// Words that name or specification should hold; lower case.
    pub words: Vec<String>,
    /// Pieces, at least 1.
    pub quantity: usize,
    /// GB/T 2260 code of where it is needed.
    pub region: String,
    /// How long it is needed, days.
    pub days: i64,
    /// The day of the search, as a number of days.
    pub today: i64,
}

/// How a thing is, as far as matching cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    New,
    Good,
    /// To be repaired or scrapped: serves no need.
    Unfit,
}

/// A thing on a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// GB/T 14885 code.
    pub item: String,
    /// Name and specification; lower case.
    pub text: String,
    pub quality: Quality,
    /// GB/T 2260 code of the organisation that has it.
    pub region: String,
    /// Last day of its life, as a number of days; none where no rule of life is known.
    pub last_day: Option<i64>,
}

/// How much each part of a score counts, thousandths; and from which score on a thing would serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    pub class: i64,
    pub words: i64,
    pub quality: i64,
    pub near: i64,
    pub life: i64,
    /// Least score of a match.
    pub least: i64,
    /// How well these numbers are founded.
    pub status: Status,
}

impl Weights {
    /// Set by this system until an authority decides.
    pub const PROVISIONAL: Self = Self {
        class: 350,
        words: 250,
        quality: 150,
        near: 150,
        life: 100,
        least: 600,
        status: Status::Unconfirmed,
    };
}

/// The parts of a score, each 0 to 1000 before its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Same item 1000, same second-level group 600.
    pub class: i64,
    /// Share of the words found; 1000 when none were asked for.
    pub words: i64,
    /// New 1000, good 800.
    pub quality: i64,
    /// Same county 1000, city 800, province 500, elsewhere 100.
    pub near: i64,
    /// Days left against days needed; 500 when the life is not known.
    pub life: i64,
}

/// A thing that would serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Its place in the list that was given.
    pub index: usize,
    /// 0 to 1000.
    pub score: i64,
    pub parts: Parts,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Things looked at.
    pub considered: usize,
    /// Things that would serve.
    pub serving: usize,
    /// Pieces of the need that they cover.
    pub covers: usize,
    /// The best, in order: as many as are needed, and some to choose from.
    pub best: Vec<Match>,
}

/// Matches shown beyond the pieces needed: something to choose from.
const SPARE: usize = 5;
/// Matches shown at most: what an approver reads.
const SHOWN_MAX: usize = 20;

/// Searches a list of idle things. Equal scores keep the order of the list.
pub fn search<'i>(need: &Need, idle: impl Iterator<Item = &'i Idle>, weights: &Weights) -> Found {
    let mut considered = 0;
    let mut best: Vec<Match> = Vec::new();
    for (index, thing) in idle.enumerate() {
        considered += 1;
        let Some(parts) = parts(need, thing) else { continue };
        let score = score(&parts, weights);
        if score >= weights.least {
            best.push(Match { index, score, parts });
        }
    }
    let serving = best.len();
    best.sort_by_key(|found| (Reverse(found.score), found.index));
    best.truncate((need.quantity.saturating_add(SPARE)).min(SHOWN_MAX));
    Found { considered, serving, covers: serving.min(need.quantity), best }
}

/// The weighted sum, in thousandths.
fn score(parts: &Parts, weights: &Weights) -> i64 {
    let Weights { class, words, quality, near, life, .. } = *weights;
    (parts.class * class
        + parts.words * words
        + parts.quality * quality
        + parts.near * near
        + parts.life * life)
        / 1_000
}

/// The parts of a thing's score; none when it cannot serve at all: another class, unfit, or no life left.
fn parts(need: &Need, thing: &Idle) -> Option<Parts> {
    let class = match () {
        () if need.item == thing.item => 1_000,
        () if group(&need.item).is_some() && group(&need.item) == group(&thing.item) => 600,
        () => return None,
    };
    let quality = match thing.quality {
        Quality::New => 1_000,
        Quality::Good => 800,
        Quality::Unfit => return None,
    };
    let life = match thing.last_day.map(|last| last.saturating_sub(need.today).saturating_add(1)) {
        Some(left) if left <= 0 => return None,
        Some(left) => left.saturating_mul(1_000).checked_div(need.days.max(1)).unwrap_or(0).min(1_000),
        None => 500,
    };
    let hits = need.words.iter().filter(|word| thing.text.contains(word.as_str())).count();
    let words = if need.words.is_empty() { 1_000 } else { (hits * 1_000 / need.words.len()) as i64 };
    Some(Parts { class, words, quality, near: near(&need.region, &thing.region), life })
}

/// The second-level group of a nine-character code, such as `A0501` 家具.
fn group(item: &str) -> Option<&str> {
    item.get(..5).filter(|_| item.len() == 9)
}

fn near(here: &str, there: &str) -> i64 {
    let same = |digits: usize| here.get(..digits).is_some_and(|head| there.get(..digits) == Some(head));
    match () {
        () if same(6) => 1_000,
        () if same(4) => 800,
        () if same(2) => 500,
        () => 100,
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn desk() -> Idle {
        Idle {
            item: "A05010201".into(),
            text: "办公桌 1400×700 胡桃木".into(),
            quality: Quality::Good,
            region: "330113".into(),
            last_day: Some(23_649),
        }
    }

    fn need() -> Need {
        Need {
            item: "A05010201".into(),
            words: vec!["办公桌".into(), "胡桃木".into()],
            quantity: 1,
            region: "330113".into(),
            days: 730,
            today: 20_000,
        }
    }

    #[test]
    fn each_part_of_a_score_can_be_checked_by_hand() {
        let whole = Parts { class: 1_000, words: 1_000, quality: 800, near: 1_000, life: 1_000 };
        let cases = [
            ("the same thing next door", desk(), Some((970, whole))),
            (
                "new",
                Idle { quality: Quality::New, ..desk() },
                Some((1_000, Parts { quality: 1_000, ..whole })),
            ),
            (
                "another desk of the group",
                Idle { item: "A05010202".into(), ..desk() },
                Some((830, Parts { class: 600, ..whole })),
            ),
            (
                "one word of two",
                Idle { text: "办公桌 白色".into(), ..desk() },
                Some((845, Parts { words: 500, ..whole })),
            ),
            (
                "another county",
                Idle { region: "330106".into(), ..desk() },
                Some((940, Parts { near: 800, ..whole })),
            ),
            (
                "another city",
                Idle { region: "330200".into(), ..desk() },
                Some((895, Parts { near: 500, ..whole })),
            ),
            (
                "another province",
                Idle { region: "350100".into(), ..desk() },
                Some((835, Parts { near: 100, ..whole })),
            ),
            (
                "half the life needed",
                Idle { last_day: Some(20_364), ..desk() },
                Some((920, Parts { life: 500, ..whole })),
            ),
            ("life unknown", Idle { last_day: None, ..desk() }, Some((920, Parts { life: 500, ..whole }))),
            ("past its life", Idle { last_day: Some(19_999), ..desk() }, None),
            ("to be repaired", Idle { quality: Quality::Unfit, ..desk() }, None),
            ("a chair", Idle { item: "A05020301".into(), ..desk() }, None),
            ("a category, not a code", Idle { item: "LP02".into(), ..desk() }, None),
        ];
        for (name, thing, expected) in cases {
            let found = search(&need(), [&thing].into_iter(), &Weights::PROVISIONAL);
            let got = found.best.first().map(|found| (found.score, found.parts));
            assert_eq!((got, found.considered), (expected, 1), "{name}");
        }
    }

    #[test]
    fn weights_are_thousandths_of_one_whole() {
        let Weights { class, words, quality, near, life, least, status } = Weights::PROVISIONAL;
        assert_eq!(class + words + quality + near + life, 1_000);
        assert!(least > class, "the same class alone is not a match");
        assert_eq!(status, Status::Unconfirmed);
    }

    #[test]
    fn the_best_come_first_and_cover_what_is_needed() {
        let far = Idle { region: "350100".into(), ..desk() };
        let wrong =
            Idle { text: "课桌".into(), region: "350100".into(), item: "A05010202".into(), ..desk() };
        let shelf: Vec<Idle> = [vec![far; 3], vec![desk(); 2], vec![wrong; 40]].concat();
        let found = search(&Need { quantity: 4, ..need() }, shelf.iter(), &Weights::PROVISIONAL);
        let order: Vec<usize> = found.best.iter().map(|found| found.index).collect();
        assert_eq!(order, [3, 4, 0, 1, 2]);
        assert_eq!((found.considered, found.serving, found.covers), (45, 5, 4));
        let many = search(&Need { quantity: 50, ..need() }, vec![desk(); 60].iter(), &Weights::PROVISIONAL);
        assert_eq!((many.best.len(), many.serving, many.covers), (20, 60, 50));
    }
}
