//! Lineage of lots: which lot was made from which, and how much of it. What a kit holds and what an inspection took apart are followed
//! here in both directions; it never changes a quantity.

use base::record;
use base::store::Tx;
use base::term::fault::Fault;
use base::term::{BookId, LotCode, Money, Quantity};

use crate::event::Post;

record! {
    /// A lot and one lot it was made from.
    pub struct LineageRow in "stock_lineage", Derived, key 3 {
        book_id: BookId,
        /// What was made.
        lot: LotCode,
        /// What it was made from.
        source: LotCode,
        /// How much of the source went in.
        quantity: Quantity,
        /// What that cost.
        amount: Money,
        /// How much of it came out again, when kits were taken apart.
        back: Quantity,
        /// The first fact that says so.
        n: i64,
    }
}

/// Writes that so much of a source went into a lot.
pub(super) fn link(
    tx: &mut Tx<'_>,
    at: &Post<'_>,
    lot: &LotCode,
    source: &LotCode,
    (quantity, amount): (Quantity, Money),
) -> Result<(), Fault> {
    let row = match tx.get::<LineageRow>(&[at.book.into(), lot.into(), source.into()])? {
        Some(row) => {
            LineageRow { quantity: row.quantity.plus(quantity)?, amount: row.amount.plus(amount)?, ..row }
        }
        None => LineageRow {
            book_id: at.book,
            lot: lot.clone(),
            source: source.clone(),
            quantity,
            amount,
            back: Quantity::ZERO,
            n: at.n,
        },
    };
    tx.put(&row)
}

/// How much of a source is still in a lot that was made from it, and what so much of it cost; zero when none ever was.
pub(super) fn inside(
    tx: &mut Tx<'_>,
    book: BookId,
    (lot, source): (&LotCode, &LotCode),
    quantity: Quantity,
) -> Result<(Quantity, Money), Fault> {
    match tx.get::<LineageRow>(&[book.into(), lot.into(), source.into()])? {
        Some(row) => Ok((row.quantity.minus(row.back)?, row.amount.scaled(quantity.0, row.quantity.0)?)),
        None => Ok((Quantity::ZERO, Money::ZERO)),
    }
}

/// Writes that so much of a source came out of a lot again.
pub(super) fn unlink(
    tx: &mut Tx<'_>,
    at: &Post<'_>,
    lot: &LotCode,
    source: &LotCode,
    quantity: Quantity,
) -> Result<(), Fault> {
    let row = tx.get::<LineageRow>(&[at.book.into(), lot.into(), source.into()])?;
    let row = row.ok_or_else(|| Fault::new(format!("fact {} takes {source} out of {lot}", at.n)))?;
    tx.put(&LineageRow { back: row.back.plus(quantity)?, ..row })
}
