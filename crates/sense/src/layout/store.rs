//! The statements of layouts.

use base::store::Read;
use base::term::BookId;
use base::term::fault::Fault;

use super::LayoutRow;

/// The layouts of what lies under a facility code, by position.
pub fn under(read: &mut Read<'_>, book: BookId, scope: &str) -> Result<Vec<LayoutRow>, Fault> {
    let end = format!("{scope}~");
    read.list(
        "WHERE book_id = $1 AND position >= $2 AND position < $3 ORDER BY position, kind",
        &[book.into(), scope.into(), end.into()],
    )
}

/// Every layout of a book, by stream.
pub fn all(read: &mut Read<'_>, book: BookId) -> Result<Vec<LayoutRow>, Fault> {
    read.list("WHERE book_id = $1 ORDER BY stream", &[book.into()])
}

/// The layout of a stream.
pub fn of_stream(read: &mut Read<'_>, book: BookId, stream: i64) -> Result<Option<LayoutRow>, Fault> {
    Ok(read.list("WHERE book_id = $1 AND stream = $2", &[book.into(), stream.into()])?.pop())
}

/// The books that have layouts.
pub fn books(read: &mut Read<'_>) -> Result<Vec<BookId>, Fault> {
    let rows = read.query("SELECT DISTINCT book_id FROM sense_layout ORDER BY book_id", &[])?;
    rows.iter().map(|row| Ok(BookId(row[0].to()?))).collect()
}
