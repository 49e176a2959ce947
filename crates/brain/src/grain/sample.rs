//! Made-up stacks with a known truth, for measuring how well the rules find what is wrong and how fast they are. A stack breathes with the
//! year from its surface and walls (damped waves), its sensors are biased and noisy, and one thing may be wrong with it. Seeded: the
//! same number gives the same stack.

use super::baseline::Baseline;
use super::hot_spot::Certainty;
use super::rule::{Faults, Level, Limits};
use super::{Air, DAY, Expected, Frame, Layout, Scene, Season, judge};
use crate::explain::{Parameter, Status};
use std::f64::consts::TAU;

/// What is wrong with a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// Nothing.
    Quiet,
    /// Grain heats around this point.
    HotSpot(usize),
    /// The sensor of this point shows one value for ten days.
    Stuck(usize),
    /// The sensor of this point shows nothing, or fifteen degrees off.
    Broken(usize),
}

/// A stack, a year of weekly frames before, and eight days of two frames each.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its points: 13 × 6 cables of 4, a flat store of 60 × 24 × 6 m.
    pub layout: Layout,
    /// Weekly frames of the year before, oldest first.
    pub year: Vec<Frame>,
    /// The newest frames, oldest first.
    pub frames: Vec<Frame>,
    /// What is wrong.
    pub truth: Truth,
}

const LAYOUT: Layout = Layout { rows: 13, columns: 6, layers: 4, row_m: 4.9, column_m: 4.6, layer_m: 1.7 };
/// Metres of the outermost points from wall, surface and floor.
const EDGE_M: f64 = 0.5;
/// Metres over which a yearly wave in grain falls to 1/e.
const DAMPING_M: f64 = 1.07;
/// Days by which the newest frames reach back.
const DAYS: i64 = 8;

/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal, deviation 1: the sum of twelve shares.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }
}

/// The stack of a number. One in four has a hot spot, one in eight a stuck sensor, one in eight a broken one. `weeks` of the year before
/// are made: 0 when the past is of no interest.
pub fn stack(number: u64, weeks: i64) -> Sample {
    let mut dice = Dice(number);
    let point = dice.below(LAYOUT.len());
    let truth = match dice.below(8) {
        0 | 1 => Truth::HotSpot(point),
        2 => Truth::Stuck(point),
        3 => Truth::Broken(point),
        _ => Truth::Quiet,
    };
    let now = (20_000 + dice.below(365) as i64) * DAY;
    let stack = Stack::new(&mut dice, truth, now);
    let year =
        (1..=weeks).rev().map(|week| stack.frame(&mut dice, now - DAYS * DAY - 7 * week * DAY)).collect();
    let mut frames: Vec<Frame> =
        (0..=2 * DAYS).rev().map(|half| stack.frame(&mut dice, now - half * DAY / 2)).collect();
    let last = frames.len() - 1;
    match truth {
        Truth::Stuck(point) => {
            let shown = frames[0].grain[point];
            frames.iter_mut().for_each(|frame| frame.grain[point] = shown);
        }
        Truth::Broken(point) => {
            let shown = frames[last].grain[point].map(|t| t + 15.0);
            frames[last].grain[point] = shown.filter(|_| number.is_multiple_of(2));
        }
        Truth::Quiet | Truth::HotSpot(_) => {}
    }
    Sample { layout: LAYOUT, year, frames, truth }
}

/// What is expected of every point now, from the year before.
pub fn expected(sample: &Sample) -> Vec<Option<Expected>> {
    let now = sample.frames.last().map_or(0, |frame| frame.at);
    let of = |point: usize| Some(Baseline::of_points(&sample.year, point..point + 1)?.expected(now));
    (0..sample.layout.len()).map(of).collect()
}

/// How well one kind of trouble was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Found where it was.
    pub right: usize,
    /// Not found.
    pub missed: usize,
    /// Found where it was not.
    pub false_alarms: usize,
}

impl Score {
    /// Share of the findings that were right.
    pub fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.false_alarms) as f64
    }

    /// Share of the trouble that was found.
    pub fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed) as f64
    }
}

/// Scores of corroborated hot spots and of isolated sensors over stacks with their past.
pub fn score(samples: &[Sample], limits: &Limits) -> [(&'static str, Score); 2] {
    let (mut hot, mut faults) = (Score::default(), Score::default());
    let count = |score: &mut Score, found: usize, right: usize, there: bool| {
        score.right += right.min(1);
        score.missed += usize::from(there && right == 0);
        score.false_alarms += found - right;
    };
    for sample in samples {
        let (layout, frames, expected) = (&sample.layout, &sample.frames, expected(sample));
        let found = judge(&Scene { layout, frames, expected: &expected, season: Season::Other, limits });
        let sure = || found.hot_spots.iter().filter(|spot| spot.certainty == Certainty::Corroborated);
        let (spot, fault) = match sample.truth {
            Truth::HotSpot(point) => (Some(point), None),
            Truth::Stuck(point) | Truth::Broken(point) => (None, Some(point)),
            Truth::Quiet => (None, None),
        };
        let right = sure().filter(|found| spot.is_some_and(|point| found.points.contains(&point))).count();
        count(&mut hot, sure().count(), right, spot.is_some());
        let right = found.isolated.iter().filter(|point| Some(**point) == fault).count();
        count(&mut faults, found.isolated.len(), right, fault.is_some());
    }
    [("hot spots", hot), ("sensor faults", faults)]
}

/// Limits in common use for a flat store; only layer difference and gradient have a source (evenness after ventilation).
pub fn limits() -> Limits {
    let level = |limit, severity| Level { limit: Parameter::new(limit, Status::Unconfirmed), severity };
    let parameter = |value| Parameter::new(value, Status::Unconfirmed);
    let sourced = |value, severity| Level { limit: Parameter::new(value, Status::Confirmed), severity };
    Limits {
        outlier: vec![level(3.0, 2), level(5.0, 1)],
        rise_a_day: level(1.0, 1),
        rise_days: 2,
        rise_three_days: level(3.0, 1),
        layer_difference: sourced(3.0, 3),
        gradient: sourced(1.0, 3),
        absolute: vec![level(25.0, 3), level(30.0, 2), level(35.0, 1)],
        target: None,
        counter_season: level(2.0, 2),
        residual: level(3.0, 2),
        condensation: level(1.0, 1),
        faults: Faults {
            low: parameter(-40.0),
            high: parameter(60.0),
            stuck_days: parameter(7.0),
            stuck_neighbours: parameter(0.2),
            jump: parameter(10.0),
            severity: 4,
        },
        headspace_humidity: level(75.0, 3),
    }
}

struct Stack {
    mean: f64,
    swing: f64,
    sunny: f64,
    bias: Vec<f64>,
    /// Centre, first instant, °C a day.
    hot: Option<(usize, i64, f64)>,
}

impl Stack {
    fn new(dice: &mut Dice, truth: Truth, now: i64) -> Self {
        let begun = now - (15 + dice.below(25) as i64) * DAY;
        let hot = match truth {
            Truth::HotSpot(point) => Some((point, begun, 0.3 + 0.2 * dice.share())),
            _ => None,
        };
        Self {
            mean: 10.0 + 8.0 * dice.share(),
            swing: 8.0 + 6.0 * dice.share(),
            sunny: 3.0 * dice.share(),
            bias: (0..LAYOUT.len()).map(|_| 0.3 * dice.normal()).collect(),
            hot,
        }
    }

    fn frame(&self, dice: &mut Dice, at: i64) -> Frame {
        let days = at as f64 / DAY as f64;
        let season = |late: f64| libm::sin(TAU * (days - 110.0) / 365.25 - late);
        let reading = |point: usize| {
            let (row, column, layer) = LAYOUT.place(point);
            let from = |place: usize, count: usize, metres: f64| {
                EDGE_M + place.min(count - 1 - place) as f64 * metres
            };
            let depth = EDGE_M + layer as f64 * LAYOUT.layer_m;
            let (side, end) =
                (from(row, LAYOUT.rows, LAYOUT.row_m), from(column, LAYOUT.columns, LAYOUT.column_m));
            let fades = |metres: f64| libm::exp(-metres / DAMPING_M);
            let reach = 1.0 - (1.0 - fades(depth)) * (1.0 - fades(side)) * (1.0 - fades(end));
            let late = depth.min(side).min(end) / DAMPING_M;
            let sun = if row == 0 { self.sunny * fades(side) } else { 0.0 };
            self.mean + self.swing * reach * season(late) + sun + self.bias[point] + self.heating(point, at)
        };
        let grain =
            (0..LAYOUT.len()).map(|point| Some(rounded(reading(point) + 0.1 * dice.normal()))).collect();
        let outside = self.mean + 14.0 * season(0.0) + 3.0 * dice.normal();
        let air = |temperature, humidity| Some(Air { temperature, humidity: Some(humidity) });
        Frame { at, grain, outside: air(outside, 60.0), headspace: air(self.mean + 12.0 * season(0.1), 55.0) }
    }

    fn heating(&self, point: usize, at: i64) -> f64 {
        let Some((centre, begun, rate)) = self.hot else { return 0.0 };
        let days = ((at - begun) as f64 / DAY as f64).max(0.0);
        let (row, column, layer) = LAYOUT.place(point);
        let (row_0, column_0, layer_0) = LAYOUT.place(centre);
        let along = |a: usize, b: usize, metres: f64| a.abs_diff(b) as f64 * metres;
        let (x, y) = (along(row, row_0, LAYOUT.row_m), along(column, column_0, LAYOUT.column_m));
        let z = along(layer, layer_0, LAYOUT.layer_m);
        rate * days * libm::exp(-(x * x + y * y + z * z).sqrt() / 1.5)
    }
}

/// As sensors report: tenths of a degree.
fn rounded(t: f64) -> f64 {
    (t * 10.0).round() / 10.0
}
