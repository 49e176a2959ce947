//! What may enter a position, and what goods are worth when they leave.

use super::*;
use crate::testing::{WHEAT, balance, lot, packs, position};

fn refused(outcome: Result<(), Stop>) -> &'static str {
    match outcome {
        Ok(()) => "fits",
        Err(stop) => stop.refusal().unwrap().code,
    }
}

#[test]
fn what_fits_into_a_position() {
    let item = goods(packs(), WHEAT).unwrap().item;
    let full_of = |kind: &LotRow, held: i64| Berth {
        position: PositionRow { dedicated: Some(kind.dedication()), lots: 1, ..position() },
        held: Quantity(held),
    };
    let empty = || Berth { position: position(), held: Quantity::ZERO };
    let other = LotRow { harvest_year: Some(2024), ..lot() };
    let shelf = PositionRow { form: "packed".into(), lots: 3, ..position() };
    let parked = PositionRow { form: "parked".into(), ..position() };
    let cases: &[(&str, Berth, i64, &str)] = &[
        ("an empty position", empty(), 5_000_000, "fits"),
        ("a kilogram more than it holds", empty(), 5_000_001, "movement.capacity"),
        ("the same kind", full_of(&lot(), 1_000), 4_999_000, "fits"),
        ("the same kind, too much", full_of(&lot(), 1_000), 4_999_001, "movement.capacity"),
        ("another harvest", full_of(&other, 1_000), 1, "movement.mixed"),
        ("bags beside other bags", Berth { position: shelf, held: Quantity::ZERO }, 1_000, "fits"),
        ("wheat in a garage", Berth { position: parked, held: Quantity::ZERO }, 1_000, "movement.form"),
    ];
    for (name, berth, quantity, want) in cases {
        let outcome = check_berth(berth, &Chosen::Known(lot()), item, Quantity(*quantity));
        assert_eq!(refused(outcome), *want, "{name}");
    }
}

#[test]
fn quantities_are_above_zero_and_as_fine_as_the_unit() {
    let wheat = goods(packs(), WHEAT).unwrap().item;
    let pieces = packs().items().find(|item| item.unit.decimals == 0).unwrap();
    for (item, quantity, fits) in [
        (wheat, 1, true),
        (wheat, 0, false),
        (wheat, -1, false),
        (wheat, QUANTITY_MAX.0, true),
        (wheat, QUANTITY_MAX.0 + 1, false),
        (pieces, 1_000, true),
        (pieces, 1_500, false),
    ] {
        assert_eq!(check_quantity(Quantity(quantity), item).is_ok(), fits, "{} {quantity}", item.name.en);
    }
}

#[test]
fn goods_leave_at_average_cost_and_the_last_of_them_takes_what_is_left() {
    for (held, taken, amount) in [
        ((3_000, 1_000), 1_000, 333),
        ((3_000, 1_000), 3_000, 1_000),
        ((2_000, 667), 1_000, 334),
        ((5, 0), 5, 0),
    ] {
        let line = take(&balance(held.0, held.1), Quantity(taken)).unwrap();
        assert_eq!((line.quantity.0, line.amount.0), (-taken, -amount), "{taken} of {held:?}");
    }
    let short = take(&balance(3_000, 1_000), Quantity(3_001)).unwrap_err();
    assert_eq!(short.refusal().unwrap().code, "movement.short");
}

#[test]
fn kinds_are_read_back_from_their_codes() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
    }
    assert_eq!(Kind::from_code("gift"), None);
}
