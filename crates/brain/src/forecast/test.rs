//! Exponential smoothing beside statsmodels 0.15.0, and forecasts of sixty years of real prices against what came.

use super::*;
use crate::series::Month;

fn price(name: &str) -> Vec<(String, f64)> {
    let text = include_str!("../../../../data/prices/world-monthly.csv");
    let column = text.lines().next().unwrap().split(',').position(|head| head == name).unwrap();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    text.lines().skip(1).map(cells).map(|row| (row[0].clone(), row[column].parse().unwrap())).collect()
}

#[test]
fn the_state_and_its_intervals_agree_with_another_implementation() {
    // ETSModel(error add, damped add trend, add season) with known start and weights; beta is the state space form's.
    let values: Vec<Option<f64>> = price("soybeans")
        .into_iter()
        .filter(|(month, _)| ("2005-01".."2020-01").contains(&month.as_str()))
        .map(|(_, value)| Some(value))
        .collect();
    let season = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0];
    let start = State { level: 240.0, trend: 1.0, season, next: 0 };
    let weights = Weights { level: 0.7, trend: 0.1, season: 0.05, damping: 0.95 };
    let (end, squares) = start.run(&values, &weights);
    assert!((squares - 144_073.642_777_851_84).abs() < 1e-6, "{squares}");
    assert!((end.level - 384.495_040_963_041_4).abs() < 1e-9, "{}", end.level);
    for (ahead, mean, low, high) in [
        (1, 390.129_133, 334.678_807, 445.579_459),
        (6, 403.524_770, 270.644_915, 536.404_625),
        (12, 399.439_399, 170.679_324, 628.199_474),
    ] {
        let spread = (squares / 180.0 * end.growth_of_variance(&weights, ahead)).sqrt() * QUANTILE_95;
        let found = end.ahead(&weights, ahead);
        assert!((found - mean).abs() < 1e-6, "{ahead}: {found}");
        assert!(
            (found - spread - low).abs() < 1e-5 && (found + spread - high).abs() < 1e-5,
            "{ahead}: {spread}"
        );
    }
}

#[test]
fn what_is_regular_is_continued() {
    let season = [5.0, 3.0, -2.0, -6.0];
    let value = |at: usize| 50.0 + season[at % 4];
    let values = (0..40).map(|at| (at != 13).then(|| value(at))).collect();
    let series = Series::new(Month::new(2020, 1).unwrap(), values);
    let terms = Terms { period: Some(4), scale: Scale::Plain, horizon: 6 };
    let found = forecast(&series, &terms).unwrap();
    for (ahead, point) in found.points.iter().enumerate() {
        assert_eq!(point.at, Month::new(2020, 1).unwrap().later(40 + ahead).unwrap());
        assert!((point.middle - value(40 + ahead)).abs() < 0.2, "{point:?}");
        assert!(point.within_95.0 <= point.within_80.0 && point.within_80.1 <= point.within_95.1);
    }
}

#[test]
fn real_prices_fall_within_the_bounds_about_as_often_as_they_say() {
    let terms = Terms { period: Some(12), scale: Scale::Logarithm, horizon: 6 };
    let (mut inside_80, mut inside_95, mut count, mut error, mut still) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for name in ["wheat_hrw", "maize", "soybeans", "urea"] {
        let prices = price(name);
        for cut in (240..prices.len() - 6).step_by(49) {
            let seen: Vec<Option<f64>> =
                prices[cut - 180..cut].iter().map(|(_, value)| Some(*value)).collect();
            let found = forecast(&Series::new(Month::new(1960, 1).unwrap(), seen), &terms).unwrap();
            for (ahead, point) in found.points.iter().enumerate() {
                let came = prices[cut + ahead].1;
                let within = |(low, high): (f64, f64)| f64::from(u8::from((low..=high).contains(&came)));
                inside_80 += within(point.within_80);
                inside_95 += within(point.within_95);
                error += (libm::log(came) - libm::log(point.middle)).abs();
                still += (libm::log(came) - libm::log(prices[cut - 1].1)).abs();
                count += 1.0;
            }
        }
    }
    let (inside_80, inside_95) = (inside_80 / count, inside_95 / count);
    // Known weakness: crises make the tails of prices fatter than normal, so the bounds promise a little too much.
    assert!((0.72..0.85).contains(&inside_80), "{inside_80}");
    assert!((0.87..0.97).contains(&inside_95), "{inside_95}");
    assert!(error < 1.1 * still, "{error} beside {still}");
}

#[test]
fn what_the_data_do_not_support_is_not_forecast() {
    let start = Month::new(2020, 1).unwrap();
    let seasonal = Terms { period: Some(12), scale: Scale::Logarithm, horizon: 3 };
    let plain = Terms { period: None, scale: Scale::Plain, horizon: 3 };
    let rising = |n: usize| (1..=n).map(|at| Some(at as f64)).collect::<Vec<_>>();
    let cases = [
        (rising(29), seasonal, false),
        (rising(30), seasonal, true),
        (rising(9), plain, false),
        (rising(10), plain, true),
        ([rising(40), vec![Some(0.0)]].concat(), seasonal, false),
        ([vec![None; 30], rising(40)].concat(), seasonal, true),
        (vec![None; 40], plain, false),
        (
            rising(30).into_iter().enumerate().map(|(at, v)| v.filter(|_| at % 2 == 0)).collect(),
            seasonal,
            false,
        ),
    ];
    for (at, (values, terms, expected)) in cases.into_iter().enumerate() {
        assert_eq!(forecast(&Series::new(start, values), &terms).is_some(), expected, "case {at}");
    }
}
