//! The five comparisons of grain condition (粮情五比较): with like stacks, with the air, with the reading before, between points of
//! the stack, and within each layer. It compares and never judges; the rules do.

use super::{Frame, Layout, mean, median};
use crate::explain::Part;

/// What a stack is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The reading before.
    pub before: Option<&'a Frame>,
    /// Mean temperatures in °C of stacks of the same grain, building and age.
    pub like: &'a [f64],
}

/// The comparisons that the data allow, each with what it was computed from, in the order of the practice.
pub fn compare(layout: &Layout, now: &Frame, beside: &Beside) -> Vec<Part> {
    let own = mean(now.grain.iter().flatten().copied());
    [
        like(own, beside.like),
        air(own, now, beside.before),
        before(own, beside.before),
        points(now),
        layers(layout, now),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn celsius(names: [&'static str; 3], value: f64) -> Part {
    Part::input(names, value, "°C")
}

fn stack(own: f64) -> Part {
    celsius(["mean", "平均粮温", "mean of the stack"], own)
}

fn like(own: Option<f64>, like: &[f64]) -> Option<Part> {
    let (own, middle) = (own?, median(like.iter().copied())?);
    let parts = vec![
        stack(own),
        celsius(["like_median", "同类货位中位数", "median of like stacks"], middle),
        Part::input(["like_count", "同类货位数", "like stacks"], like.len() as f64, ""),
    ];
    Some(Part::computed(
        ["beside_like_stacks", "与同类货位比较", "beside like stacks"],
        own - middle,
        "°C",
        parts,
    ))
}

fn air(own: Option<f64>, now: &Frame, before: Option<&Frame>) -> Option<Part> {
    let (own, before) = (own?, before?);
    let then = mean(before.grain.iter().flatten().copied())?;
    let (air, air_then) = (now.outside?.temperature, before.outside?.temperature);
    let (rise, air_rise) = (own - then, air - air_then);
    let parts = vec![
        Part::computed(
            ["grain_rise", "粮温升幅", "rise of grain"],
            rise,
            "°C",
            vec![stack(own), celsius(["mean_before", "此前平均粮温", "mean before"], then)],
        ),
        Part::computed(
            ["air_rise", "气温升幅", "rise of air"],
            air_rise,
            "°C",
            vec![
                celsius(["air", "气温", "air"], air),
                celsius(["air_before", "此前气温", "air before"], air_then),
            ],
        ),
    ];
    Some(Part::computed(
        ["beside_air", "与气温升幅比较", "beside the rise of air"],
        rise - air_rise,
        "°C",
        parts,
    ))
}

fn before(own: Option<f64>, before: Option<&Frame>) -> Option<Part> {
    let (own, then) = (own?, mean(before?.grain.iter().flatten().copied())?);
    let parts = vec![stack(own), celsius(["mean_before", "此前平均粮温", "mean before"], then)];
    Some(Part::computed(
        ["beside_before", "与上次读数比较", "beside the reading before"],
        own - then,
        "°C",
        parts,
    ))
}

fn points(now: &Frame) -> Option<Part> {
    let known = || now.grain.iter().flatten().copied();
    let (coldest, hottest) = (known().reduce(f64::min)?, known().reduce(f64::max)?);
    let parts = vec![
        celsius(["hottest", "最高粮温", "hottest point"], hottest),
        celsius(["coldest", "最低粮温", "coldest point"], coldest),
    ];
    Some(Part::computed(["between_points", "各测点比较", "between points"], hottest - coldest, "°C", parts))
}

/// The largest distance of a point above the median of its layer, with each layer's below it.
fn layers(layout: &Layout, now: &Frame) -> Option<Part> {
    let of_layer = |layer: usize| {
        let known = || layout.layer(layer).filter_map(|at| now.grain[at]);
        let (middle, hottest) = (median(known())?, known().reduce(f64::max)?);
        let parts = vec![
            Part::input(["layer", "层(自上)", "layer from the top"], (layer + 1) as f64, ""),
            celsius(["hottest", "本层最高", "hottest of the layer"], hottest),
            celsius(["median", "本层中位数", "median of the layer"], middle),
        ];
        Some(Part::computed(["above_layer", "高出本层", "above the layer"], hottest - middle, "°C", parts))
    };
    let parts: Vec<Part> = (0..layout.layers).filter_map(of_layer).collect();
    let most = parts.iter().map(|part| part.value).reduce(f64::max)?;
    Some(Part::computed(["within_layers", "同层测点比较", "within layers"], most, "°C", parts))
}
