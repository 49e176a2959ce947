//! SQL that violations are looked for with: movements of one book that tell something by themselves.

use base::store::{Read, Row};
use base::term::{BookId, Fault, Quantity};
use jiff::civil::Date;

/// A movement that tells something.
pub(super) struct Told {
    pub n: i64,
    pub day: Date,
    pub position: String,
    pub lot: String,
    pub quantity: Quantity,
}

fn told(row: &Row) -> Result<Told, Fault> {
    Ok(Told {
        n: row[0].to()?,
        day: row[1].to()?,
        position: row[2].to()?,
        lot: row[3].to()?,
        quantity: row[4].to()?,
    })
}

/// Movements of a kind that no reversal took back.
fn standing(read: &mut Read<'_>, book: BookId, kind: &str) -> Result<Vec<Told>, Fault> {
    let sql = "SELECT n, day, position, lot, quantity FROM stock_movement m WHERE book_id = $1 AND kind = $2 AND reverses IS NULL \
               AND NOT EXISTS (SELECT 1 FROM stock_reversal r WHERE r.book_id = m.book_id AND r.n = m.n) ORDER BY n, line";
    read.query(sql, &[book.into(), kind.into()])?.iter().map(told).collect()
}

/// Differences that stocktakes posted.
pub(super) fn counted_off(read: &mut Read<'_>, book: BookId) -> Result<Vec<Told>, Fault> {
    standing(read, book, "count")
}

/// Losses beyond the quota that were cleared.
pub(super) fn excess(read: &mut Read<'_>, book: BookId) -> Result<Vec<Told>, Fault> {
    standing(read, book, "loss_excess")
}

/// A move into another warehouse.
pub(super) struct Moved {
    pub n: i64,
    pub day: Date,
    pub from: String,
    pub to: String,
    pub lot: String,
    pub nature: String,
    pub quantity: Quantity,
}

/// Moves that ended in another warehouse (the first 25 characters of a position) and that no reversal took back.
pub(super) fn moved(read: &mut Read<'_>, book: BookId) -> Result<Vec<Moved>, Fault> {
    let sql = "SELECT a.n, a.day, a.position, b.position, b.lot, b.nature, b.quantity FROM stock_movement a \
               JOIN stock_movement b ON b.book_id = a.book_id AND b.n = a.n AND b.lot = a.lot AND b.quantity > 0 \
               WHERE a.book_id = $1 AND a.kind = 'move' AND a.quantity < 0 AND a.reverses IS NULL \
               AND SUBSTR(a.position, 1, 25) <> SUBSTR(b.position, 1, 25) \
               AND NOT EXISTS (SELECT 1 FROM stock_reversal r WHERE r.book_id = a.book_id AND r.n = a.n) ORDER BY a.n";
    let rows = read.query(sql, &[book.into()])?;
    let moved = |row: &Row| {
        Ok(Moved {
            n: row[0].to()?,
            day: row[1].to()?,
            from: row[2].to()?,
            to: row[3].to()?,
            lot: row[4].to()?,
            nature: row[5].to()?,
            quantity: row[6].to()?,
        })
    };
    rows.iter().map(moved).collect()
}
