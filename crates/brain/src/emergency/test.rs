//! Ladders of two plans, as their texts have them, climbed by made-up weeks.

use super::*;
use crate::explain::Status;
use jiff::civil::date;

fn confirmed(value: f64) -> Parameter {
    Parameter::new(value, Status::Confirmed)
}

fn rise(percent: f64, days: usize) -> Condition {
    Condition::PriceRise { days, percent: confirmed(percent) }
}

fn stock(percent: f64) -> Condition {
    Condition::StockBelow { percent: confirmed(percent) }
}

fn rung(code: &str, any: Vec<Vec<Condition>>) -> Rung {
    Rung { code: code.into(), any }
}

/// Alert +20 % in 2 days and stock below half; tense +30 %, 30 %; urgent +50 %, 10 %; extreme +100 %.
fn older_plan() -> Vec<Rung> {
    vec![
        rung("警戒", vec![vec![rise(20.0, 2), stock(50.0)]]),
        rung("紧张", vec![vec![rise(30.0, 2), stock(30.0)]]),
        rung("紧急", vec![vec![rise(50.0, 2), stock(10.0)]]),
        rung("特急", vec![vec![rise(100.0, 2)]]),
    ]
}

/// Nantong: tense; urgent when tense lasts over ten days or +50 % a week; extreme over fifteen days, +100 % a week, or three
/// counties sold out for three days. The text does not say what makes tense: 15 % in three days here.
fn nantong() -> Vec<Rung> {
    let sold_out = Condition::SoldOut { districts: confirmed(3.0), days: 3 };
    vec![
        rung(
            "紧张",
            vec![vec![Condition::PriceRise { days: 3, percent: Parameter::new(15.0, Status::Unconfirmed) }]],
        ),
        rung("紧急", vec![vec![Condition::Lasting { rung: 0, days: 10 }], vec![rise(50.0, 7)]]),
        rung(
            "特急",
            vec![vec![Condition::Lasting { rung: 0, days: 15 }], vec![rise(100.0, 7)], vec![sold_out]],
        ),
    ]
}

fn climbed(ladder: &[Rung], price: &[f64], stock: &[f64], sold_out: &[f64]) -> Vec<Option<usize>> {
    let start = date(2024, 2, 26);
    let series = |values: &[f64]| Series::new(start, values.iter().map(|v| Some(*v)).collect());
    let watched = Watched { price: series(price), stock: series(stock), sold_out: series(sold_out) };
    let last = back(start.checked_add(jiff::Span::new().days(price.len() as i64)).unwrap(), 1).unwrap();
    climb(ladder, &watched, start, last).into_iter().map(|day| day.rung).collect()
}

#[test]
fn a_rung_needs_all_conditions_of_one_alternative() {
    let ladder = older_plan();
    let cases: [(&[f64], &[f64], &[Option<usize>]); 5] = [
        (&[10.0, 11.0, 12.0], &[40.0; 3], &[None, None, Some(0)]),
        // "以上" includes the number, "以下" excludes it.
        (&[10.0, 11.0, 12.0], &[50.0; 3], &[None; 3]),
        (&[10.0, 11.0, 13.0], &[29.0; 3], &[None, None, Some(1)]),
        (&[10.0, 11.0, 15.0], &[29.0; 3], &[None, None, Some(1)]),
        (&[10.0, 11.0, 20.0], &[90.0; 3], &[None, None, Some(3)]),
    ];
    for (price, stock, expected) in cases {
        assert_eq!(climbed(&ladder, price, stock, &[]), expected, "{price:?} {stock:?}");
    }
}

#[test]
fn a_state_that_lasts_climbs_by_itself() {
    let prices: Vec<f64> = (0..24).map(|day| libm::pow(1.05, f64::from(day))).collect();
    let found = climbed(&nantong(), &prices, &[], &[]);
    // 15.8 % in three days from the fourth day on; ten days of it make the fourteenth urgent, fifteen the nineteenth extreme.
    let expected: Vec<Option<usize>> = (0..24)
        .map(|day| match day {
            0..3 => None,
            3..13 => Some(0),
            13..18 => Some(1),
            _ => Some(2),
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn sold_out_districts_count_only_when_they_stay_sold_out() {
    let flat = [10.0; 7];
    let found = climbed(&nantong(), &flat, &[], &[3.0, 3.0, 2.0, 3.0, 4.0, 5.0, 0.0]);
    assert_eq!(found, [None, None, None, None, None, Some(2), None]);
}

#[test]
fn a_day_tells_why_and_how_well_its_reasons_are_founded() {
    let start = date(2024, 2, 26);
    let series = |values: Vec<Option<f64>>| Series::new(start, values);
    let price = series(vec![Some(10.0), None, None, Some(11.6), None]);
    let watched = Watched { price, stock: series(vec![]), sold_out: series(vec![]) };
    let days = climb(&nantong(), &watched, start, date(2024, 3, 1));
    assert_eq!(days.iter().map(|day| day.rung).collect::<Vec<_>>(), [None, None, None, Some(0), None]);
    let reason = &days[3].reasons[0];
    assert_eq!((reason.code, reason.weakest()), ("price_rise", Some(Status::Unconfirmed)));
    assert!((reason.value - 16.0).abs() < 1e-9);
}
