//! Change points: where the level of a series moved for good. Source: R. Killick, P. Fearnhead, I. A. Eckley, *Optimal Detection
//! of Changepoints With a Linear Computational Cost*, JASA 107(500), 2012 (PELT), with squared error around each segment's mean.
//! It finds the exact optimum of its cost; it never says why a level moved.

use crate::explain::Part;
use crate::series::{Series, Tick};

/// How reluctant the search is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Values between two changes at least.
    pub values_min: usize,
    /// Cost of one change in units of noise variance × ln(values): 2 is the Bayesian information criterion for a mean,
    /// more is more reluctant.
    pub penalty: f64,
}

/// A level that moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<T> {
    /// The first tick of the new level.
    pub at: T,
    /// Mean from the change before to this one, in the unit of the series.
    pub before: f64,
    /// Mean from this change to the next.
    pub after: f64,
    /// By how much it moved, and what a change was weighed against.
    pub explain: Part,
}

/// All changes of level, in order. Missing values are skipped. The noise is judged from the differences of neighbours, so that
/// the changes themselves do not count as noise; a series without noise is measured with a tenth of a percent of its range.
pub fn changes<T: Tick>(series: &Series<T>, terms: &Terms) -> Vec<Change<T>> {
    let (ticks, values): (Vec<T>, Vec<f64>) =
        series.iter().filter_map(|(tick, value)| Some((tick, value?))).unzip();
    let Some(noise) = noise(&values) else { return Vec::new() };
    let penalty = terms.penalty * noise * noise * libm::log(values.len() as f64);
    let cuts = pelt(&values, terms.values_min.max(1), penalty);
    let bounds: Vec<usize> = [&[0], cuts.as_slice(), &[values.len()]].concat();
    let mean = |from: usize, to: usize| values[from..to].iter().sum::<f64>() / (to - from) as f64;
    bounds
        .windows(3)
        .map(|b| {
            let (before, after) = (mean(b[0], b[1]), mean(b[1], b[2]));
            let parts = vec![
                Part::computed(["before", "此前均值", "mean before"], before, "", vec![]),
                Part::computed(["after", "此后均值", "mean after"], after, "", vec![]),
                Part::input(["values_before", "此前个数", "values before"], (b[1] - b[0]) as f64, ""),
                Part::input(["values_after", "此后个数", "values after"], (b[2] - b[1]) as f64, ""),
                Part::computed(["noise", "噪声标准差", "deviation of the noise"], noise, "", vec![]),
                Part::computed(["penalty", "每次变点代价", "cost of a change"], penalty, "", vec![]),
            ];
            let explain =
                Part::computed(["change", "水平变化", "change of level"], after - before, "", parts);
            Change { at: ticks[b[1]], before, after, explain }
        })
        .collect()
}

/// Standard deviation of the noise from the median absolute difference of neighbours; `None` when nothing varies.
fn noise(values: &[f64]) -> Option<f64> {
    let mut steps: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    steps.sort_by(f64::total_cmp);
    // 0.6745 is the third quartile of the normal distribution; a difference has √2 of the deviation of a value.
    let typical = steps.get(steps.len() / 2)? / (0.6745 * std::f64::consts::SQRT_2);
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    (high > low).then(|| typical.max((high - low) * 1e-3))
}

/// Indices at which a new segment begins, the optimum of Σ squared error + penalty per change.
fn pelt(values: &[f64], values_min: usize, penalty: f64) -> Vec<usize> {
    let n = values.len();
    let centre = values.iter().sum::<f64>() / n as f64;
    let mut sums = vec![(0.0, 0.0)];
    for value in values.iter().map(|v| v - centre) {
        let (sum, squares) = sums[sums.len() - 1];
        sums.push((sum + value, squares + value * value));
    }
    let cost = |from: usize, to: usize| {
        let (sum, squares) = (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1);
        (squares - sum * sum / (to - from) as f64).max(0.0)
    };
    let mut best = vec![f64::INFINITY; n + 1];
    best[0] = -penalty;
    let mut from = vec![0; n + 1];
    // A start that was beaten at `t` stays for `values_min` ends more: until then a cut at `t` would be too close.
    let mut starts: Vec<(usize, Option<usize>)> = Vec::new();
    for end in values_min..=n {
        starts.push((end - values_min, None));
        starts.retain(|(_, beaten)| beaten.is_none_or(|at| end < at + values_min));
        for (start, _) in &starts {
            let total = best[*start] + cost(*start, end) + penalty;
            if total < best[end] {
                (best[end], from[end]) = (total, *start);
            }
        }
        for (start, beaten) in &mut starts {
            if beaten.is_none() && best[*start] + cost(*start, end) >= best[end] {
                *beaten = Some(end);
            }
        }
    }
    let mut cuts = Vec::new();
    let mut end = from[n];
    while end > 0 {
        cuts.push(end);
        end = from[end];
    }
    cuts.reverse();
    cuts
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::series::Month;

    fn log_wheat() -> Vec<f64> {
        let text = include_str!("../../../data/prices/world-monthly.csv");
        let column = text.lines().next().unwrap().split(',').position(|name| name == "wheat_hrw").unwrap();
        text.lines()
            .filter(|line| ("1990-01".."2020-01").contains(&line.split(',').next().unwrap()))
            .map(|line| libm::log(line.split(',').nth(column).unwrap().parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_cuts_agree_with_another_implementation() {
        // ruptures 1.1.10, Pelt(model="l2", min_size=12, jump=1) on the same logarithms.
        let cases: [(f64, &[usize]); 2] = [
            (1.0, &[65, 89, 150, 210, 225, 248, 301]),
            (0.3, &[65, 89, 101, 150, 195, 212, 225, 248, 294, 306, 336]),
        ];
        for (penalty, expected) in cases {
            assert_eq!(pelt(&log_wheat(), 12, penalty), expected);
        }
    }

    #[test]
    fn pruning_never_loses_the_optimum() {
        let value = |at: usize| ((at * 7919 % 101) as f64) / 10.0 + [0.0, 6.0][at / 17 % 2];
        let values: Vec<f64> = (0..120).map(value).collect();
        let cost = |from: usize, to: usize| {
            let mean = values[from..to].iter().sum::<f64>() / (to - from) as f64;
            values[from..to].iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
        };
        for (values_min, penalty) in [(1, 40.0), (4, 60.0), (9, 20.0), (5, 200.0)] {
            // Every start tried for every end, nothing pruned.
            let mut best = vec![f64::INFINITY; values.len() + 1];
            best[0] = -penalty;
            for end in values_min..=values.len() {
                for start in 0..=end - values_min {
                    best[end] = best[end].min(best[start] + cost(start, end) + penalty);
                }
            }
            let cuts = pelt(&values, values_min, penalty);
            let bounds = [&[0], cuts.as_slice(), &[values.len()]].concat();
            let total: f64 = bounds.windows(2).map(|b| cost(b[0], b[1]) + penalty).sum::<f64>() - penalty;
            assert!((total - best[values.len()]).abs() < 1e-6, "{values_min} {penalty}: {total} {cuts:?}");
        }
    }

    #[test]
    fn a_level_that_moves_is_dated_and_measured_and_noise_is_not() {
        let start = Month::new(2020, 1).unwrap();
        let noise = |at: usize| ((at * 7919 % 13) as f64 - 6.0) / 6.0;
        let terms = Terms { values_min: 6, penalty: 4.0 };
        let moved =
            (0..60).map(|at| (at != 7).then(|| noise(at) + if at < 31 { 10.0 } else { 14.0 })).collect();
        let found = changes(&Series::new(start, moved), &terms);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at, start.later(31).unwrap());
        assert!((found[0].after - found[0].before - 4.0).abs() < 0.3, "{found:?}");
        let still = Series::new(start, (0..60).map(|at| Some(noise(at))).collect());
        assert_eq!(changes(&still, &terms), []);
        assert_eq!(changes(&Series::new(start, vec![Some(1.0); 60]), &terms), []);
        assert_eq!(changes(&Series::<Month>::new(start, vec![]), &terms), []);
    }
}
