//! Forecasts with intervals: damped trend and additive season, ETS(A,Ad,A) and ETS(A,Ad,N). Source: R. J. Hyndman, A. B. Koehler,
//! J. K. Ord, R. D. Snyder, *Forecasting with Exponential Smoothing*, Springer 2008 (state space form ch. 2, intervals ch. 6);
//! E. S. Gardner, E. McKenzie, *Forecasting trends in time series*, Management Science 31(10), 1985 (damping).
//! On world prices half a year ahead, 73 % fall within the 80 % bounds and 88 % within the 95 % bounds (a test holds this): crises
//! make tails fatter than normal. It gives the course of things if nothing new happens; it never claims to see a crisis coming.

mod fit;
#[cfg(test)]
mod test;

use crate::explain::Part;
use crate::series::{Series, Tick};
use fit::State;

/// The scale a series is forecast on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As it is; may turn negative.
    Plain,
    /// Logarithms, for prices and other positive quantities: errors are relative, and intervals stay positive.
    Logarithm,
}

/// What a forecast assumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Ticks of one season: 12 for months; `None` without season.
    pub period: Option<usize>,
    /// The scale.
    pub scale: Scale,
    /// Ticks ahead.
    pub horizon: usize,
}

/// Smoothing weights, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// How fast the level follows (α).
    pub level: f64,
    /// How fast the trend follows (β).
    pub trend: f64,
    /// How fast the season follows (γ).
    pub season: f64,
    /// How much of the trend is left after each tick (φ).
    pub damping: f64,
}

/// One tick ahead, in the unit of the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point<T> {
    /// The tick.
    pub at: T,
    /// Where half of the outcomes lie below.
    pub middle: f64,
    /// Bounds that four of five outcomes lie within.
    pub within_80: (f64, f64),
    /// Bounds that nineteen of twenty outcomes lie within.
    pub within_95: (f64, f64),
}

/// A forecast with what it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast<T> {
    /// The ticks ahead, nearest first.
    pub points: Vec<Point<T>>,
    /// The fitted weights.
    pub weights: Weights,
    /// How it was computed.
    pub explain: Part,
}

/// Two-sided quantiles of the normal distribution for 80 % and 95 %.
const QUANTILE_80: f64 = 1.281_551_565_544_600_5;
const QUANTILE_95: f64 = 1.959_963_984_540_054;

/// Forecasts a series. A missing value moves the state by the model and teaches nothing. `None` when there are fewer values than
/// two periods and a half (ten without season), a value is not positive on the logarithmic scale, or the calendar ends.
pub fn forecast<T: Tick>(series: &Series<T>, terms: &Terms) -> Option<Forecast<T>> {
    let values: Vec<Option<f64>> = match terms.scale {
        Scale::Plain => series.values().to_vec(),
        Scale::Logarithm if series.values().iter().flatten().any(|v| *v <= 0.0) => return None,
        Scale::Logarithm => series.values().iter().map(|value| value.map(libm::log)).collect(),
    };
    let first = values.iter().position(Option::is_some)?;
    let values = &values[first..];
    let count = values.iter().flatten().count();
    let period = terms.period.filter(|period| *period > 1);
    if count < period.map_or(10, |period| period * 5 / 2) {
        return None;
    }
    let start = State::initial(values, period)?;
    let weights = fit::weights(values, &start);
    let (end, squares) = start.run(values, &weights);
    // Weights and starting states were fitted to the same values: 3 and 2, with season 4 and 2 and all places but one.
    let fitted = period.map_or(5, |period| 6 + period - 1);
    let deviation = (squares / (count - fitted) as f64).sqrt();
    let points = (1..=terms.horizon)
        .map(|ahead| {
            let spread = deviation * end.growth_of_variance(&weights, ahead).sqrt();
            let middle = end.ahead(&weights, ahead);
            let back = |value: f64| match terms.scale {
                Scale::Plain => value,
                Scale::Logarithm => libm::exp(value),
            };
            let within = |quantile: f64| (back(middle - quantile * spread), back(middle + quantile * spread));
            let at = series.start().later(series.len() + ahead - 1)?;
            Some(Point {
                at,
                middle: back(middle),
                within_80: within(QUANTILE_80),
                within_95: within(QUANTILE_95),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let explain = explain(&end, &weights, deviation, count);
    Some(Forecast { points, weights, explain })
}

fn explain(end: &State, weights: &Weights, deviation: f64, count: usize) -> Part {
    let figure = |names, value| Part::computed(names, value, "", vec![]);
    let parts = vec![
        Part::input(["values", "观测数", "values seen"], count as f64, ""),
        figure(["level_weight", "水平平滑系数", "weight of the level"], weights.level),
        figure(["trend_weight", "趋势平滑系数", "weight of the trend"], weights.trend),
        figure(["season_weight", "季节平滑系数", "weight of the season"], weights.season),
        figure(["damping", "趋势阻尼", "damping"], weights.damping),
        figure(["level", "末期水平", "level at the end"], end.level),
        figure(["trend", "末期趋势", "trend at the end"], end.trend),
    ];
    Part::computed(["deviation", "一步误差标准差", "deviation of one step"], deviation, "", parts)
}
