//! A book with one position that has a layout of 2 × 2 × 2 points.

use base::ctx::{Actor, Ctx, SeededChance, SetClock};
use base::ledger::{self, NewBook};
use base::store::Store;
use base::term::{BookId, Instant, OrgCode, PositionCode, UserId};
use sense::geometry::{Shape, Spacing};
use sense::layout::{self, NewLayout};
use sense::scan::Scan;

pub const ORG: &str = "91350100M000100Y43";
pub const SITE: &str = "91350100M000100Y43001";
pub const HOUR: i64 = 3_600_000_000;
/// The present: an hour's beginning.
pub const NOW: Instant = Instant(497_222 * HOUR);

pub fn ctx(key: &str, now: Instant) -> Ctx {
    Ctx {
        actor: Actor { user: UserId::parse("keeper").unwrap(), org: OrgCode::parse(ORG).unwrap() },
        clock: SetClock::at(now),
        chance: SeededChance::from_seed(1),
        key: key.into(),
        request: 0,
    }
}

pub fn position() -> PositionCode {
    PositionCode::parse(&format!("{SITE}000100101")).unwrap()
}

pub fn spaced(shape: Shape) -> Spacing {
    Spacing { shape, row_mm: 4_500, column_mm: 4_500, layer_mm: 1_800 }
}

/// Opens the book and sets the layout.
pub fn opened(store: &Store) -> BookId {
    let book = store
        .write(1, |tx| {
            Ok(ledger::open_book(tx, &NewBook { org: &OrgCode::parse(ORG)?, node: "test.inrs.example" })?)
        })
        .unwrap();
    let new = NewLayout {
        position: position(),
        kind: "grain_temperature".into(),
        spacing: spaced(Shape { rows: 2, columns: 2, layers: 2 }),
    };
    store.write(book.0, move |tx| layout::set(tx, &ctx("layout", NOW), book, &new)).unwrap();
    book
}

/// A scan of eight readings around `base` tenths of a degree.
pub fn scan(at: Instant, base: i64) -> Scan {
    Scan {
        position: position(),
        kind: "grain_temperature".into(),
        at,
        values: (0..8).map(|point| (point != 5).then_some(base + point % 3)).collect(),
        air: [Some(-35), None, None, None],
    }
}
