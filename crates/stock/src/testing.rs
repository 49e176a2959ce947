//! Rows for decision tables: an ordinary lot of wheat at an ordinary position, to be varied by the case at hand.

use base::term::{BookId, LotCode, Money, PositionCode, Quantity, SiteCode};
use jiff::civil::{Date, date};
use pack::Catalogue;
use std::sync::{Arc, OnceLock};

use crate::facility::PositionRow;
use crate::lot::LotRow;
use crate::movement::BalanceRow;

pub(crate) const TODAY: Date = date(2026, 11, 23);
pub(crate) const WHEAT: &str = "1120101";
const SITE: &str = "91350100M000100Y43001";

/// The packs of the binary.
pub(crate) fn packs() -> &'static Catalogue {
    static PACKS: OnceLock<Catalogue> = OnceLock::new();
    PACKS.get_or_init(|| pack::builtin::catalogue().unwrap())
}

pub(crate) fn lot_code(serial: u32) -> LotCode {
    LotCode::parse(&format!("{SITE}L2026{serial:05}")).unwrap()
}

pub(crate) fn position_code(serial: u32) -> PositionCode {
    PositionCode::parse(&format!("{SITE}0001001{serial:02}")).unwrap()
}

/// Wheat of the central reserve, harvested in 2025.
pub(crate) fn lot() -> LotRow {
    LotRow {
        book_id: BookId(1),
        lot: lot_code(1),
        item: WHEAT.into(),
        nature: "110".into(),
        owner_level: "central".into(),
        harvest_year: Some(2025),
        origin: None,
        grade: Some("03".into()),
        produced_on: None,
        expires_on: None,
        received_on: date(2025, 8, 1),
        storage_quality: Some("suitable".into()),
        tested_on: Some(date(2026, 10, 1)),
        accepted: None,
        latest: None,
        held: None,
        held_by: None,
    }
}

/// An empty loose position of 5,000 t.
pub(crate) fn position() -> PositionRow {
    PositionRow {
        book_id: BookId(1),
        position: position_code(1),
        site: SiteCode::parse(SITE).unwrap(),
        bay: position_code(1).as_str()[..28].into(),
        name: "1 号货位".into(),
        form: "bulk".into(),
        capacity: Quantity(5_000_000),
        keeper: "keeper".into(),
        valid_from: date(2020, 1, 1),
        valid_to: None,
        dedicated: None,
        lots: 0,
        free_from: None,
        rotation: None,
        sealed: None,
    }
}

/// A balance of the ordinary lot at the ordinary position.
pub(crate) fn balance(quantity: i64, amount: i64) -> BalanceRow {
    let (position, lot) = (position_code(1), lot_code(1));
    BalanceRow {
        book_id: BookId(1),
        position,
        lot,
        quantity: Quantity(quantity),
        amount: Money(amount),
        n: 1,
    }
}

/// Measurements as a lot keeps them.
pub(crate) fn measured(values: &[(&str, &str)]) -> Option<Arc<str>> {
    let map: std::collections::BTreeMap<_, _> = values.iter().copied().collect();
    Some(serde_json::to_string(&map).unwrap().into())
}
