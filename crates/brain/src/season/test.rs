//! STL beside statsmodels 0.15.0 on the logarithm of a real price, and what it does with gaps and outliers.

use super::*;
use crate::series::Month;

/// World soybean prices, 2005-01 to 2019-12, in logarithms.
fn soybeans() -> Vec<f64> {
    let text = include_str!("../../../../data/prices/world-monthly.csv");
    let column = text.lines().next().unwrap().split(',').position(|name| name == "soybeans").unwrap();
    text.lines()
        .filter(|line| ("2005-01".."2020-01").contains(&line.split(',').next().unwrap()))
        .map(|line| libm::log(line.split(',').nth(column).unwrap().parse().unwrap()))
        .collect()
}

fn parts(values: Vec<Option<f64>>, seasonal: usize, outliers: Outliers) -> Parts {
    stl(&Series::new(Month::new(2005, 1).unwrap(), values), &Stl { period: 12, seasonal, outliers }).unwrap()
}

#[test]
fn the_parts_agree_with_another_implementation() {
    let cases = [
        (
            7,
            Outliers::Count,
            [5.643032577767871, 6.038274030379062, 6.324969782737645, 5.9134446746463745],
            [-0.043102826840275985, -0.03026742158348089, -0.02430870885542179, 0.025767070766573322],
        ),
        (
            13,
            Outliers::Resist,
            [5.651419632001009, 6.158053152344145, 6.322311702566022, 5.927344947720917],
            [-0.03307472224378961, 0.0027281223744714117, -0.004231931057700833, 0.003993813798767742],
        ),
    ];
    for (seasonal, outliers, trend, season) in cases {
        let found = parts(soybeans().into_iter().map(Some).collect(), seasonal, outliers);
        for (at, (trend, season)) in [0, 50, 100, 179].into_iter().zip(trend.into_iter().zip(season)) {
            assert!((found.trend[at] - trend).abs() < 1e-9, "{outliers:?} trend {at}: {}", found.trend[at]);
            assert!(
                (found.season[at] - season).abs() < 1e-9,
                "{outliers:?} season {at}: {}",
                found.season[at]
            );
        }
    }
}

/// A line with a season of amplitude 3.
fn wave(at: usize) -> f64 {
    100.0 + 0.5 * at as f64 + [0.0, 1.0, 2.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0, -2.0, -1.0][at % 12]
}

#[test]
fn a_gap_gets_trend_and_season_and_changes_nothing_around_it() {
    let full = parts((0..96).map(|at| Some(wave(at))).collect(), 7, Outliers::Count);
    let gaps = [17, 18, 19, 55];
    let found =
        parts((0..96).map(|at| (!gaps.contains(&at)).then(|| wave(at))).collect(), 7, Outliers::Count);
    for at in 0..96 {
        assert!((found.trend[at] + found.season[at] - wave(at)).abs() < 0.05, "{at}");
        assert_eq!(found.remainder[at].is_none(), gaps.contains(&at));
    }
    assert!(full.strength() > 0.99);
}

#[test]
fn an_outlier_stays_in_the_remainder() {
    let spoilt = |at: usize| Some(wave(at) + if at == 40 { 30.0 } else { 0.0 });
    let found = parts((0..96).map(spoilt).collect(), 7, Outliers::Resist);
    assert!(found.remainder[40].unwrap() > 29.5, "{:?}", found.remainder[40]);
    let naive = parts((0..96).map(spoilt).collect(), 7, Outliers::Count);
    assert!(naive.remainder[40].unwrap() < 25.0, "{:?}", naive.remainder[40]);
}

#[test]
fn what_has_no_two_periods_is_not_taken_apart() {
    let start = Month::new(2005, 1).unwrap();
    let terms = Stl { period: 12, seasonal: 7, outliers: Outliers::Count };
    let series = |n: usize| Series::new(start, (0..n).map(|at| Some(wave(at))).collect());
    assert!(stl(&series(23), &terms).is_none());
    assert!(stl(&series(24), &terms).is_some());
    assert!(stl(&series(96), &Stl { seasonal: 8, ..terms }).is_none());
    assert!(stl(&series(96), &Stl { period: 1, ..terms }).is_none());
}
