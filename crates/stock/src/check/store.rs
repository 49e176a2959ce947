//! SQL over checks, their sheets and findings. The only place that names their tables.

use base::store::{Read, Tx, Value};
use base::term::fault::Fault;
use base::term::{BookId, LotCode, PositionCode, Quantity};
use jiff::civil::Date;

use super::compare::Measured;
use super::finding::{FindingRow, MendingRow, RecheckRow};
use super::sheet::SheetRow;
use super::{CheckRow, InspectorRow, ObjectRow};
use crate::facility::store::span;
use crate::worksheet::WorksheetRow;

/// Whose checks or findings: those an organisation makes, or those made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Inspecting,
    Inspected,
}

impl Side {
    /// The side of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "inspecting" => Some(Self::Inspecting),
            "inspected" => Some(Self::Inspected),
            _ => None,
        }
    }
}

/// Checks of an organisation, newest first, after a cursor (instant of opening and code of the last one seen). Who is inspected sees a
/// check when it is known what is checked.
pub fn checks(
    read: &mut Read<'_>,
    side: Side,
    org: &str,
    state: Option<&str>,
    after: (i64, &str),
    limit: i64,
) -> Result<Vec<CheckRow>, Fault> {
    let (from, to) = span(org);
    let whose = match side {
        Side::Inspecting => "code > $1 AND code < $2",
        Side::Inspected => {
            "state <> 'committed' AND (book_id, code) IN \
             (SELECT book_id, code FROM stock_check_object WHERE position > $1 AND position < $2 AND chosen = 1)"
        }
    };
    let args: [Value; 6] =
        [from.into(), to.into(), state.unwrap_or("").into(), after.0.into(), after.1.into(), limit.into()];
    read.list::<CheckRow>(
        &format!(
            "WHERE {whose} AND ($3 = '' OR state = $3) AND (opened_at < $4 OR (opened_at = $4 AND code < $5)) \
             ORDER BY opened_at DESC, code DESC LIMIT $6"
        ),
        &args,
    )
}

/// A check by its code.
pub fn check(read: &mut Read<'_>, code: &str) -> Result<Option<CheckRow>, Fault> {
    Ok(read.list::<CheckRow>("WHERE code = $1", &[code.into()])?.pop())
}

/// The pool of positions of a check, by code.
pub fn objects(read: &mut Read<'_>, code: &str) -> Result<Vec<ObjectRow>, Fault> {
    read.list::<ObjectRow>("WHERE code = $1 ORDER BY position", &[code.into()])
}

/// The pool of people of a check, by user.
pub fn inspectors(read: &mut Read<'_>, code: &str) -> Result<Vec<InspectorRow>, Fault> {
    read.list::<InspectorRow>("WHERE code = $1 ORDER BY user_id", &[code.into()])
}

pub(super) fn objects_of(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<Vec<ObjectRow>, Fault> {
    tx.list::<ObjectRow>("WHERE book_id = $1 AND code = $2 ORDER BY position", &[book.into(), code.into()])
}

pub(super) fn inspectors_of(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<Vec<InspectorRow>, Fault> {
    tx.list::<InspectorRow>("WHERE book_id = $1 AND code = $2 ORDER BY user_id", &[book.into(), code.into()])
}

/// Sheets of a check, in the order they were recorded.
pub fn sheets(read: &mut Read<'_>, code: &str) -> Result<Vec<SheetRow>, Fault> {
    read.list::<SheetRow>("WHERE code = $1 ORDER BY n", &[code.into()])
}

/// Whether a lot at a position, or an empty position, has a sheet signed by two.
pub(super) fn is_signed(
    tx: &mut Tx<'_>,
    book: BookId,
    code: &str,
    position: &PositionCode,
    lot: Option<&LotCode>,
) -> Result<bool, Fault> {
    let args: [Value; 4] =
        [book.into(), code.into(), position.into(), lot.map_or("", LotCode::as_str).into()];
    let sql = "SELECT 1 FROM stock_check_sheet WHERE book_id = $1 AND code = $2 AND position = $3 \
               AND COALESCE(lot, '') = $4 AND second IS NOT NULL LIMIT 1";
    Ok(!tx.query(sql, &args)?.is_empty())
}

/// What a book said a position held of a lot at the end of a day.
pub(super) fn held_on(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    lot: &LotCode,
    day: Date,
) -> Result<Quantity, Fault> {
    let sql = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM stock_movement \
               WHERE book_id = $1 AND position = $2 AND lot = $3 AND day <= $4";
    let rows = tx.query(sql, &[book.into(), position.into(), lot.into(), day.to_string().into()])?;
    rows.first().map_or(Ok(Quantity::ZERO), |row| row[0].to())
}

/// What was already written off of a lot at a position as moisture and natural loss.
pub(super) fn lost(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    lot: &LotCode,
) -> Result<Quantity, Fault> {
    let sql = "SELECT CAST(COALESCE(-SUM(quantity), 0) AS BIGINT) FROM stock_movement \
               WHERE book_id = $1 AND position = $2 AND lot = $3 AND kind IN ('loss_moisture', 'loss_natural')";
    let rows = tx.query(sql, &[book.into(), position.into(), lot.into()])?;
    rows.first().map_or(Ok(Quantity::ZERO), |row| row[0].to())
}

/// A finding with how far it is mended: whether what was done about it waits for a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub row: FindingRow,
    pub waiting: bool,
}

impl Standing {
    /// `open`, `mended` (waits for the re-check) or `closed`.
    pub fn state(&self) -> &'static str {
        match (self.row.closed_at, self.waiting) {
            (Some(_), _) => "closed",
            (None, true) => "mended",
            (None, false) => "open",
        }
    }

    /// Whether the inspected organisation is late.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state() == "open" && self.row.due < today
    }
}

/// Findings of an organisation, open ones first and those due first among them, after a cursor (closed, due and code of the last one).
pub fn findings(
    read: &mut Read<'_>,
    side: Side,
    org: &str,
    state: Option<&str>,
    today: Date,
    after: (i64, &str, &str),
    limit: i64,
) -> Result<Vec<Standing>, Fault> {
    let (from, to) = span(org);
    let whose = match side {
        Side::Inspecting => "finding > $1 AND finding < $2",
        Side::Inspected => "org >= $1 AND org < $2",
    };
    let waits = "EXISTS (SELECT 1 FROM stock_mending m WHERE m.finding = stock_finding.finding AND m.round = stock_finding.round)";
    let state = match state {
        Some("closed") => "closed_at IS NOT NULL".to_owned(),
        Some("mended") => format!("closed_at IS NULL AND {waits}"),
        Some("open") => format!("closed_at IS NULL AND NOT {waits}"),
        Some("overdue") => format!("closed_at IS NULL AND NOT {waits} AND due < $7"),
        _ => "1 = 1".to_owned(),
    };
    let args: [Value; 7] = [
        from.into(),
        to.into(),
        after.0.into(),
        after.1.into(),
        after.2.into(),
        limit.into(),
        today.to_string().into(),
    ];
    let closed = "(CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END)";
    let rows = read.list::<FindingRow>(
        &format!(
            "WHERE {whose} AND {state} AND $7 <> '' AND ({closed} > $3 OR ({closed} = $3 AND (due > $4 OR (due = $4 AND finding > $5)))) \
             ORDER BY {closed}, due, finding LIMIT $6"
        ),
        &args,
    )?;
    rows.into_iter().map(|row| standing(read, row)).collect()
}

fn standing(read: &mut Read<'_>, row: FindingRow) -> Result<Standing, Fault> {
    let sql = "SELECT COUNT(*) FROM stock_mending WHERE finding = $1 AND round = $2";
    let waiting = read.number(sql, &[row.finding.as_ref().into(), row.round.into()])? > 0;
    Ok(Standing { waiting: waiting && row.closed_at.is_none(), row })
}

/// A finding by its code.
pub fn finding(read: &mut Read<'_>, finding: &str) -> Result<Option<Standing>, Fault> {
    let row = read.list::<FindingRow>("WHERE finding = $1", &[finding.into()])?.pop();
    row.map(|row| standing(read, row)).transpose()
}

/// Findings of a check, in order.
pub fn findings_of(read: &mut Read<'_>, code: &str) -> Result<Vec<Standing>, Fault> {
    let rows = read.list::<FindingRow>("WHERE code = $1 ORDER BY finding", &[code.into()])?;
    rows.into_iter().map(|row| standing(read, row)).collect()
}

/// What was done about a finding, round by round.
pub fn mendings(read: &mut Read<'_>, finding: &str) -> Result<Vec<MendingRow>, Fault> {
    read.list::<MendingRow>("WHERE finding = $1 ORDER BY round", &[finding.into()])
}

/// How it was looked at again, round by round.
pub fn rechecks(read: &mut Read<'_>, finding: &str) -> Result<Vec<RecheckRow>, Fault> {
    read.list::<RecheckRow>("WHERE finding = $1 ORDER BY round", &[finding.into()])
}

/// What trucks weighed of a lot at a position.
pub(super) struct Weighed {
    pub trips: i64,
    /// In less out.
    pub kilograms: i64,
    /// What the book took from them, in less out.
    pub settled: Quantity,
}

/// Trucks that were settled for a lot at a position, in less out. What a reversal took back is off both sides.
pub(super) fn weighed(read: &mut Read<'_>, position: &PositionCode, lot: &LotCode) -> Result<Weighed, Fault> {
    let sql = "SELECT COUNT(*), \
               CAST(COALESCE(SUM(CASE WHEN t.direction = 'in' THEN t.first_kg - t.second_kg ELSE -(t.second_kg - t.first_kg) END), 0) AS BIGINT), \
               CAST(COALESCE(SUM(m.quantity), 0) AS BIGINT) FROM stock_trip t \
               JOIN stock_movement m ON m.book_id = t.book_id AND m.n = t.movement AND m.position = t.position AND m.lot = t.lot \
               WHERE t.position = $1 AND t.lot = $2 AND NOT EXISTS \
               (SELECT 1 FROM stock_reversal r WHERE r.book_id = t.book_id AND r.n = t.movement)";
    let rows = read.query(sql, &[position.into(), lot.into()])?;
    let Some(row) = rows.first() else {
        return Ok(Weighed { trips: 0, kilograms: 0, settled: Quantity::ZERO });
    };
    Ok(Weighed { trips: row[0].to()?, kilograms: row[1].to()?, settled: row[2].to()? })
}

/// The newest measurement of a lot at a position: a signed sheet of a check, or the depot's own worksheet; of the same day the sheet.
pub(super) fn measured(
    read: &mut Read<'_>,
    position: &PositionCode,
    lot: &LotCode,
    kilogram: Quantity,
) -> Result<Option<Measured>, Fault> {
    let args: [Value; 2] = [position.into(), lot.into()];
    let newest = "WHERE position = $1 AND lot = $2";
    let sheet = read
        .list::<SheetRow>(
            &format!("{newest} AND second IS NOT NULL ORDER BY day DESC, n DESC LIMIT 1"),
            &args,
        )?
        .pop()
        .map(|row| Measured {
            org: row.code.get(..18).unwrap_or_default().to_owned(),
            n: row.n,
            day: row.day,
            checked: row.checked,
            rate: row.difference_rate,
            matches: row.matches,
            inspected: true,
        });
    let own = read.list::<WorksheetRow>(&format!("{newest} ORDER BY n DESC LIMIT 1"), &args)?.pop();
    let own = own.map(|row| Measured {
        org: row.position.as_str().get(..18).unwrap_or_default().to_owned(),
        n: row.n,
        day: row.day,
        checked: Quantity(row.checked.saturating_mul(kilogram.0)),
        rate: row.difference_rate,
        matches: row.matches,
        inspected: false,
    });
    Ok(sheet.into_iter().chain(own).max_by_key(|found| (found.day, found.inspected)))
}
