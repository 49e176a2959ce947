//! SQL of the five ledgers: each total by its own path over movements and balances, one statement apiece.

use std::collections::BTreeMap;

use base::store::{Read, Row, Value};
use base::term::fault::Fault;
use base::term::{BookId, LotCode, Money, PositionCode, Quantity};
use jiff::civil::Date;

use super::{ByKind, Entry};
use crate::movement::Kind;

type Key = (PositionCode, LotCode);

/// Rows of `position, lot, quantity, value` as a map.
fn pairs(read: &mut Read<'_>, sql: &str, args: &[Value]) -> Result<BTreeMap<Key, (Quantity, Money)>, Fault> {
    let mut map = BTreeMap::new();
    read.each(sql, args, &mut |row| {
        map.insert((row[0].to()?, row[1].to()?), (row[2].to()?, row[3].to()?));
        Ok(())
    })?;
    Ok(map)
}

/// What each ledger says of each lot at each position of a book, or at one position.
pub fn entries(
    read: &mut Read<'_>,
    book: BookId,
    position: Option<&PositionCode>,
) -> Result<Vec<Entry>, Fault> {
    let args: [Value; 2] = [book.into(), position.map_or("".into(), |p| p.as_str().into())];
    let keeper = "SELECT position, lot, quantity, amount FROM stock_balance WHERE book_id = $1 AND ($2 = '' OR position = $2)";
    let card = "SELECT position, lot, balance, amount FROM (\
                SELECT position, lot, balance, amount, ROW_NUMBER() OVER (PARTITION BY position, lot ORDER BY n DESC, line DESC) AS newest \
                FROM stock_movement WHERE book_id = $1 AND ($2 = '' OR position = $2)) AS cards WHERE newest = 1";
    let accounting = "SELECT position, lot, CAST(SUM(CASE WHEN quantity > 0 THEN quantity ELSE 0 END) AS BIGINT) \
                      - CAST(SUM(CASE WHEN quantity < 0 THEN -quantity ELSE 0 END) AS BIGINT), CAST(SUM(amount) AS BIGINT) \
                      FROM stock_movement WHERE book_id = $1 AND ($2 = '' OR position = $2) GROUP BY position, lot";
    let chain = "SELECT b.position, b.lot, CAST(c.total AS BIGINT) - CAST(o.total AS BIGINT) + b.quantity, b.amount \
                 FROM stock_balance b \
                 JOIN (SELECT lot, SUM(quantity) AS total FROM stock_movement WHERE book_id = $1 GROUP BY lot) c ON c.lot = b.lot \
                 JOIN (SELECT lot, SUM(quantity) AS total FROM stock_balance WHERE book_id = $1 GROUP BY lot) o ON o.lot = b.lot \
                 WHERE b.book_id = $1 AND ($2 = '' OR b.position = $2)";
    let keeper = pairs(read, keeper, &args)?;
    let card = pairs(read, card, &args)?;
    let accounting = pairs(read, accounting, &args)?;
    let chain = pairs(read, chain, &args)?;
    let statistical = statistical_totals(read, book, position)?;
    let keys: std::collections::BTreeSet<&Key> =
        keeper.keys().chain(card.keys()).chain(accounting.keys()).chain(statistical.keys()).collect();
    let of = |map: &BTreeMap<Key, (Quantity, Money)>, key: &Key| map.get(key).copied().unwrap_or_default();
    let entry = |key: &Key| Entry {
        position: key.0.clone(),
        lot: key.1.clone(),
        keeper: of(&keeper, key).0,
        position_card: of(&card, key).0,
        statistical: statistical.get(key).copied().unwrap_or_default(),
        accounting: of(&accounting, key).0,
        lot_chain: of(&chain, key).0,
        value: of(&keeper, key).1,
        accounting_value: of(&accounting, key).1,
    };
    Ok(keys.into_iter().map(entry).collect())
}

/// The statistical path: what each month's table says came in and went out by kind, added up here.
fn statistical_totals(
    read: &mut Read<'_>,
    book: BookId,
    position: Option<&PositionCode>,
) -> Result<BTreeMap<Key, Quantity>, Fault> {
    let mut totals: BTreeMap<Key, Quantity> = BTreeMap::new();
    for (position, line) in by_kind(read, book, position)? {
        let total = totals.entry((position, line.lot)).or_default();
        *total = total.plus(line.quantity_in)?.minus(line.quantity_out)?;
    }
    Ok(totals)
}

fn by_kind(
    read: &mut Read<'_>,
    book: BookId,
    position: Option<&PositionCode>,
) -> Result<Vec<(PositionCode, ByKind)>, Fault> {
    let sql = "SELECT position, SUBSTR(day, 1, 7), kind, lot, \
               CAST(SUM(CASE WHEN (quantity > 0) = (reverses IS NULL) THEN ABS(quantity) * (CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) ELSE 0 END) AS BIGINT), \
               CAST(SUM(CASE WHEN (quantity < 0) = (reverses IS NULL) THEN ABS(quantity) * (CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) ELSE 0 END) AS BIGINT), \
               CAST(SUM(amount) AS BIGINT) FROM stock_movement WHERE book_id = $1 AND ($2 = '' OR position = $2) \
               GROUP BY position, SUBSTR(day, 1, 7), kind, lot ORDER BY position, SUBSTR(day, 1, 7), kind, lot";
    let args: [Value; 2] = [book.into(), position.map_or("".into(), |p| p.as_str().into())];
    read.query(sql, &args)?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<(PositionCode, ByKind), Fault> {
    let (month, kind) = (row[1].to::<String>()?, row[2].to::<String>()?);
    let month: Date = format!("{month}-01").parse().map_err(|_| Fault::new(format!("month {month}")))?;
    let kind =
        Kind::from_code(&kind).ok_or_else(|| Fault::new(format!("movement of unknown kind {kind}")))?;
    let by_kind = ByKind {
        month,
        kind,
        lot: row[3].to()?,
        quantity_in: row[4].to()?,
        quantity_out: row[5].to()?,
        amount: row[6].to()?,
    };
    Ok((row[0].to()?, by_kind))
}

/// The statistical ledger of a position: month, kind and lot.
pub fn statistical(read: &mut Read<'_>, book: BookId, position: &PositionCode) -> Result<Vec<ByKind>, Fault> {
    Ok(by_kind(read, book, Some(position))?.into_iter().map(|(_, line)| line).collect())
}

/// Sites, items and kinds whose daily totals are not the sum of their movements: `site/item/nature/owner/kind`.
pub fn daily_differences(read: &mut Read<'_>, book: BookId) -> Result<Vec<String>, Fault> {
    let sql = "SELECT site, item, nature, owner_level, kind FROM (\
               SELECT site, item, nature, owner_level, kind, quantity_in - quantity_out AS quantity FROM stock_daily WHERE book_id = $1 \
               UNION ALL \
               SELECT SUBSTR(position, 1, 21), item, nature, owner_level, kind, -quantity FROM stock_movement WHERE book_id = $1) AS both_ways \
               GROUP BY site, item, nature, owner_level, kind HAVING SUM(quantity) <> 0 ORDER BY 1, 2, 3, 4, 5";
    let rows = read.query(sql, &[book.into()])?;
    rows.iter()
        .map(|row| Ok(row.iter().map(|v| v.to::<String>()).collect::<Result<Vec<_>, _>>()?.join("/")))
        .collect()
}
