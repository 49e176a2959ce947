//! SQL over notices. The only place that names their table.

use base::store::{Read, Value};
use base::term::fault::Fault;
use base::term::{BookId, NoticeCode};

use super::NoticeRow;

/// Notices of a book, newest first, before a cursor (the code of the last one seen); one state, site and direction or all.
pub fn notices(
    read: &mut Read<'_>,
    book: BookId,
    (site, state, direction): (&str, &str, &str),
    before: (i64, &str),
    limit: i64,
) -> Result<Vec<NoticeRow>, Fault> {
    let args: [Value; 7] = [
        book.into(),
        site.into(),
        state.into(),
        direction.into(),
        before.0.into(),
        before.1.into(),
        limit.into(),
    ];
    read.list::<NoticeRow>(
        "WHERE book_id = $1 AND ($2 = '' OR site = $2) AND ($3 = '' OR state = $3) AND ($4 = '' OR direction = $4)
           AND (issued_at < $5 OR (issued_at = $5 AND notice < $6)) ORDER BY issued_at DESC, notice DESC LIMIT $7",
        &args,
    )
}

/// One notice.
pub fn notice(read: &mut Read<'_>, book: BookId, notice: &NoticeCode) -> Result<Option<NoticeRow>, Fault> {
    read.get::<NoticeRow>(&[book.into(), notice.into()])
}
