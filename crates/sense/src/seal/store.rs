//! The statements of seals: what is due, and the frames of a span in the order of their leaves.

use base::event::Event;
use base::store::{Read, Record, Row, Tx, Value};
use base::term::fault::Fault;
use base::term::{BookId, Instant};

use super::{LAG, SPAN, Sealed};
use crate::frame::FrameRow;
use crate::layout;

/// The end of the last sealed span of a book; 0 when none is sealed.
pub fn sealed_until(tx: &mut Tx<'_>, book: BookId) -> Result<i64, Fault> {
    let rows =
        tx.query("SELECT COALESCE(MAX(until), 0) FROM sense_seal WHERE book_id = $1", &[book.into()])?;
    rows.first().map_or(Ok(0), |row| row[0].to())
}

/// The books that have a span to seal, each with the start of its first one.
pub fn due(read: &mut Read<'_>, now: Instant) -> Result<Vec<(BookId, Instant)>, Fault> {
    let closed = (now.0 - LAG).div_euclid(SPAN) * SPAN;
    let mut due = Vec::new();
    for book in layout::books(read)? {
        let until =
            read.number("SELECT COALESCE(MAX(until), 0) FROM sense_seal WHERE book_id = $1", &[book.into()])?;
        let first = "SELECT received FROM sense_frame WHERE book_id = $1 AND received >= $2 AND received < $3 ORDER BY received LIMIT 1";
        let rows = read.query(first, &[book.into(), until.into(), closed.into()])?;
        if let Some(row) = rows.first() {
            due.push((book, Instant(row[0].to::<i64>()?.div_euclid(SPAN) * SPAN)));
        }
    }
    Ok(due)
}

const WITHIN: &str = "WHERE book_id = $1 AND received >= $2 AND received < $3 ORDER BY stream, at";

/// The frames that arrived in a span.
pub(super) fn received(
    tx: &mut Tx<'_>,
    book: BookId,
    since: Instant,
    until: Instant,
) -> Result<Vec<FrameRow>, Fault> {
    tx.list(WITHIN, &[book.into(), since.0.into(), until.0.into()])
}

/// The same, one by one on a snapshot.
pub(super) fn each_received(
    read: &mut Read<'_>,
    book: BookId,
    since: Instant,
    until: Instant,
    run: &mut dyn FnMut(FrameRow),
) -> Result<(), Fault> {
    frames(read, WITHIN, &[book.into(), since.0.into(), until.0.into()], run)
}

/// Every frame of a book.
pub(super) fn each(read: &mut Read<'_>, book: BookId, run: &mut dyn FnMut(FrameRow)) -> Result<(), Fault> {
    frames(read, "WHERE book_id = $1 ORDER BY stream, at", &[book.into()], run)
}

/// Index and bytes of every seal among a book's facts.
pub(super) fn facts(read: &mut Read<'_>, book: BookId) -> Result<Vec<Row>, Fault> {
    read.query(
        "SELECT n, entry FROM fact WHERE book_id = $1 AND act = $2 ORDER BY n",
        &[book.into(), Sealed::ACT.into()],
    )
}

fn frames(
    read: &mut Read<'_>,
    rest: &str,
    args: &[Value],
    run: &mut dyn FnMut(FrameRow),
) -> Result<(), Fault> {
    let sql = format!("SELECT {} FROM {} {rest}", FrameRow::TABLE.columns.join(", "), FrameRow::TABLE.name);
    read.each(&sql, args, &mut |row: Row| {
        run(FrameRow::from_row(&row)?);
        Ok(())
    })
}
