//! Local linear regression over equally spaced points with tricube weights, as STL uses it (Cleveland and others 1990, section 2).
//! Points of weight zero take no part; where none is left the value itself stands.

/// How many neighbours take part in a local fit: an odd number.
#[derive(Debug, Clone, Copy)]
pub struct Neighbours(usize);

impl Neighbours {
    /// The next odd number, at least 3.
    pub fn odd(count: usize) -> Self {
        Self(count.max(3) | 1)
    }
}

/// The smoothed value at every point.
pub fn smooth(values: &[f64], weights: &[f64], window: Neighbours) -> Vec<f64> {
    let n = values.len();
    (0..n)
        .map(|at| fit(values, weights, window, at as f64, around(n, window, at)).unwrap_or(values[at]))
        .collect()
}

/// The smoothed value at every point, and one step before the first and after the last.
pub fn smooth_beyond(values: &[f64], weights: &[f64], window: Neighbours) -> Vec<f64> {
    let n = values.len();
    let inner = smooth(values, weights, window);
    let width = window.0.min(n);
    let before = fit(values, weights, window, -1.0, (0, width - 1)).unwrap_or(inner[0]);
    let after = fit(values, weights, window, n as f64, (n - width, n - 1)).unwrap_or(inner[n - 1]);
    [&[before], inner.as_slice(), &[after]].concat()
}

/// First and last neighbour of a point: centred where there is room, shifted inwards at the ends.
fn around(n: usize, window: Neighbours, at: usize) -> (usize, usize) {
    if window.0 >= n {
        return (0, n - 1);
    }
    let first = at.saturating_sub(window.0 / 2).min(n - window.0);
    (first, first + window.0 - 1)
}

fn fit(
    values: &[f64],
    weights: &[f64],
    window: Neighbours,
    x: f64,
    (first, last): (usize, usize),
) -> Option<f64> {
    let n = values.len();
    let mut reach = (x - first as f64).max(last as f64 - x);
    if window.0 > n {
        reach += ((window.0 - n) / 2) as f64;
    }
    let tricube = |distance: f64| match distance / reach {
        near if near <= 0.001 => 1.0,
        share if share <= 0.999 => {
            let rest = 1.0 - share * share * share;
            rest * rest * rest
        }
        _ => 0.0,
    };
    let mut near: Vec<f64> = (first..=last).map(|at| tricube((at as f64 - x).abs()) * weights[at]).collect();
    let total: f64 = near.iter().sum();
    if total <= 0.0 {
        return None;
    }
    near.iter_mut().for_each(|w| *w /= total);
    let centre: f64 = near.iter().zip(first..).map(|(w, at)| w * at as f64).sum();
    let spread: f64 =
        near.iter().zip(first..).map(|(w, at)| w * (at as f64 - centre) * (at as f64 - centre)).sum();
    // Neighbours in one place give a level and no slope.
    if spread.sqrt() > 0.001 * (n as f64 - 1.0) {
        let tilt = (x - centre) / spread;
        near.iter_mut().zip(first..).for_each(|(w, at)| *w *= tilt * (at as f64 - centre) + 1.0);
    }
    Some(near.iter().zip(first..).map(|(w, at)| w * values[at]).sum())
}
