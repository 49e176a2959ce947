//! Tables about the life of an asset: which state follows which, and what is left of a price.

use base::term::{AssetCode, BookId, Money};
use jiff::civil::date;

use super::asset::AssetRow;
use super::word::State;

fn desk() -> AssetRow {
    AssetRow {
        book_id: BookId(1),
        asset: AssetCode::parse("91350100M000100Y43A202600001").unwrap(),
        item: "A05010201".into(),
        name: "办公桌".into(),
        spec: "1400×700".into(),
        title: "state".into(),
        intake: "idle".into(),
        state: "idle".into(),
        condition: "good".into(),
        pool: None,
        place: "A 区 1 架".into(),
        price: Money(120_000),
        acquired_on: date(2021, 1, 1),
        life_ends_on: Some(date(2030, 12, 31)),
        purpose: None,
        origin: "区教育局".into(),
        photos: "".into(),
        keeper: "keeper".into(),
        handler: None,
        holder: None,
        loan: None,
        since: date(2026, 1, 1),
        received_n: 1,
        n: 1,
    }
}

#[test]
fn an_asset_goes_through_life_in_allowed_steps_only() {
    use State::{Disposed, Disposing, Idle, InUse, Missing, OnLoan, Promised, Repair, Sealed, Transferred};
    let allowed: &[(State, &[State])] = &[
        (InUse, &[Idle, Repair, Disposing, Missing]),
        (Idle, &[InUse, Promised, Repair, Disposing, Missing]),
        (Promised, &[Idle, OnLoan, Transferred]),
        (OnLoan, &[Idle, Repair, Missing]),
        (Repair, &[InUse, Idle, Disposing, Missing]),
        (Disposing, &[Idle, InUse, Repair, Missing, Disposed]),
        (Sealed, &[Idle, Disposed]),
        (Missing, &[Idle, Disposing, Disposed]),
        (Transferred, &[]),
        (Disposed, &[]),
    ];
    for (from, to) in allowed {
        for next in State::ALL {
            assert_eq!(from.may_become(*next), to.contains(next), "{from:?} → {next:?}");
        }
    }
}

#[test]
fn what_is_left_of_a_price_falls_with_the_days_of_life() {
    let desk = desk();
    for (day, fen) in [
        (date(2021, 1, 1), 120_000),
        (date(2026, 1, 1), 60_000),
        (date(2030, 12, 31), 33),
        (date(2031, 1, 1), 0),
        (date(2040, 1, 1), 0),
    ] {
        assert_eq!(desk.worth(day).unwrap(), Money(fen), "{day}");
    }
    let unknown = AssetRow { life_ends_on: None, ..desk };
    assert_eq!(unknown.worth(date(2040, 1, 1)).unwrap(), Money(120_000));
}
