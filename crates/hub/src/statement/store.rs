//! Kept statements and the holdings behind them. They prove themselves by their signatures; the node's book says when
//! each was made.

use base::record;
use base::store::Read;
use base::term::{BookId, Fault, Instant};
use chain::statement::Holding;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

record! {
    /// A statement.
    pub struct StatementRow in "hub_statement", Side, key 1 {
        /// Its cut-off, and its name.
        at: Instant,
        node: Arc<str>,
        books: i64,
        totals: i64,
        holdings: i64,
        /// The `.statement` file.
        file: Arc<str>,
        /// Signed head, SHA-256 and Ed25519.
        note: Arc<str>,
        /// Signed head, SM3 and SM2.
        gm_note: Arc<str>,
    }
}

record! {
    /// The holdings of one book in one statement: lines of key, place, lot and quantity.
    pub struct PartRow in "hub_statement_part", Side, key 2 {
        at: Instant,
        book_id: BookId,
        origin: Arc<str>,
        lines: Arc<str>,
    }
}

/// Statements, newest first, from before an instant.
pub fn list(read: &mut Read<'_>, before: Instant, limit: i64) -> Result<Vec<StatementRow>, Fault> {
    read.list::<StatementRow>("WHERE at < $1 ORDER BY at DESC LIMIT $2", &[before.into(), limit.into()])
}

/// The cut-off of the newest statement.
pub fn newest(read: &mut Read<'_>) -> Result<Option<Instant>, Fault> {
    let at = read.number("SELECT COALESCE(MAX(at), 0) FROM hub_statement", &[])?;
    Ok((at > 0).then_some(Instant(at)))
}

/// Holdings as they are kept: one row a book.
pub(super) fn grouped(at: Instant, holdings: &[(BookId, Holding)]) -> Vec<PartRow> {
    let mut books: BTreeMap<BookId, (Arc<str>, String)> = BTreeMap::new();
    for (book, holding) in holdings {
        let (_, lines) = books.entry(*book).or_insert_with(|| (holding.book.as_str().into(), String::new()));
        let _ = writeln!(lines, "{} {} {}", holding.key, holding.data, holding.quantity); // a String cannot fail
    }
    books
        .into_iter()
        .map(|(book_id, (origin, lines))| PartRow { at, book_id, origin, lines: lines.into() })
        .collect()
}

/// The holdings a statement counted.
pub(super) fn holdings(read: &mut Read<'_>, at: Instant) -> Result<Vec<Holding>, Fault> {
    let mut holdings = Vec::new();
    for part in read.list::<PartRow>("WHERE at = $1 ORDER BY book_id", &[at.into()])? {
        for line in part.lines.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let [key, place, lot, quantity] = words[..] else {
                return Err(Fault::new(format!("a kept statement line cannot be read: {line}")));
            };
            let quantity =
                quantity.parse().map_err(|_| Fault::new("a kept statement quantity cannot be read"))?;
            holdings.push(Holding {
                key: key.into(),
                book: part.origin.to_string(),
                data: format!("{place} {lot}"),
                quantity,
            });
        }
    }
    Ok(holdings)
}
