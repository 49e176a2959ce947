//! The grain-condition rules on one made-up stack: 4 × 5 cables of 3 points. Each case spoils a quiet week in one way.

use super::compare::{Beside, compare};
use super::hot_spot::Certainty;
use super::rule::{Finding, Limits, Place, Rule, Target};
use super::sample::{self, Sample, limits};
use super::*;
use crate::explain::{Parameter, Status};

const LAYOUT: Layout = Layout { rows: 4, columns: 5, layers: 3, row_m: 5.0, column_m: 5.0, layer_m: 2.0 };

/// Eight daily frames of a cool stack that loses a tenth of a degree a day.
fn quiet() -> Vec<Frame> {
    (0..8)
        .map(|day: i64| {
            let reading = |point: usize| 14.0 - 0.1 * day as f64 + 0.02 * (point % 7) as f64;
            Frame {
                at: 1_700_000_000_000_000 + day * DAY,
                grain: (0..LAYOUT.len()).map(|point| Some(reading(point))).collect(),
                outside: Some(Air { temperature: 8.0, humidity: Some(60.0) }),
                headspace: Some(Air { temperature: 10.0, humidity: Some(50.0) }),
            }
        })
        .collect()
}

fn judged(frames: &[Frame], season: Season, limits: &Limits) -> Judged {
    judge(&Scene { layout: &LAYOUT, frames, expected: &[], season, limits })
}

fn shift(frame: &mut Frame, point: usize, by: f64) {
    frame.grain[point] = frame.grain[point].map(|t| t + by);
}

fn said(found: &[Finding]) -> Vec<(&'static str, Place, u8)> {
    found.iter().map(|f| (f.rule.code(), f.place, f.severity)).collect()
}

#[test]
fn a_quiet_week_is_quiet() {
    let found = judged(&quiet(), Season::Winter, &limits());
    assert_eq!(found, Judged::default());
}

#[test]
fn each_rule_fires_on_what_it_watches_and_on_nothing_else() {
    let point = LAYOUT.index(1, 2, 1);
    let spoil: [(&str, fn(&mut [Frame]), Vec<(&str, Place, u8)>); 13] = [
        (
            "three above its layer, for long",
            |f| f.iter_mut().for_each(|f| shift(f, 27, 3.0)),
            vec![("GA-01", Place::Point(27), 2), ("GA-04", Place::Point(27), 3)],
        ),
        (
            "five above",
            |f| f.iter_mut().for_each(|f| shift(f, 27, 5.1)),
            vec![("GA-01", Place::Point(27), 1), ("GA-04", Place::Point(27), 3)],
        ),
        (
            "two days of 1.1",
            |f| (shift(&mut f[6], 27, 1.2), shift(&mut f[7], 27, 2.4)).1,
            vec![("GA-02", Place::Point(27), 1), ("GA-04", Place::Point(27), 3)],
        ),
        ("one day of 1.1", |f| shift(&mut f[7], 27, 1.2), vec![]),
        (
            "top 3.1 above bottom",
            |f| f.iter_mut().for_each(|f| (0..20).for_each(|p| shift(f, p, if p == 13 { 3.3 } else { 3.1 }))),
            vec![("GA-03", Place::Stack, 3), ("GA-04", Place::Point(13), 3)],
        ),
        (
            "all at 26",
            |f| f.iter_mut().for_each(|f| (0..60).for_each(|p| shift(f, p, 12.7))),
            vec![("GA-05", Place::Point(6), 3)],
        ),
        (
            "all at 36",
            |f| f.iter_mut().for_each(|f| (0..60).for_each(|p| shift(f, p, 22.7))),
            vec![("GA-05", Place::Point(6), 1)],
        ),
        (
            "a layer that warms",
            |f| (0..8).for_each(|d| (40..60).for_each(|p| shift(&mut f[d], p, 0.4 * d as f64))),
            vec![("GA-04", Place::Point(41), 3), ("GA-07", Place::Layer(2), 2)],
        ),
        (
            "damp headspace",
            |f| f[7].headspace = Some(Air { temperature: 10.0, humidity: Some(76.0) }),
            vec![("GA-11", Place::Stack, 3)],
        ),
        (
            "dew on the surface",
            |f| f[7].headspace = Some(Air { temperature: 18.0, humidity: Some(75.0) }),
            vec![("GA-09", Place::Point(0), 1)],
        ),
        ("no reading", |f| f[7].grain[27] = None, vec![("GA-10", Place::Point(27), 4)]),
        ("a jump", |f| shift(&mut f[7], 27, -10.1), vec![("GA-10", Place::Point(27), 4)]),
        (
            "stuck",
            |f| f.iter_mut().for_each(|f| f.grain[27] = Some(13.5)),
            vec![("GA-10", Place::Point(27), 4)],
        ),
    ];
    assert_eq!(point, 27);
    for (what, spoil, expected) in spoil {
        let mut frames = quiet();
        spoil(&mut frames);
        assert_eq!(said(&judged(&frames, Season::Winter, &limits()).findings), expected, "{what}");
    }
}

#[test]
fn warming_counts_against_a_stack_only_in_winter_and_a_rise_only_beyond_the_air() {
    let mut frames = quiet();
    (0..8).for_each(|d| (0..60).for_each(|p| shift(&mut frames[d], p, 0.4 * d as f64)));
    assert!(judged(&frames, Season::Other, &limits()).findings.is_empty());
    let winter = said(&judged(&frames, Season::Winter, &limits()).findings);
    assert_eq!(winter, [0, 1, 2].map(|layer| ("GA-07", Place::Layer(layer), 2)));
    let mut frames = quiet();
    (0..LAYOUT.len()).for_each(|p| (shift(&mut frames[6], p, 1.2), shift(&mut frames[7], p, 2.4)).1);
    let fired = |frames: &[Frame]| judged(frames, Season::Other, &limits()).findings.len();
    assert_eq!(fired(&frames), LAYOUT.len());
    frames[7].outside = Some(Air { temperature: 11.0, humidity: None });
    assert_eq!(fired(&frames), 0);
}

#[test]
fn a_target_and_an_expectation_judge_only_where_they_are_set() {
    let target = |mean, max| Target {
        mean: Parameter::new(mean, Status::NeedsCitation),
        max: Parameter::new(max, Status::NeedsCitation),
        severity: 5,
    };
    let with = |target| Limits { target: Some(target), ..limits() };
    let frames = quiet();
    let cases = [
        (target(15.0, 20.0), vec![]),
        (target(13.0, 20.0), vec![("GA-06", Place::Stack, 5)]),
        (target(13.0, 13.3), vec![("GA-06", Place::Stack, 5), ("GA-06", Place::Point(6), 5)]),
    ];
    for (target, expected) in cases {
        assert_eq!(said(&judged(&frames, Season::Other, &with(target)).findings), expected);
    }
    let mut expected = vec![None; LAYOUT.len()];
    let now = frames[7].grain[27].unwrap();
    for (below, fires) in [(0.59, false), (0.61, true)] {
        expected[27] = Some(Expected { temperature: now - below, deviation: 0.2 });
        let limits = limits();
        let scene = Scene {
            layout: &LAYOUT,
            frames: &frames,
            expected: &expected,
            season: Season::Other,
            limits: &limits,
        };
        assert_eq!(judge(&scene).findings.len(), usize::from(fires), "{below}");
    }
}

#[test]
fn a_sensor_that_cannot_be_believed_is_isolated_and_its_neighbours_are_watched() {
    let mut frames = quiet();
    frames[7].grain[27] = Some(85.0);
    let found = judged(&frames, Season::Winter, &limits());
    assert_eq!(said(&found.findings), [("GA-10", Place::Point(27), 4)]);
    assert_eq!((found.isolated, found.hot_spots), (vec![27], vec![]));
    assert_eq!(found.widened, [7, 22, 26, 28, 32, 47]);
    // Deep grain may stand still as long as its neighbours do.
    let mut frames = quiet();
    let first = frames[0].grain.clone();
    frames.iter_mut().for_each(|frame| frame.grain = first.clone());
    assert_eq!(judged(&frames, Season::Winter, &limits()), Judged::default());
}

#[test]
fn a_hot_spot_is_corroborated_by_a_neighbour_or_by_repetition() {
    let cases: [(&[(usize, usize)], &[(&[usize], Certainty)]); 4] = [
        (&[(7, 27)], &[(&[27], Certainty::Suspected)]),
        (&[(7, 27), (6, 27)], &[(&[27], Certainty::Corroborated)]),
        (&[(7, 27), (7, 28)], &[(&[28, 27], Certainty::Corroborated)]),
        (&[(7, 27), (7, 29), (6, 29)], &[(&[29], Certainty::Corroborated), (&[27], Certainty::Suspected)]),
    ];
    for (hot, expected) in cases {
        let mut frames = quiet();
        hot.iter().for_each(|(day, point)| frames[*day].grain[*point] = Some(17.0 + 0.1 * *point as f64));
        let spots = judged(&frames, Season::Winter, &limits()).hot_spots;
        let found: Vec<_> = spots.iter().map(|spot| (spot.points.as_slice(), spot.certainty)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_finding_tells_its_readings_and_how_well_its_limit_is_founded() {
    let mut frames = quiet();
    frames.iter_mut().for_each(|frame| shift(frame, 27, 3.2));
    let found = judged(&frames, Season::Winter, &limits()).findings;
    let outlier = &found[0];
    let part = |code: &str| outlier.explain.parts.iter().find(|part| part.code == code).unwrap().value;
    assert!((part("point") - part("layer_median") - outlier.explain.value).abs() < 1e-12);
    assert_eq!(part("limit"), 3.0);
    assert_eq!(outlier.status(), Some(Status::Unconfirmed));
    assert_eq!((found[1].rule, found[1].status()), (Rule::Gradient, Some(Status::Confirmed)));
}

#[test]
fn the_five_comparisons_are_made_as_far_as_the_data_go() {
    let mut frames = quiet();
    shift(&mut frames[7], 27, 2.0);
    let beside = Beside { before: Some(&frames[0]), like: &[12.0, 13.0, 20.0] };
    let codes = |parts: &[crate::explain::Part]| parts.iter().map(|part| part.code).collect::<Vec<_>>();
    let all = compare(&LAYOUT, &frames[7], &beside);
    assert_eq!(
        codes(&all),
        ["beside_like_stacks", "beside_air", "beside_before", "between_points", "within_layers"]
    );
    let rounded: Vec<f64> = all.iter().map(|part| (part.value * 100.0).round() / 100.0).collect();
    assert_eq!(rounded, [0.39, -0.67, -0.67, 2.12, 2.06]);
    let few = compare(&LAYOUT, &frames[7], &Beside { before: None, like: &[] });
    assert_eq!(codes(&few), ["between_points", "within_layers"]);
}

#[test]
fn frames_that_do_not_fit_their_layout_are_not_judged() {
    let mut frames = quiet();
    frames[3].grain.pop();
    assert_eq!(judged(&frames, Season::Winter, &limits()), Judged::default());
    assert_eq!(judged(&[], Season::Winter, &limits()), Judged::default());
}

#[test]
fn on_stacks_with_a_known_truth_hot_spots_and_faults_are_found_and_little_else() {
    let samples: Vec<Sample> = (0..120).map(|number| sample::stack(number, 52)).collect();
    for (what, score) in sample::score(&samples, &limits()) {
        assert!(score.right > 20, "{what}: {score:?}");
        assert!(score.precision() >= 0.95 && score.recall() >= 0.95, "{what}: {score:?}");
    }
}
