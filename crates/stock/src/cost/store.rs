//! SQL over costs, and over the rotation money and cleared losses that count as costs beside them. Reads only.

use base::store::{Read, Row, Tx, Value};
use base::term::fault::Fault;
use base::term::{BookId, LotCode, Money, PositionCode, SiteCode};
use jiff::civil::Date;
use std::sync::Arc;

use super::{CostRow, Kind, NewCost};
use crate::facility::store::span;

/// The unreversed cost that says the same of the same thing, if there is one.
pub(super) fn same(tx: &mut Tx<'_>, book: BookId, new: &NewCost) -> Result<Option<i64>, Fault> {
    let args: [Value; 3] = [book.into(), new.site.as_str().into(), new.document.as_str().into()];
    let rows = tx.list::<CostRow>(
        "WHERE book_id = $1 AND site = $2 AND document = $3 AND reversed_by IS NULL ORDER BY n",
        &args,
    )?;
    let is_same = |row: &&CostRow| {
        row.kind.as_ref() == new.kind.code()
            && row.position == new.position
            && row.lot == new.lot
            && (row.day_from, row.day_to) == (new.day_from, new.day_to)
    };
    Ok(rows.iter().find(is_same).map(|row| row.n))
}

/// Whether a lot lies or has lain at places whose code begins with a prefix.
pub(super) fn has_lain(tx: &mut Tx<'_>, book: BookId, lot: &LotCode, prefix: &str) -> Result<bool, Fault> {
    let (from, to) = span(prefix);
    let sql = "SELECT 1 FROM stock_balance WHERE book_id = $1 AND lot = $2 AND position >= $3 AND position < $4 LIMIT 1";
    Ok(!tx.query(sql, &[book.into(), lot.into(), from.into(), to.into()])?.is_empty())
}

/// Money of one fact that a period bears in part or in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub book: BookId,
    /// Index of the fact, and the line within it.
    pub n: i64,
    pub line: i64,
    pub kind: Kind,
    pub site: SiteCode,
    pub position: Option<PositionCode>,
    pub lot: Option<LotCode>,
    /// The days it is for.
    pub day_from: Date,
    pub day_to: Date,
    /// All of it, fen.
    pub amount: Money,
    /// Voucher, rotation plan and line, or kind of loss.
    pub document: Arc<str>,
    pub payee: Option<Arc<str>>,
    /// Maintenance order, meter or rotation plan.
    pub source: Option<Arc<str>>,
    pub by_user: Arc<str>,
    /// Index of the fact that reversed it: then it is not counted.
    pub reversed_by: Option<i64>,
}

/// Every entry, reversed ones too, that is for some day of a period at sites whose code begins with a prefix; by kind, day and fact.
pub fn entries(read: &mut Read<'_>, prefix: &str, from: Date, to: Date) -> Result<Vec<Entry>, Fault> {
    let (first, last) = span(prefix);
    let args: [Value; 4] = [first.into(), last.into(), from.to_string().into(), to.to_string().into()];
    let rows = read.list::<CostRow>(
        "WHERE site >= $1 AND site < $2 AND day_to >= $3 AND day_from <= $4 ORDER BY book_id, n",
        &args,
    )?;
    let mut entries: Vec<Entry> = rows.into_iter().map(entered).collect::<Result<_, _>>()?;
    let sql = "SELECT c.book_id, c.n, l.position, l.lot, c.day, c.amount, c.document, c.plan, c.by_user FROM stock_rotation_cost c \
               JOIN stock_rotation_line l ON l.book_id = c.book_id AND l.plan = c.plan AND l.line = c.line \
               WHERE l.position >= $1 AND l.position < $2 AND c.day >= $3 AND c.day <= $4 AND c.kind <> 'sale' ORDER BY c.book_id, c.n";
    for row in read.query(sql, &args)? {
        entries.push(of_rotation(&row)?);
    }
    let sql = "SELECT book_id, n, line, position, lot, day, amount, kind, by_user FROM stock_movement \
               WHERE position >= $1 AND position < $2 AND day >= $3 AND day <= $4 \
               AND kind IN ('loss_moisture', 'loss_natural', 'loss_excess') ORDER BY book_id, n, line";
    for row in read.query(sql, &args)? {
        entries.push(of_loss(&row)?);
    }
    entries.sort_by(|a, b| {
        (a.kind, a.day_from, a.book, a.n, a.line).cmp(&(b.kind, b.day_from, b.book, b.n, b.line))
    });
    Ok(entries)
}

fn entered(row: CostRow) -> Result<Entry, Fault> {
    Ok(Entry {
        book: row.book_id,
        n: row.n,
        line: 0,
        kind: kind(&row.kind)?,
        site: row.site,
        position: row.position,
        lot: row.lot,
        day_from: row.day_from,
        day_to: row.day_to,
        amount: row.amount,
        document: row.document,
        payee: row.payee,
        source: row.source,
        by_user: row.by_user,
        reversed_by: row.reversed_by,
    })
}

fn kind(code: &str) -> Result<Kind, Fault> {
    Kind::from_code(code).ok_or_else(|| Fault::new(format!("cost of unknown kind {code}")))
}

fn of_rotation(row: &Row) -> Result<Entry, Fault> {
    let (position, day): (PositionCode, Date) = (row[2].to()?, row[4].to()?);
    Ok(Entry {
        book: BookId(row[0].to()?),
        n: row[1].to()?,
        line: 0,
        kind: Kind::Rotation,
        site: crate::facility::site_of(position.as_str()).map_err(crate::facility::corrupt)?,
        position: Some(position),
        lot: Some(row[3].to()?),
        day_from: day,
        day_to: day,
        amount: row[5].to()?,
        document: row[6].to()?,
        payee: None,
        source: Some(row[7].to()?),
        by_user: row[8].to()?,
        reversed_by: None,
    })
}

/// A loss is a cost of what the goods were worth; what takes a loss back stands below zero.
fn of_loss(row: &Row) -> Result<Entry, Fault> {
    let (position, day): (PositionCode, Date) = (row[3].to()?, row[5].to()?);
    Ok(Entry {
        book: BookId(row[0].to()?),
        n: row[1].to()?,
        line: row[2].to()?,
        kind: Kind::Loss,
        site: crate::facility::site_of(position.as_str()).map_err(crate::facility::corrupt)?,
        position: Some(position),
        lot: Some(row[4].to()?),
        day_from: day,
        day_to: day,
        amount: row[6].to::<Money>()?.negated()?,
        document: row[7].to()?,
        payee: None,
        source: None,
        by_user: row[8].to()?,
        reversed_by: None,
    })
}

/// Money by site and kind that lies in a period in full, and the entries that only reach into it, with their days.
#[derive(Debug, Clone, Default)]
pub struct Spent {
    /// Site, kind, fen.
    pub whole: Vec<(Arc<str>, Kind, Money)>,
    /// Site, kind, fen, first and last day.
    pub partly: Vec<(Arc<str>, Kind, Money, Date, Date)>,
}

/// Money spent in a period at sites whose code begins with a prefix; empty for all.
pub fn spent(read: &mut Read<'_>, prefix: &str, from: Date, to: Date) -> Result<Spent, Fault> {
    let (first, last) = span(prefix);
    let args: [Value; 4] = [first.into(), last.into(), from.to_string().into(), to.to_string().into()];
    let mut spent = Spent::default();
    let whole = [
        "SELECT site, kind, CAST(SUM(amount) AS BIGINT) FROM stock_cost WHERE site >= $1 AND site < $2 \
         AND day_from >= $3 AND day_to <= $4 AND reversed_by IS NULL GROUP BY site, kind",
        "SELECT SUBSTR(l.position, 1, 21), 'rotation', CAST(SUM(c.amount) AS BIGINT) FROM stock_rotation_cost c \
         JOIN stock_rotation_line l ON l.book_id = c.book_id AND l.plan = c.plan AND l.line = c.line \
         WHERE l.position >= $1 AND l.position < $2 AND c.day >= $3 AND c.day <= $4 AND c.kind <> 'sale' GROUP BY SUBSTR(l.position, 1, 21)",
        "SELECT site, 'loss', CAST(-SUM(amount) AS BIGINT) FROM stock_daily WHERE site >= $1 AND site < $2 AND day >= $3 AND day <= $4 \
         AND kind IN ('loss_moisture', 'loss_natural', 'loss_excess') GROUP BY site",
    ];
    for sql in whole {
        read.each(sql, &args, &mut |row| {
            spent.whole.push((row[0].to()?, kind(&row[1].to::<Arc<str>>()?)?, row[2].to()?));
            Ok(())
        })?;
    }
    let partly = "SELECT site, kind, amount, day_from, day_to FROM stock_cost WHERE site >= $1 AND site < $2 AND day_to >= $3 \
                  AND day_from <= $4 AND (day_from < $3 OR day_to > $4) AND reversed_by IS NULL";
    read.each(partly, &args, &mut |row| {
        let kind = kind(&row[1].to::<Arc<str>>()?)?;
        spent.partly.push((row[0].to()?, kind, row[2].to()?, row[3].to()?, row[4].to()?));
        Ok(())
    })?;
    Ok(spent)
}

/// How the balances of sites move in a period, from the daily totals: site, item, day (none for what lay there before) and change.
pub fn site_steps(
    read: &mut Read<'_>,
    prefix: &str,
    from: Date,
    to: Date,
    each: &mut dyn FnMut(Arc<str>, Arc<str>, Option<Date>, i64),
) -> Result<(), Fault> {
    let (first, last) = span(prefix);
    let (first, last, from, to): (Value, Value, Value, Value) =
        (first.into(), last.into(), from.to_string().into(), to.to_string().into());
    let before = "SELECT site, item, CAST(SUM(quantity_in - quantity_out) AS BIGINT) FROM stock_daily \
                  WHERE site >= $1 AND site < $2 AND day < $3 GROUP BY site, item";
    read.each(before, &[first.clone(), last.clone(), from.clone()], &mut |row| {
        each(row[0].to()?, row[1].to()?, None, row[2].to()?);
        Ok(())
    })?;
    let during = "SELECT site, item, day, CAST(SUM(quantity_in - quantity_out) AS BIGINT) FROM stock_daily \
                  WHERE site >= $1 AND site < $2 AND day >= $3 AND day <= $4 GROUP BY site, item, day";
    read.each(during, &[first, last, from, to], &mut |row| {
        each(row[0].to()?, row[1].to()?, Some(row[2].to()?), row[3].to()?);
        Ok(())
    })
}

/// The same for every lot at every position, from the movements.
pub fn lot_steps(
    read: &mut Read<'_>,
    prefix: &str,
    from: Date,
    to: Date,
    each: &mut dyn FnMut((PositionCode, LotCode), Arc<str>, Option<Date>, i64),
) -> Result<(), Fault> {
    let (first, last) = span(prefix);
    let (from, to): (Value, Value) = (from.to_string().into(), to.to_string().into());
    let sql = "SELECT position, lot, item, CASE WHEN day < $3 THEN '' ELSE day END, CAST(SUM(quantity) AS BIGINT) FROM stock_movement \
               WHERE position >= $1 AND position < $2 AND day <= $4 \
               GROUP BY position, lot, item, CASE WHEN day < $3 THEN '' ELSE day END";
    read.each(sql, &[first.into(), last.into(), from, to], &mut |row| {
        let day = match row[3].to::<Arc<str>>()?.as_ref() {
            "" => None,
            _ => Some(row[3].to()?),
        };
        each((row[0].to()?, row[1].to()?), row[2].to()?, day, row[4].to()?);
        Ok(())
    })
}
