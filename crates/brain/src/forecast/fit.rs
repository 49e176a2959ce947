//! State and weights of exponential smoothing: where it starts, how it moves, and the weights of least squared error.
//! The search is a fixed number of steps from a fixed start, so the same series gives the same weights.

use super::Weights;

/// Level, trend and season between two ticks.
#[derive(Debug, Clone)]
pub struct State {
    pub level: f64,
    pub trend: f64,
    /// One figure per place of the period; empty without season.
    pub season: Vec<f64>,
    /// The number of the next tick, which says its place in the period.
    pub next: usize,
}

impl State {
    /// A start from the data (Hyndman and others 2008, 2.6.1): season from the mean distance to each period's mean, level and
    /// trend from a line through the first ten values without season. `None` when a place of the period was never seen.
    pub fn initial(values: &[Option<f64>], period: Option<usize>) -> Option<Self> {
        let season = period.map_or(Some(Vec::new()), |period| season(values, period))?;
        let place = |at: usize| if season.is_empty() { 0.0 } else { season[at % season.len()] };
        let early: Vec<(f64, f64)> = values
            .iter()
            .enumerate()
            .filter_map(|(at, v)| Some((at as f64, (*v)? - place(at))))
            .take(10)
            .collect();
        let n = early.len() as f64;
        let (mean_x, mean_y) =
            (early.iter().map(|(x, _)| x).sum::<f64>() / n, early.iter().map(|(_, y)| y).sum::<f64>() / n);
        let xx: f64 = early.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
        let xy: f64 = early.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let trend = xy / xx;
        Some(Self { level: mean_y - trend * (mean_x + 1.0), trend, season, next: 0 })
    }

    /// Goes through the values; the state after them and the sum of squared one-step errors.
    pub fn run(&self, values: &[Option<f64>], weights: &Weights) -> (Self, f64) {
        let mut state = self.clone();
        let squares = values.iter().map(|value| state.step(*value, weights)).map(|error| error * error).sum();
        (state, squares)
    }

    /// Takes one value in; its error, zero when it is missing.
    fn step(&mut self, value: Option<f64>, weights: &Weights) -> f64 {
        let expected = self.level + weights.damping * self.trend;
        let place = self.next.checked_rem(self.season.len());
        let season = place.map_or(0.0, |place| self.season[place]);
        let error = value.map_or(0.0, |value| value - expected - season);
        self.level = expected + weights.level * error;
        self.trend = weights.damping * self.trend + weights.trend * error;
        if let Some(place) = place {
            self.season[place] += weights.season * error;
        }
        self.next += 1;
        error
    }

    /// The expected value `ahead` ticks after this state, from 1.
    pub fn ahead(&self, weights: &Weights, ahead: usize) -> f64 {
        let place = (self.next + ahead - 1).checked_rem(self.season.len());
        self.level
            + damped(weights.damping, ahead) * self.trend
            + place.map_or(0.0, |place| self.season[place])
    }

    /// Variance of the error `ahead` ticks from here, as a multiple of that of one step (Hyndman and others 2008, table 6.1).
    pub fn growth_of_variance(&self, weights: &Weights, ahead: usize) -> f64 {
        let of_step = |step: usize| {
            let season = if step.checked_rem(self.season.len()) == Some(0) { weights.season } else { 0.0 };
            let weight = weights.level + weights.trend * damped(weights.damping, step) + season;
            weight * weight
        };
        1.0 + (1..ahead).map(of_step).sum::<f64>()
    }
}

/// φ + φ² + … + φⁿ.
fn damped(damping: f64, steps: usize) -> f64 {
    let mut power = 1.0;
    (0..steps)
        .map(|_| {
            power *= damping;
            power
        })
        .sum()
}

/// Mean distance of each place from the mean of its period's values, centred on zero.
fn season(values: &[Option<f64>], period: usize) -> Option<Vec<f64>> {
    let mut sums = vec![(0.0, 0.0); period];
    for whole in values.chunks_exact(period) {
        let count = whole.iter().flatten().count();
        // Half a period has no mean of its own: its season would be mistaken for level.
        if count * 4 < period * 3 {
            continue;
        }
        let mean = whole.iter().flatten().sum::<f64>() / count as f64;
        for (place, value) in whole.iter().enumerate() {
            if let Some(value) = value {
                sums[place] = (sums[place].0 + value - mean, sums[place].1 + 1.0);
            }
        }
    }
    let means: Vec<f64> = sums.iter().map(|(sum, n)| (*n > 0.0).then(|| sum / n)).collect::<Option<_>>()?;
    let centre = means.iter().sum::<f64>() / period as f64;
    Some(means.into_iter().map(|mean| mean - centre).collect())
}

/// Steps of the search: enough for the fourth digit of a weight; a bound, not a goal.
const STEPS: usize = 240;

/// Weights of least squared error within the usual bounds (0 < β < α < 1, 0 < γ < 1 − α, 0.8 ≤ φ ≤ 0.98), by the simplex search of
/// J. A. Nelder, R. Mead, *A Simplex Method for Function Minimization*, Computer Journal 7(4), 1965.
pub fn weights(values: &[Option<f64>], start: &State) -> Weights {
    let mut cost = |at: &[f64; 4]| start.run(values, &within(at, start.season.is_empty())).1;
    let found = simplex(&mut cost);
    within(&found, start.season.is_empty())
}

/// Any four numbers as weights within the bounds: each is folded into 0 to 1, then stretched.
fn within(at: &[f64; 4], plain: bool) -> Weights {
    let fold = |x: f64| 0.0001 + 0.9998 / (1.0 + libm::exp(-x));
    let level = fold(at[0]);
    let season = if plain { 0.0 } else { fold(at[2]) * (1.0 - level) };
    Weights { level, trend: fold(at[1]) * level, season, damping: 0.8 + 0.18 * fold(at[3]) }
}

fn simplex(cost: &mut dyn FnMut(&[f64; 4]) -> f64) -> [f64; 4] {
    let origin = [-0.5, -2.0, -2.0, 1.0];
    let mut corners: Vec<(f64, [f64; 4])> = (0..5)
        .map(|corner| {
            let mut at = origin;
            if corner > 0 {
                at[corner - 1] += 1.5;
            }
            (cost(&at), at)
        })
        .collect();
    for _ in 0..STEPS {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut centre = [0.0; 4];
        for (_, at) in &corners[..4] {
            centre.iter_mut().zip(at).for_each(|(sum, x)| *sum += x / 4.0);
        }
        let worst = corners[4];
        let mut towards = |factor: f64| {
            let at: [f64; 4] = std::array::from_fn(|i| centre[i] + factor * (worst.1[i] - centre[i]));
            (cost(&at), at)
        };
        let reflected = towards(-1.0);
        corners[4] = if reflected.0 < corners[0].0 {
            let expanded = towards(-2.0);
            if expanded.0 < reflected.0 { expanded } else { reflected }
        } else if reflected.0 < corners[3].0 {
            reflected
        } else {
            let contracted = towards(if reflected.0 < worst.0 { -0.5 } else { 0.5 });
            if contracted.0 < worst.0.min(reflected.0) {
                contracted
            } else {
                let best = corners[0].1;
                for corner in &mut corners[1..] {
                    corner.1 = std::array::from_fn(|i| f64::midpoint(best[i], corner.1[i]));
                    corner.0 = cost(&corner.1);
                }
                continue;
            }
        };
    }
    corners.sort_by(|a, b| a.0.total_cmp(&b.0));
    corners[0].1
}
