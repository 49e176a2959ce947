//! Hot spots: points hotter than the points of their layer as far from the wall, and than their own past; where the past is not known,
//! than their whole layer. Points that touch are one hot spot. One hot reading is a suspicion; two adjacent points, or two scans in a row, corroborate it; only a manual sample
//! (moisture, pests, mould) confirms it, and that is not in the readings.

use super::judge::reached;
use super::rule::Level;
use super::{Layout, median};
use crate::explain::Part;

/// How sure a hot spot is from readings alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One point in one scan.
    Suspected,
    /// Adjacent points or consecutive scans agree: a manual sample is due.
    Corroborated,
}

/// Hot points that touch.
#[derive(Debug, Clone, PartialEq)]
pub struct HotSpot {
    /// Its points, hottest first.
    pub points: Vec<usize>,
    /// °C of the hottest point above the highest of its references.
    pub excess: f64,
    /// Severity of that excess.
    pub severity: u8,
    /// How sure it is.
    pub certainty: Certainty,
    /// The figures of the hottest point.
    pub explain: Part,
}

/// A frame, and what the past of each point makes expected in °C; empty where nothing is known of the past.
#[derive(Debug, Clone, Copy)]
pub struct Readings<'a> {
    /// Believed temperatures.
    pub grain: &'a [Option<f64>],
    /// Expected ones.
    pub expected: &'a [Option<f64>],
}

/// What a point is measured against. Walls warm in summer and cool in winter: a point beside one has no peer in the middle.
#[derive(Debug, Clone, Copy)]
struct References {
    layer: f64,
    ring: f64,
    past: Option<f64>,
}

impl References {
    /// In winter grain that heats beside a wall is no hotter than the middle: its own past tells, the layer would hide it.
    fn highest(&self) -> f64 {
        self.past.unwrap_or(self.layer).max(self.ring)
    }
}

/// Excess of each point above its references, where it reaches the mildest level.
fn hot(layout: &Layout, readings: &Readings, levels: &[Level]) -> Vec<Option<(f64, References)>> {
    let mut hot = vec![None; readings.grain.len()];
    // Every layer has the same rings.
    let mut rings: Vec<Vec<usize>> = vec![Vec::new(); layout.rows.min(layout.columns).div_ceil(2)];
    layout.layer(0).for_each(|at| rings[layout.ring(at)].push(at));
    for layer in 0..layout.layers {
        let known = |at: usize| readings.grain[at];
        let Some(middle) = median(layout.layer(layer).filter_map(known)) else { continue };
        for ring in &rings {
            let points = || ring.iter().map(|at| layout.layer(layer).start + at);
            let Some(of_ring) = median(points().filter_map(known)) else { continue };
            for at in points() {
                let past = readings.expected.get(at).copied().flatten();
                let references = References { layer: middle, ring: of_ring, past };
                let excess = known(at).map(|t| t - references.highest());
                hot[at] = excess.filter(|e| reached(levels, *e).is_some()).map(|e| (e, references));
            }
        }
    }
    hot
}

/// Hot spots of a frame, hottest first. `before` is the frame scanned before it.
pub fn find(layout: &Layout, now: &Readings, before: Option<&Readings>, levels: &[Level]) -> Vec<HotSpot> {
    let mut left = hot(layout, now, levels);
    let earlier = before.map(|before| hot(layout, before, levels));
    let mut spots = Vec::new();
    for seed in 0..left.len() {
        let mut points = Vec::new();
        let mut reach = vec![seed];
        while let Some(point) = reach.pop() {
            if let Some((excess, references)) = left[point].take() {
                points.push((point, excess, references));
                reach.extend(layout.neighbours(point).map(|(other, _)| other));
            }
        }
        points.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let Some((_, excess, references)) = points.first().copied() else { continue };
        let Some(level) = reached(levels, excess) else { continue };
        let points: Vec<usize> = points.into_iter().map(|(point, ..)| point).collect();
        let again = earlier.as_ref().is_some_and(|hot| points.iter().any(|point| hot[*point].is_some()));
        let certainty =
            if again || points.len() > 1 { Certainty::Corroborated } else { Certainty::Suspected };
        let explain = explain(excess, &references, points.len(), again, level);
        spots.push(HotSpot { points, excess, severity: level.severity, certainty, explain });
    }
    spots.sort_by(|a, b| b.excess.total_cmp(&a.excess).then(a.points.cmp(&b.points)));
    spots
}

fn explain(excess: f64, references: &References, points: usize, again: bool, level: &Level) -> Part {
    let celsius = |names, value| Part::input(names, value, "°C");
    let mut parts = vec![
        celsius(["point", "最热测点粮温", "hottest point"], excess + references.highest()),
        celsius(["layer_median", "本层中位数", "median of the layer"], references.layer),
        celsius(
            ["ring_median", "本层同墙距测点中位数", "median of the layer at this distance from the wall"],
            references.ring,
        ),
    ];
    parts.extend(
        references.past.map(|past| celsius(["expected", "常态粮温", "expected from its past"], past)),
    );
    parts.push(Part::input(["points", "相邻热点数", "adjacent hot points"], points as f64, ""));
    parts.push(Part::input(
        ["scans", "连续热扫描数", "hot scans in a row"],
        if again { 2.0 } else { 1.0 },
        "",
    ));
    parts.push(Part::parameter(["limit", "界限", "limit"], level.limit, "°C"));
    Part::computed(["hot_spot", "发热区", "hot spot"], excess, "°C", parts)
}
