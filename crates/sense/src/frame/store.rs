//! The statements of frames: which are kept, a span of them, the newest, those nobody has judged.

use std::collections::HashMap;
use std::sync::Arc;

use base::store::{Read, Row, Tx, Value};
use base::term::fault::Fault;
use base::term::{BookId, Instant};

use super::{FrameRow, Quality, RANGE_MAX};

/// Which of these frames are kept already, with their payloads.
pub(super) fn known(
    tx: &mut Tx<'_>,
    book: BookId,
    rows: &[(usize, FrameRow)],
    kept: &mut HashMap<(i64, i64), Arc<[u8]>>,
) -> Result<(), Fault> {
    let mut args: Vec<Value> = vec![book.into()];
    let mut terms = Vec::with_capacity(rows.len());
    for (_, row) in rows {
        terms.push(format!("(stream = ${} AND at = ${})", args.len() + 1, args.len() + 2));
        args.extend([row.stream.into(), row.at.0.into()]);
    }
    let sql = format!(
        "SELECT stream, at, payload FROM sense_frame WHERE book_id = $1 AND ({})",
        terms.join(" OR ")
    );
    for row in tx.query(&sql, &args)? {
        kept.insert((row[0].to()?, row[1].to()?), row[2].to()?);
    }
    Ok(())
}

/// The frames of a stream in a span of time, oldest first, at most [`RANGE_MAX`].
pub fn range(
    read: &mut Read<'_>,
    book: BookId,
    stream: i64,
    from: Instant,
    until: Instant,
) -> Result<Vec<FrameRow>, Fault> {
    read.list(
        "WHERE book_id = $1 AND stream = $2 AND at >= $3 AND at < $4 ORDER BY at LIMIT $5",
        &[book.into(), stream.into(), from.0.into(), until.0.into(), RANGE_MAX.into()],
    )
}

/// The frame of a stream at an instant, or the last one before it.
pub fn newest(
    read: &mut Read<'_>,
    book: BookId,
    stream: i64,
    until: Instant,
) -> Result<Option<FrameRow>, Fault> {
    let rest = "WHERE book_id = $1 AND stream = $2 AND at <= $3 ORDER BY at DESC LIMIT 1";
    Ok(read.list(rest, &[book.into(), stream.into(), until.0.into()])?.pop())
}

/// Frames that no rule has looked at, oldest arrival first.
pub fn unjudged(read: &mut Read<'_>, limit: i64) -> Result<Vec<FrameRow>, Fault> {
    read.list("WHERE judged = 0 ORDER BY received LIMIT $1", &[limit.into()])
}

/// Where and when equal readings were kept before, in any book: at most a few.
pub fn alike(read: &mut Read<'_>, frame: &FrameRow) -> Result<Vec<FrameRow>, Fault> {
    read.list(
        "WHERE likeness = $1 AND at <= $2 AND NOT (book_id = $3 AND stream = $4 AND at = $2) ORDER BY at DESC LIMIT 3",
        &[frame.likeness.into(), frame.at.0.into(), frame.book_id.into(), frame.stream.into()],
    )
}

/// Writes down what the rules concluded about a frame's points.
pub fn judge(tx: &mut Tx<'_>, frame: &FrameRow, quality: &Quality) -> Result<(), Fault> {
    let marks = Some(quality.to_bytes()).filter(|bytes| !bytes.is_empty());
    let marks = marks.map_or(Value::Null, |bytes| Value::Bytes(bytes.into()));
    let sql =
        "UPDATE sense_frame SET judged = 1, quality = $4 WHERE book_id = $1 AND stream = $2 AND at = $3";
    tx.exec_side(sql, &[frame.book_id.into(), frame.stream.into(), frame.at.0.into(), marks]).map(drop)
}

/// Newest frame of each stream of a book at or before an instant: stream and instant.
pub fn heads(read: &mut Read<'_>, book: BookId) -> Result<HashMap<i64, Instant>, Fault> {
    let sql = "SELECT stream, MAX(at) FROM sense_frame WHERE book_id = $1 GROUP BY stream";
    let pair = |row: &Row| Ok((row[0].to()?, Instant(row[1].to()?)));
    read.query(sql, &[book.into()])?.iter().map(pair).collect()
}
