//! SQL over movements, balances and daily totals. The only place that names their tables.

use base::ledger::FactRow;
use base::store::{Read, Record, Row, Tx, Value};
use base::term::fault::Fault;
use base::term::{BookId, LotCode, PositionCode, Quantity};
use jiff::civil::Date;

use super::{BalanceRow, DailyRow, MovementRow};
use crate::facility::PositionRow;
use crate::facility::store::span;
use crate::issue::Found;
use crate::lot::LotRow;

/// Everything a position holds, thousandths of the item's unit; only meaningful where all of it is one item.
pub(super) fn held(tx: &mut Tx<'_>, book: BookId, position: &PositionCode) -> Result<Quantity, Fault> {
    let sql = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM stock_balance WHERE book_id = $1 AND position = $2";
    tx.query(sql, &[book.into(), position.into()])?.first().map_or(Ok(Quantity::ZERO), |row| row[0].to())
}

/// Stock above zero at positions whose code begins with a prefix, in the open transaction.
pub(crate) fn balances_in(tx: &mut Tx<'_>, book: BookId, prefix: &str) -> Result<Vec<BalanceRow>, Fault> {
    let (from, to) = span(prefix);
    let rest =
        "WHERE book_id = $1 AND position >= $2 AND position < $3 AND quantity > 0 ORDER BY position, lot";
    tx.list::<BalanceRow>(rest, &[book.into(), from.into(), to.into()])
}

/// The movements of one fact.
pub(crate) fn of_fact(tx: &mut Tx<'_>, book: BookId, n: i64) -> Result<Vec<MovementRow>, Fault> {
    tx.list::<MovementRow>("WHERE book_id = $1 AND n = $2 ORDER BY line", &[book.into(), n.into()])
}

/// A fact of a book that is known to be there.
pub(crate) fn fact(tx: &mut Tx<'_>, book: BookId, n: i64) -> Result<FactRow, Fault> {
    let facts = tx.list::<FactRow>("WHERE book_id = $1 AND n = $2", &[book.into(), n.into()])?;
    facts.into_iter().next().ok_or_else(|| Fault::new(format!("book {} has no fact {n}", book.0)))
}

/// What came in of a lot at a position, reversed receipts taken off, and the first day.
pub(crate) fn intake(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    lot: &LotCode,
) -> Result<Option<(Quantity, Date)>, Fault> {
    let sql = "SELECT CAST(SUM(quantity) AS BIGINT), MIN(day) FROM stock_movement \
               WHERE book_id = $1 AND position = $2 AND lot = $3 \
               AND (kind IN ('opening', 'receive', 'arrive') OR (kind = 'move' AND (quantity > 0) = (reverses IS NULL)))";
    match tx.query(sql, &[book.into(), position.into(), lot.into()])?.first() {
        Some(row) if row[1] != Value::Null => Ok(Some((row[0].to()?, row[1].to()?))),
        _ => Ok(None),
    }
}

/// Columns of a table under an alias, comma separated.
fn columns<R: Record>(alias: &str) -> String {
    R::TABLE.columns.iter().map(|column| format!("{alias}.{column}")).collect::<Vec<_>>().join(", ")
}

fn found(row: &Row) -> Result<Found, Fault> {
    let (lot, rest) = row.split_at(LotRow::TABLE.columns.len());
    let (position, balance) = rest.split_at(PositionRow::TABLE.columns.len());
    Ok(Found {
        lot: LotRow::from_row(lot)?,
        position: PositionRow::from_row(position)?,
        balance: BalanceRow::from_row(balance)?,
    })
}

fn stock_sql(rest: &str) -> String {
    format!(
        "SELECT {}, {}, {} FROM stock_balance b \
         JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot \
         JOIN stock_position p ON p.book_id = b.book_id AND p.position = b.position {rest}",
        columns::<LotRow>("l"),
        columns::<PositionRow>("p"),
        columns::<BalanceRow>("b"),
    )
}

const OF_ITEM: &str =
    "WHERE b.book_id = $1 AND b.position >= $2 AND b.position < $3 AND l.item = $4 AND b.quantity > 0";

/// Stock of an item in a book, at positions whose code begins with a prefix.
pub(crate) fn stock_of(
    read: &mut Read<'_>,
    book: BookId,
    prefix: &str,
    item: &str,
) -> Result<Vec<Found>, Fault> {
    let (from, to) = span(prefix);
    let args = [book.into(), from.into(), to.into(), item.into()];
    read.query(&stock_sql(OF_ITEM), &args)?.iter().map(found).collect()
}

/// The same in the open transaction.
pub(crate) fn stock_in(tx: &mut Tx<'_>, book: BookId, prefix: &str, item: &str) -> Result<Vec<Found>, Fault> {
    let (from, to) = span(prefix);
    let args = [book.into(), from.into(), to.into(), item.into()];
    tx.query(&stock_sql(OF_ITEM), &args)?.iter().map(found).collect()
}

/// What lies where: lot, position and balance, by position, after a cursor (position and lot of the last one seen).
pub fn stock(
    read: &mut Read<'_>,
    prefix: &str,
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<(LotRow, PositionRow, BalanceRow)>, Fault> {
    let (from, to) = span(prefix);
    let sql = stock_sql(
        "WHERE b.position >= $1 AND b.position < $2 AND (b.position, b.lot) > ($3, $4) AND b.quantity > 0 \
         ORDER BY b.position, b.lot LIMIT $5",
    );
    let args = [from.into(), to.into(), after.0.into(), after.1.into(), limit.into()];
    let rows = read.query(&sql, &args)?;
    rows.iter().map(|row| found(row).map(|f| (f.lot, f.position, f.balance))).collect()
}

/// Balances of a lot wherever it lies, also where nothing is left.
pub fn balances_of(read: &mut Read<'_>, lot: &LotCode) -> Result<Vec<BalanceRow>, Fault> {
    read.list::<BalanceRow>("WHERE lot = $1 ORDER BY book_id, position", &[lot.into()])
}

/// The card of a position: its movements in order, after a cursor (index and line of the last one seen).
pub fn card(
    read: &mut Read<'_>,
    position: &PositionCode,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<MovementRow>, Fault> {
    let rest = "WHERE position = $1 AND (n, line) > ($2, $3) ORDER BY n, line LIMIT $4";
    read.list::<MovementRow>(rest, &[position.into(), after.0.into(), after.1.into(), limit.into()])
}

/// The chain of a lot over all books, in time.
pub fn chain(read: &mut Read<'_>, lot: &LotCode, limit: i64) -> Result<Vec<MovementRow>, Fault> {
    read.list::<MovementRow>(
        "WHERE lot = $1 ORDER BY at, book_id, n, line LIMIT $2",
        &[lot.into(), limit.into()],
    )
}

/// The newest movements at positions whose code begins with a prefix.
pub fn recent(read: &mut Read<'_>, prefix: &str, limit: i64) -> Result<Vec<MovementRow>, Fault> {
    let (from, to) = span(prefix);
    read.list::<MovementRow>(
        "WHERE position >= $1 AND position < $2 ORDER BY at DESC, n DESC LIMIT $3",
        &[from.into(), to.into(), limit.into()],
    )
}

/// Daily totals of a site between two days.
pub fn daily(read: &mut Read<'_>, site: &str, from: Date, to: Date) -> Result<Vec<DailyRow>, Fault> {
    let args = [site.into(), from.to_string().into(), to.to_string().into()];
    read.list::<DailyRow>(
        "WHERE site = $1 AND day >= $2 AND day <= $3 ORDER BY day, item, nature, owner_level, kind",
        &args,
    )
}
