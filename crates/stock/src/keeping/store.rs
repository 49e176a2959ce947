//! SQL over keeping. The only place that names its tables.

use base::store::{Read, Value};
use base::term::fault::Fault;
use base::term::{BookId, PositionCode};

use super::job::{JobReadingRow, JobRow};
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

/// A job by its code.
pub fn job(read: &mut Read<'_>, job: &str) -> Result<Option<JobRow>, Fault> {
    Ok(read.list::<JobRow>("WHERE job = $1", &[job.into()])?.pop())
}

/// Jobs of an organisation, newest first, after a cursor (the code of the last one seen).
pub fn jobs(
    read: &mut Read<'_>,
    org: &str,
    state: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<JobRow>, Fault> {
    let (from, to) = span(org);
    let args: [Value; 5] =
        [from.into(), to.into(), after.unwrap_or("~").into(), state.unwrap_or("").into(), limit.into()];
    read.list::<JobRow>(
        "WHERE job > $1 AND job < $2 AND job < $3 AND ($4 = '' OR state = $4) ORDER BY job DESC LIMIT $5",
        &args,
    )
}

/// Readings of a job, in order.
pub fn readings(read: &mut Read<'_>, job: &str) -> Result<Vec<JobReadingRow>, Fault> {
    read.list::<JobReadingRow>("WHERE job = $1 ORDER BY n", &[job.into()])
}
