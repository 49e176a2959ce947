//! Judges the newest frame of a stack by GA-01 to GA-11, beside the frames before it. A point whose sensor cannot be believed is
//! isolated first: no other rule listens to it, and its neighbours are named as the wider zone to watch.

mod fault;

use super::hot_spot::{self, HotSpot, Readings};
use super::rule::{Finding, Level, Limits, Place, Rule};
use super::{DAY, Frame, Layout, air, mean, median};
use crate::explain::{Parameter, Part};
use fault::Isolated;

/// How far from the wanted instant an earlier frame may lie.
const NEAR: i64 = DAY / 4;

/// The season, as the region's calendar has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// The cold months, in which grain has no reason to warm.
    Winter,
    /// The rest of the year.
    Other,
}

/// What the past of a point makes expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// °C.
    pub temperature: f64,
    /// Standard deviation in °C.
    pub deviation: f64,
}

/// A stack and its frames.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The points.
    pub layout: &'a Layout,
    /// Frames, oldest first; the last one is judged. GA-10 needs a week of them, GA-02 three days.
    pub frames: &'a [Frame],
    /// For each point what is expected now; may be empty, then GA-08 says nothing.
    pub expected: &'a [Option<Expected>],
    /// The season.
    pub season: Season,
    /// The limits.
    pub limits: &'a Limits,
}

/// The verdict on one frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    /// What the rules found, rule by rule.
    pub findings: Vec<Finding>,
    /// Hot spots, hottest first.
    pub hot_spots: Vec<HotSpot>,
    /// Points whose sensors cannot be believed.
    pub isolated: Vec<usize>,
    /// Their neighbours: watched in their place.
    pub widened: Vec<usize>,
}

/// Judges the newest frame. Without a frame, or with frames that do not fit the layout, there is nothing to find.
pub fn judge(scene: &Scene) -> Judged {
    let Some(now) = scene.frames.last() else { return Judged::default() };
    if scene.layout.is_empty() || scene.frames.iter().any(|frame| frame.grain.len() != scene.layout.len()) {
        return Judged::default();
    }
    let isolated = fault::isolate(scene, now);
    let view = View { scene, now, grain: isolated.believed(now) };
    let mut findings = outlier(&view);
    findings.extend(rise(&view));
    findings.extend(layer_difference(&view));
    findings.extend(gradient(&view));
    findings.extend(absolute(&view));
    findings.extend(target(&view));
    findings.extend(counter_season(&view));
    findings.extend(residual(&view));
    findings.extend(condensation(&view));
    findings.extend(headspace_humidity(&view));
    let past: Vec<Option<f64>> = scene.expected.iter().map(|e| e.map(|e| e.temperature)).collect();
    let before = scene.frames.len().checked_sub(2).map(|at| isolated.believed(&scene.frames[at]));
    let readings = |grain| Readings { grain, expected: &past };
    let hot_spots = hot_spot::find(
        scene.layout,
        &readings(&view.grain),
        before.as_deref().map(readings).as_ref(),
        &scene.limits.outlier,
    );
    let widened = isolated.neighbours(scene.layout);
    let Isolated { points, findings: faults } = isolated;
    findings.extend(faults);
    findings.sort_by_key(|finding| finding.rule);
    Judged { findings, hot_spots, isolated: points, widened }
}

/// The frame under judgement, with isolated points out of it.
struct View<'a> {
    scene: &'a Scene<'a>,
    now: &'a Frame,
    grain: Vec<Option<f64>>,
}

impl View<'_> {
    /// The frame nearest to `days` before now, within a quarter of a day.
    fn before(&self, days: i64) -> Option<&Frame> {
        let wanted = self.now.at - days * DAY;
        let nearest = self.scene.frames.iter().min_by_key(|frame| (frame.at - wanted).abs())?;
        ((nearest.at - wanted).abs() <= NEAR).then_some(nearest)
    }

    /// Believed temperatures with their points.
    fn points(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.grain.iter().enumerate().filter_map(|(point, t)| Some((point, (*t)?)))
    }

    fn layer_mean(&self, frame: &[Option<f64>], layer: usize) -> Option<f64> {
        // Only points believed now: the means of two days must be of the same points.
        mean(self.scene.layout.layer(layer).filter(|at| self.grain[*at].is_some()).filter_map(|at| frame[at]))
    }
}

/// The severest level whose limit the value reaches.
pub fn reached(levels: &[Level], value: f64) -> Option<&Level> {
    levels.iter().rev().find(|level| value >= level.limit.value)
}

fn finding(
    rule: Rule,
    place: Place,
    level: &Level,
    value: f64,
    unit: &'static str,
    mut inputs: Vec<Part>,
) -> Finding {
    inputs.push(limit(level.limit, unit));
    let (zh, en) = rule.label();
    Finding {
        rule,
        place,
        severity: level.severity,
        explain: Part::computed([rule.code(), zh, en], value, unit, inputs),
    }
}

fn limit(parameter: Parameter, unit: &'static str) -> Part {
    Part::parameter(["limit", "界限", "limit"], parameter, unit)
}

fn celsius(names: [&'static str; 3], value: f64) -> Part {
    Part::input(names, value, "°C")
}

fn point_now(value: f64) -> Part {
    celsius(["point", "测点粮温", "grain at the point"], value)
}

fn outlier(view: &View) -> Vec<Finding> {
    let mut found = Vec::new();
    for layer in 0..view.scene.layout.layers {
        let points = || view.scene.layout.layer(layer).filter_map(|at| Some((at, view.grain[at]?)));
        let Some(middle) = median(points().map(|(_, t)| t)) else { continue };
        for (point, t) in points() {
            if let Some(level) = reached(&view.scene.limits.outlier, t - middle) {
                let inputs = vec![
                    point_now(t),
                    celsius(["layer_median", "本层中位数", "median of the layer"], middle),
                ];
                found.push(finding(Rule::Outlier, Place::Point(point), level, t - middle, "°C", inputs));
            }
        }
    }
    found
}

fn rise(view: &View) -> Vec<Finding> {
    let limits = view.scene.limits;
    let days: Option<Vec<&Frame>> = (0..=i64::from(limits.rise_days)).map(|ago| view.before(ago)).collect();
    let three = view.before(3);
    let air = |frame: &Frame| frame.outside.map(|air| air.temperature);
    let quicker = |rise: f64, then: &Frame| {
        air(view.now).zip(air(then)).is_none_or(|(air_now, air_then)| air_now - air_then < rise)
    };
    let tell = |point: usize, t: f64, then: &Frame, level: &Level, value: f64, unit: &'static str| {
        let mut inputs = vec![point_now(t)];
        inputs.extend(then.grain[point].map(|t| celsius(["point_before", "此前粮温", "grain before"], t)));
        inputs.extend(air(view.now).map(|t| celsius(["air", "气温", "air"], t)));
        inputs.extend(air(then).map(|t| celsius(["air_before", "此前气温", "air before"], t)));
        finding(Rule::Rise, Place::Point(point), level, value, unit, inputs)
    };
    let steady = |point: usize| {
        let days = days.as_ref().filter(|days| days.len() > 1)?;
        let steps: Option<Vec<f64>> =
            days.windows(2).map(|pair| Some(pair[0].grain[point]? - pair[1].grain[point]?)).collect();
        Some((steps?.into_iter().reduce(f64::min)?, days[days.len() - 1]))
    };
    view.points()
        .filter_map(|(point, t)| {
            let by_day = steady(point).filter(|(least, then)| {
                let total = then.grain[point].map_or(0.0, |before| t - before);
                *least >= limits.rise_a_day.limit.value && quicker(total, then)
            });
            if let Some((least, then)) = by_day {
                return Some(tell(point, t, then, &limits.rise_a_day, least, "°C/d"));
            }
            let then = three?;
            let total = t - then.grain[point]?;
            (total >= limits.rise_three_days.limit.value && quicker(total, then))
                .then(|| tell(point, t, then, &limits.rise_three_days, total, "°C"))
        })
        .collect()
}

fn layer_difference(view: &View) -> Option<Finding> {
    let top = view.layer_mean(&view.grain, 0)?;
    let bottom = view.layer_mean(&view.grain, view.scene.layout.layers - 1)?;
    let (level, value) = (&view.scene.limits.layer_difference, (top - bottom).abs());
    let inputs = vec![
        celsius(["top", "上层均温", "mean of the top"], top),
        celsius(["bottom", "下层均温", "mean of the bottom"], bottom),
    ];
    (value > level.limit.value)
        .then(|| finding(Rule::LayerDifference, Place::Stack, level, value, "°C", inputs))
}

/// One finding for the steepest pair, however many pairs are too steep.
fn gradient(view: &View) -> Option<Finding> {
    let level = &view.scene.limits.gradient;
    let steep = |point: usize, t: f64| {
        let layout = view.scene.layout;
        let of = move |(other, metres): (usize, f64)| {
            view.grain[other].map(|cold| (point, t, cold, (t - cold) / metres))
        };
        layout.neighbours(point).filter_map(of).max_by(|a, b| a.3.total_cmp(&b.3))
    };
    let all: Vec<_> = view
        .points()
        .filter_map(|(point, t)| steep(point, t))
        .filter(|(.., slope)| *slope > level.limit.value)
        .collect();
    let (point, t, cold, slope) =
        all.iter().copied().reduce(|most, next| if next.3 > most.3 { next } else { most })?;
    let inputs = vec![
        point_now(t),
        celsius(["neighbour", "相邻测点粮温", "grain at the neighbour"], cold),
        Part::input(["points", "超限测点数", "points too steep"], all.len() as f64, ""),
    ];
    Some(finding(Rule::Gradient, Place::Point(point), level, slope, "°C/m", inputs))
}

fn hottest(view: &View) -> Option<(usize, f64)> {
    view.points().reduce(|hottest, next| if next.1 > hottest.1 { next } else { hottest })
}

/// Above, not at: a store held at exactly its limit is held.
fn absolute(view: &View) -> Option<Finding> {
    let (point, t) = hottest(view)?;
    let level = view.scene.limits.absolute.iter().rev().find(|level| t > level.limit.value)?;
    Some(finding(Rule::Absolute, Place::Point(point), level, t, "°C", vec![point_now(t)]))
}

fn target(view: &View) -> Vec<Finding> {
    let Some(target) = view.scene.limits.target else { return Vec::new() };
    let all = mean(view.points().map(|(_, t)| t))
        .map(|mean| (mean, target.mean, Place::Stack, "mean", "平均粮温", "mean"));
    let max = hottest(view)
        .map(|(point, t)| (t, target.max, Place::Point(point), "max", "最高粮温", "hottest point"));
    [all, max]
        .into_iter()
        .flatten()
        .filter(|(value, limit, ..)| *value > limit.value)
        .map(|(value, limit, place, code, zh, en)| {
            let level = Level { limit, severity: target.severity };
            finding(Rule::Target, place, &level, value, "°C", vec![celsius([code, zh, en], value)])
        })
        .collect()
}

fn counter_season(view: &View) -> Vec<Finding> {
    let Some(week) = view.before(7).filter(|_| view.scene.season == Season::Winter) else {
        return Vec::new();
    };
    let level = &view.scene.limits.counter_season;
    (0..view.scene.layout.layers)
        .filter_map(|layer| {
            let (now, then) = (view.layer_mean(&view.grain, layer)?, view.layer_mean(&week.grain, layer)?);
            let inputs = vec![
                celsius(["layer", "本层均温", "mean of the layer"], now),
                celsius(["layer_before", "七日前本层均温", "a week before"], then),
            ];
            (now - then >= level.limit.value)
                .then(|| finding(Rule::CounterSeason, Place::Layer(layer), level, now - then, "°C", inputs))
        })
        .collect()
}

fn residual(view: &View) -> Vec<Finding> {
    let level = &view.scene.limits.residual;
    view.points()
        .filter_map(|(point, t)| {
            let expected = view.scene.expected.get(point).copied().flatten().filter(|e| e.deviation > 0.0)?;
            let off = (t - expected.temperature) / expected.deviation;
            let inputs = vec![
                point_now(t),
                celsius(["expected", "常态粮温", "expected"], expected.temperature),
                celsius(["deviation", "常态标准差", "its deviation"], expected.deviation),
            ];
            (off > level.limit.value)
                .then(|| finding(Rule::Residual, Place::Point(point), level, off, "σ", inputs))
        })
        .collect()
}

fn condensation(view: &View) -> Option<Finding> {
    let above = view.now.headspace?;
    let dew = air::dew_point(above.temperature, above.humidity?)?;
    let surface = view.scene.layout.layer(0).filter_map(|at| Some((at, view.grain[at]?)));
    let (point, coldest) = surface.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let level = &view.scene.limits.condensation;
    let dew_part = Part::computed(
        ["dew_point", "仓内空气露点", "dew point of the headspace"],
        dew,
        "°C",
        vec![
            celsius(["headspace", "仓温", "headspace"], above.temperature),
            Part::input(["humidity", "仓湿", "headspace humidity"], above.humidity?, "%"),
        ],
    );
    let margin = coldest - dew;
    (margin <= level.limit.value).then(|| {
        finding(
            Rule::Condensation,
            Place::Point(point),
            level,
            margin,
            "°C",
            vec![point_now(coldest), dew_part],
        )
    })
}

fn headspace_humidity(view: &View) -> Option<Finding> {
    let humidity = view.now.headspace?.humidity?;
    let level = &view.scene.limits.headspace_humidity;
    let inputs = vec![Part::input(["humidity", "仓湿", "headspace humidity"], humidity, "%")];
    (humidity > level.limit.value)
        .then(|| finding(Rule::HeadspaceHumidity, Place::Stack, level, humidity, "%", inputs))
}
