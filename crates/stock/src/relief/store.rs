//! SQL over relief goods. The only place that names their tables.

use base::store::Read;
use base::term::fault::Fault;
use base::term::{BookId, LotCode};

use super::inspection::InspectionRow;
use super::kit::{KitLotRow, KitRow};
use super::lineage::LineageRow;

/// Inspections of a book, newest first, before a cursor (index of the last one seen; 0 for the newest).
pub fn inspections(
    read: &mut Read<'_>,
    book: BookId,
    before: i64,
    limit: i64,
) -> Result<Vec<InspectionRow>, Fault> {
    let before = if before == 0 { i64::MAX } else { before };
    let rest = "WHERE book_id = $1 AND n < $2 ORDER BY n DESC LIMIT $3";
    read.list::<InspectionRow>(rest, &[book.into(), before.into(), limit.into()])
}

/// Kits of a book by code, after a cursor.
pub fn kits(read: &mut Read<'_>, book: BookId, after: &str, limit: i64) -> Result<Vec<KitRow>, Fault> {
    let rest = "WHERE book_id = $1 AND kit > $2 ORDER BY kit LIMIT $3";
    read.list::<KitRow>(rest, &[book.into(), after.into(), limit.into()])
}

/// Which kit a lot is.
pub fn kit_of(read: &mut Read<'_>, book: BookId, lot: &LotCode) -> Result<Option<KitRow>, Fault> {
    match read.get::<KitLotRow>(&[book.into(), lot.into()])? {
        Some(row) => read.get::<KitRow>(&[book.into(), (&row.kit).into()]),
        None => Ok(None),
    }
}

/// What a lot was made from, and what was made from it, in every book that knows.
pub fn lineage(read: &mut Read<'_>, lot: &LotCode) -> Result<(Vec<LineageRow>, Vec<LineageRow>), Fault> {
    let made_from = read.list::<LineageRow>("WHERE lot = $1 ORDER BY book_id, source", &[lot.into()])?;
    let gone_into = read.list::<LineageRow>("WHERE source = $1 ORDER BY book_id, lot", &[lot.into()])?;
    Ok((made_from, gone_into))
}
