//! Hot spots: points hotter than their layer, joined with their neighbours. One hot reading is a suspicion; two adjacent points, or
//! two scans in a row, corroborate it; only a manual sample (moisture, pests, mould) confirms it, and that is not in the readings.

use super::judge::reached;
use super::rule::Level;
use super::{Layout, median};

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
    /// °C of the hottest point above the median of its layer.
    pub excess: f64,
    /// Severity of that excess.
    pub severity: u8,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Excess of each point above the median of its layer, where it reaches the mildest level.
fn hot(layout: &Layout, grain: &[Option<f64>], levels: &[Level]) -> Vec<Option<f64>> {
    let mut hot = vec![None; grain.len()];
    for layer in 0..layout.layers {
        let Some(middle) = median(layout.layer(layer).filter_map(|at| grain[at])) else { continue };
        for at in layout.layer(layer) {
            hot[at] = grain[at].map(|t| t - middle).filter(|excess| reached(levels, *excess).is_some());
        }
    }
    hot
}

/// Hot spots of a frame, hottest first. `before` is the frame scanned before it.
pub fn find(
    layout: &Layout,
    grain: &[Option<f64>],
    before: Option<&[Option<f64>]>,
    levels: &[Level],
) -> Vec<HotSpot> {
    let mut left = hot(layout, grain, levels);
    let earlier = before.map(|before| hot(layout, before, levels));
    let mut spots = Vec::new();
    for seed in 0..left.len() {
        let mut points = Vec::new();
        let mut reach = vec![seed];
        while let Some(point) = reach.pop() {
            if let Some(excess) = left[point].take() {
                points.push((point, excess));
                reach.extend(layout.neighbours(point).map(|(other, _)| other));
            }
        }
        points.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let Some((_, excess)) = points.first().copied() else { continue };
        let Some(level) = reached(levels, excess) else { continue };
        let points: Vec<usize> = points.into_iter().map(|(point, _)| point).collect();
        let again = earlier.as_ref().is_some_and(|hot| points.iter().any(|point| hot[*point].is_some()));
        let certainty =
            if again || points.len() > 1 { Certainty::Corroborated } else { Certainty::Suspected };
        spots.push(HotSpot { points, excess, severity: level.severity, certainty });
    }
    spots.sort_by(|a, b| b.excess.total_cmp(&a.excess).then(a.points.cmp(&b.points)));
    spots
}
