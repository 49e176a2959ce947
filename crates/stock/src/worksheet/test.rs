//! The worksheet by the vectors of `domain.md` Appendix C and by geometry that can be checked by hand.

use super::*;
use proptest::prelude::*;

const CUBOID: Stack = Stack::Cuboid { length: 5_000, width: 2_000, height: 600 };

fn measurement() -> Measurement {
    Measurement {
        stack: CUBOID,
        deductions: 10_000,
        test_weight: 760,
        factor: 102,
        moisture_in: 125,
        moisture_now: 125,
        natural_loss: NaturalLoss::Quota { rate: 200 },
        loss_recorded: 0,
        book: 4_700_000,
    }
}

#[test]
fn appendix_c_vector() {
    // The vector names a loss of 20,000 kg without its parts: here it is the moisture reduction less what was already recorded.
    let reduction = moisture_reduction(4_700_000, 130, 125);
    let sheet = work_out(&Measurement {
        moisture_in: 130,
        natural_loss: NaturalLoss::Quota { rate: 0 },
        loss_recorded: reduction - 20_000,
        ..measurement()
    })
    .unwrap();
    assert_eq!((sheet.volume, sheet.density, sheet.measured), (5_990_000, 7_752, 4_643_448));
    assert_eq!(sheet.loss_to_record, 20_000);
    assert_eq!((sheet.checked, sheet.difference), (4_663_448, 36_552));
    assert_eq!(sheet.difference_rate, 8, "0.8 %");
    assert!(sheet.matches);
}

#[test]
fn moisture_reduction_vector() {
    // 1,000,000 kg from 13.5 % to 12.5 %, in hundredths of a kilogram: 11,428.57 kg.
    assert_eq!(moisture_reduction(100_000_000, 135, 125), 1_142_857);
    assert_eq!(moisture_reduction(1_000_000, 135, 125), 11_429);
    assert_eq!(moisture_reduction(1_000_000, 125, 125), 0);
    assert_eq!(moisture_reduction(1_000_000, 125, 135), -11_561);
}

#[test]
fn volumes_of_known_bodies() {
    let square = |side| Face::Rectangle { length: side, width: side };
    for (stack, want) in [
        (CUBOID, 6_000_000),
        // π·20²/4·10 m³
        (Stack::Cylinder { diameter: 2_000, height: 1_000 }, 3_141_593),
        // A prism is a frustum with equal faces.
        (Stack::Frustum { top: square(1_000), bottom: square(1_000), height: 300 }, 300_000),
        // Faces 4 m and 9 m square, height 3 m: (16+81+36)·3/3 m³
        (Stack::Frustum { top: square(400), bottom: square(900), height: 300 }, 133_000),
        // A pyramid.
        (Stack::Frustum { top: square(0), bottom: square(600), height: 300 }, 36_000),
        // A cone of 6 m across and 3 m high: 9π m³
        (
            Stack::Frustum {
                top: Face::Circle { diameter: 0 },
                bottom: Face::Circle { diameter: 600 },
                height: 300,
            },
            28_274,
        ),
        // 10·10·3 m³ and half of 133 m³
        (
            Stack::Other {
                length: 1_000,
                width: 1_000,
                height: 300,
                top: square(400),
                bottom: square(900),
                slope: 300,
            },
            366_500,
        ),
    ] {
        assert_eq!(stack.volume(), want, "{stack:?}");
    }
}

#[test]
fn the_match_ends_at_three_percent() {
    // 5,990 m³ × 775.2 kg/m³ = 4,643,448 kg, no loss.
    let at = |book| {
        work_out(&Measurement { book, natural_loss: NaturalLoss::Quota { rate: 0 }, ..measurement() })
            .unwrap()
    };
    for (book, rate, matches) in
        [(4_643_448, 0, true), (4_787_000, 30, true), (4_792_000, 31, false), (4_500_000, -32, false)]
    {
        let sheet = at(book);
        assert_eq!((sheet.difference_rate, sheet.matches), (rate, matches), "book {book}");
    }
}

#[test]
fn natural_loss_is_not_stacked_unless_the_old_form_says_so() {
    let loss = |natural_loss| work_out(&Measurement { natural_loss, ..measurement() }).unwrap().natural_loss;
    assert_eq!(loss(NaturalLoss::Quota { rate: 200 }), 9_400);
    assert_eq!(loss(NaturalLoss::Yearly { rate: 200, years: 3 }), 28_200);
}

#[test]
fn impossible_measurements_are_refused() {
    let cases: [(&str, Measurement, WorksheetRefusal); 6] = [
        (
            "no height",
            Measurement { stack: Stack::Cylinder { diameter: 100, height: 0 }, ..measurement() },
            WorksheetRefusal::Measure("dimension"),
        ),
        (
            "all of it deducted",
            Measurement { deductions: 6_000_000, ..measurement() },
            WorksheetRefusal::Deductions,
        ),
        (
            "moisture above all",
            Measurement { moisture_now: 1_000, ..measurement() },
            WorksheetRefusal::Moisture,
        ),
        ("no book", Measurement { book: 0, ..measurement() }, WorksheetRefusal::Measure("book")),
        (
            "no weight",
            Measurement { test_weight: 0, ..measurement() },
            WorksheetRefusal::Measure("test_weight"),
        ),
        (
            "negative deduction",
            Measurement { deductions: -1, ..measurement() },
            WorksheetRefusal::Measure("deductions"),
        ),
    ];
    for (name, m, want) in cases {
        assert_eq!(work_out(&m), Err(want), "{name}");
    }
}

proptest! {
    #[test]
    fn a_frustum_lies_between_its_prisms(top in 0i64..5_000, more in 0i64..5_000, height in 1i64..5_000) {
        let prism = |side| Stack::Cuboid { length: side, width: side, height }.volume();
        let face = |side| Face::Rectangle { length: side, width: side };
        let volume = Stack::Frustum { top: face(top), bottom: face(top + more), height }.volume();
        prop_assert!(prism(top) <= volume && volume <= prism(top + more));
    }

    #[test]
    fn a_dried_quantity_and_its_reduction_make_the_whole(q in 1i64..1_000_000_000, a in 0i64..=300, b in 0i64..=300) {
        // Dry matter is the same before and after, to within the rounding of one unit.
        let left = q - moisture_reduction(q, a, b);
        let dry = |q: i64, m: i64| i128::from(q) * i128::from(1000 - m);
        prop_assert!((dry(q, a) - dry(left, b)).abs() <= 1000);
    }
}
