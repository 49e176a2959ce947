//! GA-10: sensors that cannot be believed. It only looks at readings; whether a cable is repaired or replaced is for people.

use super::Scene;
use crate::explain::Part;
use crate::grain::rule::{Finding, Level, Place, Rule};
use crate::grain::{DAY, Frame, Layout, median};

/// The points to leave out, with the reason of each.
pub struct Isolated {
    /// In order.
    pub points: Vec<usize>,
    /// One per point.
    pub findings: Vec<Finding>,
}

impl Isolated {
    /// A frame's temperatures without the isolated points.
    pub fn believed(&self, frame: &Frame) -> Vec<Option<f64>> {
        let mut grain = frame.grain.clone();
        self.points.iter().for_each(|point| grain[*point] = None);
        grain
    }

    /// All points beside an isolated one, in order.
    pub fn neighbours(&self, layout: &Layout) -> Vec<usize> {
        let mut near: Vec<usize> =
            self.points.iter().flat_map(|point| layout.neighbours(*point).map(|(other, _)| other)).collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|point| self.points.binary_search(point).is_err());
        near
    }
}

/// Finds the points of the newest frame that cannot be believed.
pub fn isolate(scene: &Scene, now: &Frame) -> Isolated {
    let mut isolated = Isolated { points: Vec::new(), findings: Vec::new() };
    for (point, value) in now.grain.iter().enumerate() {
        let fault = match value {
            None => Some(Part::input(["missing", "无读数", "no reading"], 0.0, "")),
            Some(t) => {
                range(scene, *t).or_else(|| jump(scene, point, *t)).or_else(|| stuck(scene, now, point, *t))
            }
        };
        if let Some(explain) = fault {
            let severity = scene.limits.faults.severity;
            isolated.points.push(point);
            isolated.findings.push(Finding {
                rule: Rule::SensorFault,
                place: Place::Point(point),
                severity,
                explain,
            });
        }
    }
    isolated
}

fn limit(parameter: crate::explain::Parameter, unit: &'static str) -> Part {
    super::limit(parameter, unit)
}

fn range(scene: &Scene, t: f64) -> Option<Part> {
    let faults = &scene.limits.faults;
    let parts = vec![limit(faults.low, "°C"), limit(faults.high, "°C")];
    (t < faults.low.value || t > faults.high.value)
        .then(|| Part::computed(["out_of_range", "超出量程", "out of range"], t, "°C", parts))
}

fn jump(scene: &Scene, point: usize, t: f64) -> Option<Part> {
    let before = scene.frames.len().checked_sub(2).and_then(|at| scene.frames[at].grain[point])?;
    let level = Level { limit: scene.limits.faults.jump, severity: scene.limits.faults.severity };
    let parts = vec![
        super::celsius(["point_before", "上次读数", "reading before"], before),
        limit(level.limit, "°C"),
    ];
    ((t - before).abs() > level.limit.value)
        .then(|| Part::computed(["jump", "读数跳变", "jump"], t - before, "°C", parts))
}

/// The same value for days, while the readings of the neighbours varied.
fn stuck(scene: &Scene, now: &Frame, point: usize, t: f64) -> Option<Part> {
    let faults = &scene.limits.faults;
    let changed = scene.frames.iter().rposition(|frame| frame.grain[point] != Some(t));
    let still = &scene.frames[changed.map_or(0, |at| at + 1)..];
    let days = (now.at - still.first()?.at) as f64 / DAY as f64;
    if days < faults.stuck_days.value {
        return None;
    }
    let varied = scene.layout.neighbours(point).filter_map(|(other, _)| {
        let readings = || still.iter().filter_map(|frame| frame.grain[other]);
        Some(readings().reduce(f64::max)? - readings().reduce(f64::min)?)
    });
    let varied = median(varied)?;
    let parts = vec![
        super::point_now(t),
        Part::computed(["neighbours", "相邻测点变幅", "range of the neighbours"], varied, "°C", vec![]),
        limit(faults.stuck_days, "d"),
        limit(faults.stuck_neighbours, "°C"),
    ];
    (varied >= faults.stuck_neighbours.value)
        .then(|| Part::computed(["stuck", "读数不变", "stuck"], days, "d", parts))
}
