//! SQL over stocktakes. The only place that names their tables.

use base::store::{Read, Tx};
use base::term::BookId;
use base::term::fault::Fault;

use super::{CountLineRow, CountRow};

const OF_COUNT: &str = "WHERE book_id = $1 AND count = $2 ORDER BY position, lot";

/// Lines of a stocktake, in the open transaction.
pub(super) fn lines_in(tx: &mut Tx<'_>, book: BookId, count: i64) -> Result<Vec<CountLineRow>, Fault> {
    tx.list::<CountLineRow>(OF_COUNT, &[book.into(), count.into()])
}

/// Stocktakes of a book, newest first, before a cursor (the index of the last one seen).
pub fn counts(
    read: &mut Read<'_>,
    book: BookId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<CountRow>, Fault> {
    let args = [book.into(), before.unwrap_or(i64::MAX).into(), limit.into()];
    read.list::<CountRow>("WHERE book_id = $1 AND n < $2 ORDER BY n DESC LIMIT $3", &args)
}

/// A line as it may be shown: while it is not counted twice, nobody sees what the book says or what the first counter found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Still to be counted; how many counts are made.
    Blind { position: base::term::PositionCode, lot: base::term::LotCode, counts: u8, recounts: i64 },
    /// Counted twice.
    Open(Box<CountLineRow>),
}

/// A stocktake with its lines, blind where it must be.
pub fn count(read: &mut Read<'_>, book: BookId, count: i64) -> Result<Option<(CountRow, Vec<Shown>)>, Fault> {
    let Some(head) = read.get::<CountRow>(&[book.into(), count.into()])? else { return Ok(None) };
    let lines = read.list::<CountLineRow>(OF_COUNT, &[book.into(), count.into()])?;
    let show = |line: CountLineRow| match line.second {
        Some(_) => Shown::Open(Box::new(line)),
        None => Shown::Blind {
            counts: u8::from(line.first.is_some()),
            position: line.position,
            lot: line.lot,
            recounts: line.recounts,
        },
    };
    Ok(Some((head, lines.into_iter().map(show).collect())))
}
