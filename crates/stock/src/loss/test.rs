//! How a loss is made up, by the vectors of `domain.md` Appendix C.

use super::*;
use crate::testing::{WHEAT, balance, lot, measured, packs};
use jiff::civil::date;

const IN_STORE: Date = date(2025, 8, 1);

fn wheat(intake: (&str, &str), now: (&str, &str)) -> LotRow {
    let test = |(moisture, impurity)| measured(&[("moisture", moisture), ("impurity", impurity)]);
    LotRow { accepted: test(intake), latest: test(now), ..lot() }
}

fn split(lot: &LotRow, book: i64, left: i64, today: Date) -> Result<Breakdown, &'static str> {
    let goods = goods(packs(), WHEAT).unwrap();
    break_down(lot, goods, (Quantity(1_000_000), IN_STORE), Quantity(book), Quantity(left), today)
        .map_err(|stop| stop.refusal().unwrap().code)
}

#[test]
fn moisture_first_then_the_quota_then_excess() {
    let (dry, wet) = (("12.5", "1.0"), ("13.5", "1.0"));
    let (months_14, months_5) = (date(2026, 9, 20), date(2025, 12, 20));
    // 1,000 t came in. From 13.5 % to 12.5 % it lightens by 11,429 kg; the quota is 2.0 t after 14 months, 1.0 t after 5.
    let cases: &[(&str, LotRow, i64, Date, (i64, i64, i64))] = &[
        ("quota alone", wheat(dry, dry), 1_500, months_14, (0, 1_500, 0)),
        ("quota to the kilogram", wheat(dry, dry), 2_000, months_14, (0, 2_000, 0)),
        ("a kilogram beyond", wheat(dry, dry), 2_001, months_14, (0, 2_000, 1)),
        ("a shorter time", wheat(dry, dry), 2_000, months_5, (0, 1_000, 1_000)),
        ("less than it dried", wheat(wet, dry), 5_000, months_14, (5_000, 0, 0)),
        ("dried and natural", wheat(wet, dry), 13_429, months_14, (11_429, 2_000, 0)),
        ("dried, natural and excess", wheat(wet, dry), 14_000, months_14, (11_429, 2_000, 571)),
        ("grown damper hides a loss", wheat(dry, wet), 1_000, months_14, (-11_561, 2_000, 10_561)),
        ("never tested", lot(), 2_500, months_14, (0, 2_000, 500)),
    ];
    for (name, lot, book, today, want) in cases {
        let parts = split(lot, *book, 0, *today).unwrap();
        assert_eq!((parts.moisture.0, parts.natural.0, parts.excess.0), *want, "{name}");
        let sum: i64 =
            lines_of(&balance(*book, *book), &parts).unwrap().iter().map(|(_, line)| line.quantity.0).sum();
        assert_eq!(sum, -parts.loss.0, "{name}: the lines are the loss");
    }
}

#[test]
fn there_is_no_loss_where_nothing_is_missing() {
    for (book, left) in [(0, 0), (1_000, 1_000), (1_000, 1_001), (1_000, -1)] {
        assert_eq!(split(&lot(), book, left, date(2026, 9, 20)), Err("loss.none"), "{left} of {book}");
    }
}
