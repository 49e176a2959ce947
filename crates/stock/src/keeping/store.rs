//! SQL over keeping. The only place that names its tables.

use base::store::Read;
use base::term::fault::Fault;
use base::term::{BookId, PositionCode};

use super::round::{RoundRow, WatchRow};
use crate::facility::store::span;

/// Rounds at a position, newest first, before a fact's index.
pub fn rounds(
    read: &mut Read<'_>,
    position: &PositionCode,
    before: i64,
    limit: i64,
) -> Result<Vec<RoundRow>, Fault> {
    let args = [position.into(), before.into(), limit.into()];
    read.list::<RoundRow>("WHERE position = $1 AND n < $2 ORDER BY n DESC LIMIT $3", &args)
}

/// What was last seen at the positions of a book whose codes begin with a prefix.
pub fn watches(read: &mut Read<'_>, book: BookId, prefix: &str) -> Result<Vec<WatchRow>, Fault> {
    let (from, to) = span(prefix);
    let args = [book.into(), from.into(), to.into()];
    read.list::<WatchRow>("WHERE book_id = $1 AND position >= $2 AND position < $3 ORDER BY position", &args)
}
