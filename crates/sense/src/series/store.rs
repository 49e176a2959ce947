//! The statements of series.

use base::store::Read;
use base::term::BookId;
use base::term::fault::Fault;

use super::{PointRow, SeriesRow};

/// Every series of a book.
pub fn all(read: &mut Read<'_>, book: BookId) -> Result<Vec<SeriesRow>, Fault> {
    read.list("WHERE book_id = $1 ORDER BY series", &[book.into()])
}

/// The figures of a series, in order of time.
pub fn figures(read: &mut Read<'_>, book: BookId, series: &str) -> Result<Vec<PointRow>, Fault> {
    read.list("WHERE book_id = $1 AND series = $2 ORDER BY tick", &[book.into(), series.into()])
}
