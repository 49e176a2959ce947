//! WFP's Alert for Price Spikes. Source: World Food Programme, *Calculation and use of the Alert for Price Spikes (ALPS)
//! indicator*, technical guidance note, April 2014. A month is measured against a trend with season that was fitted to the
//! months before it; it never takes part in its own yardstick.

use super::{Class, Judged, Verdict};
use crate::explain::{Parameter, Part, Status};
use crate::series::{Month, Series};

/// The definition's free numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alps {
    /// Months with a price before the judged one that are needed.
    pub months_min: usize,
    /// From here on stress.
    pub stress: Parameter,
    /// From here on alert.
    pub alert: Parameter,
    /// From here on crisis.
    pub crisis: Parameter,
}

impl Default for Alps {
    /// As the guidance note has it: three years, 0.25, 1 and 2 standard deviations.
    fn default() -> Self {
        let published = |value| Parameter::new(value, Status::Confirmed);
        Self { months_min: 36, stress: published(0.25), alert: published(1.0), crisis: published(2.0) }
    }
}

/// A residual deviation below this share of the fitted price is rounding, not prices: a straight line has no indicator.
const NOISE: f64 = 1e-9;

/// Trend and season of the months before one month.
struct Fit {
    slope: f64,
    expected: f64,
    deviation: f64,
    months: usize,
}

/// Judges every month of a price series.
pub fn alps(prices: &Series<Month>, terms: &Alps) -> Vec<Judged> {
    let months: Vec<(Month, Option<f64>)> = prices.iter().collect();
    months
        .iter()
        .enumerate()
        .map(|(at, (month, value))| {
            let fit = fit(&months[..at], *month, at, terms.months_min);
            Judged {
                month: *month,
                value: *value,
                verdict: value.zip(fit).map(|(v, f)| verdict(v, &f, terms)),
            }
        })
        .collect()
}

/// Least squares of a line with eleven month dummies. The dummies are swept out first: around the means of each calendar month
/// only the slope is left to fit (Frisch, Waugh 1933), which is exact and needs no matrix.
fn fit(past: &[(Month, Option<f64>)], month: Month, number: usize, months_min: usize) -> Option<Fit> {
    let mut groups = [(0.0_f64, 0.0_f64, 0.0_f64); 12];
    let seen = || {
        past.iter().enumerate().filter_map(|(at, (m, v))| Some((at as f64, m.of_year() as usize - 1, (*v)?)))
    };
    for (x, of_year, price) in seen() {
        let (n, xs, prices) = &mut groups[of_year];
        (*n, *xs, *prices) = (*n + 1.0, *xs + x, *prices + price);
    }
    let months = seen().count();
    let (own, _, _) = groups[month.of_year() as usize - 1];
    if months < months_min || own == 0.0 {
        return None;
    }
    let mean = |of_year: usize| {
        let (n, xs, prices) = groups[of_year];
        (xs / n, prices / n)
    };
    let (mut xx, mut xp) = (0.0, 0.0);
    for (x, of_year, price) in seen() {
        let (mean_x, mean_price) = mean(of_year);
        xx += (x - mean_x) * (x - mean_x);
        xp += (x - mean_x) * (price - mean_price);
    }
    let coefficients = 1 + groups.iter().filter(|(n, _, _)| *n > 0.0).count();
    if xx == 0.0 || months <= coefficients {
        return None;
    }
    let slope = xp / xx;
    let at = |of_year: usize, x: f64| {
        let (mean_x, mean_price) = mean(of_year);
        mean_price + slope * (x - mean_x)
    };
    let squares: f64 = seen().map(|(x, of_year, price)| price - at(of_year, x)).map(|e| e * e).sum();
    let deviation = (squares / (months - coefficients) as f64).sqrt();
    let expected = at(month.of_year() as usize - 1, number as f64);
    (deviation > NOISE * expected.abs()).then_some(Fit { slope, expected, deviation, months })
}

fn verdict(price: f64, fit: &Fit, terms: &Alps) -> Verdict {
    let indicator = (price - fit.expected) / fit.deviation;
    let class = match indicator {
        high if high >= terms.crisis.value => Class::Crisis,
        high if high >= terms.alert.value => Class::Alert,
        high if high >= terms.stress.value => Class::Stress,
        _ => Class::Normal,
    };
    let expected = vec![
        Part::computed(["slope", "每月趋势", "trend per month"], fit.slope, "", vec![]),
        Part::input(["months", "拟合月数", "months fitted"], fit.months as f64, "mo"),
    ];
    let parts = vec![
        Part::input(["price", "价格", "price"], price, ""),
        Part::computed(
            ["expected", "趋势与季节期望值", "expected by trend and season"],
            fit.expected,
            "",
            expected,
        ),
        Part::computed(["deviation", "残差标准差", "residual standard deviation"], fit.deviation, "", vec![]),
        Part::parameter(["stress", "紧张界限", "stress from"], terms.stress, ""),
        Part::parameter(["alert", "警戒界限", "alert from"], terms.alert, ""),
        Part::parameter(["crisis", "危机界限", "crisis from"], terms.crisis, ""),
    ];
    let explain = Part::computed(["alps", "价格飙升预警", "ALPS"], indicator, "", parts);
    Verdict { indicator, class, explain }
}
