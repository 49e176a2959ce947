//! The arithmetic of costs: shares of a period, sharing out by weight, money for a tonne and a year.

use super::*;
use jiff::civil::date;

#[test]
fn parts_of_a_period_add_up_to_the_whole() {
    let year = (date(2026, 1, 1), date(2026, 12, 31));
    let cases = [
        (36_500, (date(2026, 1, 1), date(2026, 1, 31)), 3_100),
        (36_500, (date(2025, 6, 1), date(2026, 1, 1)), 100),
        (36_500, (date(2026, 12, 31), date(2027, 5, 1)), 100),
        (36_500, (date(2027, 1, 1), date(2027, 1, 31)), 0),
        (36_500, (date(2020, 1, 1), date(2030, 1, 1)), 36_500),
        // A third of 100 fen in 365 days is rounded down on both edges.
        (100, (date(2026, 1, 1), date(2026, 5, 1)), 33),
        (100, (date(2026, 5, 2), date(2026, 12, 31)), 67),
    ];
    for (amount, window, expected) in cases {
        assert_eq!(share(Money(amount), year, window), expected, "{amount} {window:?}");
    }
    for amount in [1, 7, 364, 999_999_999_999] {
        let months = (1..=12_i8).map(|m| (date(2026, m, 1), date(2026, m, 1).last_of_month()));
        assert_eq!(months.map(|month| share(Money(amount), year, month)).sum::<i64>(), amount);
    }
}

#[test]
fn what_is_shared_out_adds_up_and_follows_the_weight() {
    for (fen, weights, expected) in [
        (100, vec![1, 1, 2], vec![25, 25, 50]),
        (100, vec![1, 1, 1], vec![33, 33, 34]),
        (1, vec![5, 0, 5], vec![0, 0, 1]),
        (-10, vec![1, 3], vec![-3, -7]),
        (10, vec![0, 0], vec![]),
        (10, vec![], vec![]),
    ] {
        assert_eq!(share_out(fen, &weights), expected, "{fen} {weights:?}");
    }
}

#[test]
fn a_tonne_kept_for_a_year_is_the_yardstick() {
    // 1,000 t for a year at 100 yuan a tonne (ANSHUN 35): 36.5 bn kilogram-days… and half of it costs the same for a tonne and a year.
    for (fen, kilograms, days, expected) in [
        (10_000_000, 1_000_000, 365, Some(10_000)),
        (5_000_000, 500_000, 365, Some(10_000)),
        (10_000_000, 1_000_000, 73, Some(50_000)),
        (1, 2_000, 365, Some(1)),
        (1, 2_001, 365, Some(0)),
        (-1, 2_000, 365, Some(-1)),
        (10, 0, 365, None),
    ] {
        let sum = Sum { kinds: [fen, 0, 0, 0, 0, 0], weight_days: kilograms * days, sites: 1 };
        assert_eq!(sum.per_tonne_year(), expected, "{fen} fen for {kilograms} kg and {days} days");
    }
}
