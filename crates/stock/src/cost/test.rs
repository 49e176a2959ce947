//! What a document may say, one line a case.

use super::*;
use crate::testing::{lot_code, position_code};
use jiff::civil::date;

fn fee() -> NewCost {
    NewCost {
        kind: Kind::Storage,
        site: crate::testing::position().site,
        position: Some(position_code(1)),
        lot: Some(lot_code(1)),
        day_from: date(2026, 1, 1),
        day_to: date(2026, 12, 31),
        amount: Money(1),
        document: " 记账 12 号 ".into(),
        payee: Some(" 某保管有限公司 ".into()),
    }
}

#[test]
fn a_document_is_for_a_place_a_period_and_an_amount() {
    let elsewhere = PositionCode::parse("91440300708461136T001000100101").unwrap();
    let cases: [(fn(&mut NewCost), &str); 9] = [
        (|c| c.kind = Kind::Loss, "cost.follows"),
        (|c| c.kind = Kind::Rotation, "cost.follows"),
        (|c| c.day_to = date(2025, 12, 31), "cost.period"),
        (|c| c.day_to = date(2027, 1, 2), "cost.period"),
        (|c| c.amount = Money(0), "cost.amount"),
        (|c| c.amount = Money(-1), "cost.amount"),
        (|c| c.amount = Money(AMOUNT_MAX + 1), "cost.amount"),
        (|c| c.document = " ".into(), "cost.field"),
        (|c| c.payee = Some("长".repeat(101)), "cost.field"),
    ];
    for (change, expected) in cases {
        let mut new = fee();
        change(&mut new);
        let stop = Stop::from(decide(&new).unwrap_err());
        assert_eq!(stop.refusal().unwrap().code, expected);
    }
    let stop = Stop::from(decide(&NewCost { position: Some(elsewhere), ..fee() }).unwrap_err());
    assert_eq!((stop.refusal().unwrap().code, stop.refusal().unwrap().field), ("cost.place", "position"));
    let told = decide(&fee()).unwrap();
    assert_eq!((told.document.as_str(), told.payee.as_deref()), ("记账 12 号", Some("某保管有限公司")));
    // A leap year is 366 days long.
    assert!(decide(&NewCost { day_from: date(2024, 1, 1), day_to: date(2024, 12, 31), ..fee() }).is_ok());
}

#[test]
fn every_kind_has_its_word_and_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(Kind::from_code("sale"), None);
}
