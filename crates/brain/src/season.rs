//! Seasonal adjustment by STL: trend, season and remainder of a series by repeated local regression. Source: R. B. Cleveland,
//! W. S. Cleveland, J. E. McRae, I. Terpenning, *STL: A Seasonal-Trend Decomposition Procedure Based on Loess*, Journal of
//! Official Statistics 6(1), 1990. It never invents a missing value: a gap has weight zero and gets trend and season only.

mod loess;
#[cfg(test)]
mod test;

use crate::series::{Series, Tick};
use loess::{Neighbours, smooth};

/// How to decompose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stl {
    /// Ticks of one period: 12 for months, 7 for days with a weekly rhythm.
    pub period: usize,
    /// Periods over which the season may change, odd, at least 7.
    pub seasonal: usize,
    /// Whether outliers lose their weight.
    pub outliers: Outliers,
}

/// What becomes of outliers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outliers {
    /// They count like any value.
    Count,
    /// They are weighted down by their distance from the fit (15 rounds, as in the paper's robust form).
    Resist,
}

/// A series taken apart; `trend + season + remainder` is the value wherever there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The slow part, for every tick.
    pub trend: Vec<f64>,
    /// The part that returns every period, for every tick.
    pub season: Vec<f64>,
    /// What is left; `None` where the value is missing.
    pub remainder: Vec<Option<f64>>,
}

impl Parts {
    /// The seasonally adjusted series: the value without its season.
    pub fn adjusted(&self) -> Vec<Option<f64>> {
        self.trend.iter().zip(&self.remainder).map(|(trend, rest)| Some(trend + (*rest)?)).collect()
    }

    /// Share of the variance around the trend that season explains, 0 to 1 (R. J. Hyndman, G. Athanasopoulos, *Forecasting:
    /// Principles and Practice*, 3rd ed., 4.3); 0 when nothing varies.
    pub fn strength(&self) -> f64 {
        let pairs =
            || self.season.iter().zip(&self.remainder).filter_map(|(season, rest)| Some((*season, (*rest)?)));
        let rest = variance(&pairs().map(|(_, rest)| rest).collect::<Vec<_>>());
        let both = variance(&pairs().map(|(season, rest)| season + rest).collect::<Vec<_>>());
        if both > 0.0 { (1.0 - rest / both).max(0.0) } else { 0.0 }
    }
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n
}

/// Takes a series apart. `None` when it is too short: each place of the period needs two values, and the terms must make sense
/// (period of 2 or more, odd seasonal window of 7 or more).
pub fn stl<T: Tick>(series: &Series<T>, terms: &Stl) -> Option<Parts> {
    let values = series.values();
    let seen = |place: usize| values.iter().skip(place).step_by(terms.period).flatten().count();
    let sensible = terms.period >= 2 && terms.seasonal >= 7 && terms.seasonal % 2 == 1;
    if !sensible || (0..terms.period).any(|place| seen(place) < 2) {
        return None;
    }
    let known: Vec<f64> = values.iter().map(|value| f64::from(u8::from(value.is_some()))).collect();
    let mut last = values.iter().flatten().next().copied()?;
    // A gap holds the value before it only so that there is a number to multiply by its weight, zero.
    let held: Vec<f64> = values
        .iter()
        .map(|value| {
            last = value.unwrap_or(last);
            last
        })
        .collect();
    let (rounds, sweeps) = match terms.outliers {
        Outliers::Count => (1, 5),
        Outliers::Resist => (16, 2),
    };
    let mut state = Sweep { trend: vec![0.0; held.len()], season: vec![0.0; held.len()] };
    let mut weights = known.clone();
    for round in 0..rounds {
        for _ in 0..sweeps {
            state.run(&held, &weights, terms);
        }
        if round + 1 < rounds {
            weights = resist(&held, &known, &state);
        }
    }
    let remainder = values
        .iter()
        .zip(state.trend.iter().zip(&state.season))
        .map(|(value, (trend, season))| Some((*value)? - trend - season))
        .collect();
    Some(Parts { trend: state.trend, season: state.season, remainder })
}

struct Sweep {
    trend: Vec<f64>,
    season: Vec<f64>,
}

impl Sweep {
    /// The paper's inner loop, steps 1 to 6.
    fn run(&mut self, values: &[f64], weights: &[f64], terms: &Stl) {
        let (n, period) = (values.len(), terms.period);
        let detrended: Vec<f64> = values.iter().zip(&self.trend).map(|(v, t)| v - t).collect();
        let cycle = cycles(&detrended, weights, terms);
        let averaged = moving(&moving(&moving(&cycle, period), period), 3);
        let low = smooth(&averaged, &vec![1.0; n], Neighbours::odd(period + 1));
        self.season = (0..n).map(|at| cycle[period + at] - low[at]).collect();
        let deseasoned: Vec<f64> = values.iter().zip(&self.season).map(|(v, s)| v - s).collect();
        // The paper's bound on the trend window: below it, season would leak into the trend.
        let window = 1.5 * period as f64 / (1.0 - 1.5 / terms.seasonal as f64);
        self.trend = smooth(&deseasoned, weights, Neighbours::odd(window.ceil() as usize));
    }
}

/// Each place of the period smoothed over the periods, one period further at both ends.
fn cycles(values: &[f64], weights: &[f64], terms: &Stl) -> Vec<f64> {
    let (n, period) = (values.len(), terms.period);
    let mut cycle = vec![0.0; n + 2 * period];
    for place in 0..period {
        let of = |all: &[f64]| all.iter().skip(place).step_by(period).copied().collect::<Vec<f64>>();
        let smoothed = loess::smooth_beyond(&of(values), &of(weights), Neighbours::odd(terms.seasonal));
        for (at, value) in smoothed.into_iter().enumerate() {
            cycle[place + at * period] = value;
        }
    }
    cycle
}

/// Means of `window` neighbours; shorter by `window − 1`.
fn moving(values: &[f64], window: usize) -> Vec<f64> {
    values.windows(window).map(|of| of.iter().sum::<f64>() / window as f64).collect()
}

/// Bisquare weights by distance from the fit; a gap keeps weight zero.
fn resist(values: &[f64], known: &[f64], state: &Sweep) -> Vec<f64> {
    let off: Vec<f64> =
        (0..values.len()).map(|at| (values[at] - state.trend[at] - state.season[at]).abs()).collect();
    let mut sorted: Vec<f64> =
        off.iter().zip(known).filter(|(_, known)| **known > 0.0).map(|(o, _)| *o).collect();
    sorted.sort_by(f64::total_cmp);
    let (n, half) = (sorted.len(), sorted.len() / 2);
    let bound = 3.0 * (sorted[half] + sorted[n - half - 1]);
    let weight = |off: f64| match off {
        near if near <= 0.001 * bound => 1.0,
        off if off <= 0.999 * bound => {
            let share = off / bound;
            (1.0 - share * share) * (1.0 - share * share)
        }
        _ => 0.0,
    };
    off.iter().zip(known).map(|(off, known)| known * weight(*off)).collect()
}
