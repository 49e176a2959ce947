//! SQL over requests. The only place that names their table.

use base::store::{Read, Value};
use base::term::BookId;
use base::term::fault::Fault;

use super::RequestRow;

/// Requests of a book, newest first, before a cursor (the index of the last one seen); one state or all.
pub fn requests(
    read: &mut Read<'_>,
    book: BookId,
    state: Option<&str>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<RequestRow>, Fault> {
    let args: [Value; 4] =
        [book.into(), state.unwrap_or("").into(), before.unwrap_or(i64::MAX).into(), limit.into()];
    read.list::<RequestRow>(
        "WHERE book_id = $1 AND ($2 = '' OR state = $2) AND n < $3 ORDER BY n DESC LIMIT $4",
        &args,
    )
}
