//! SQL over consignments and arrivals. The only place that names their tables.

use base::store::{Read, Row, Value};
use base::term::fault::Fault;
use base::term::{BookId, ConsignmentCode, Instant, LotCode, Money, Quantity};
use std::sync::Arc;

use super::{ArrivalRow, ConsignmentRow};

/// One line of a consignment as both books together tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitLine {
    pub line: i64,
    pub lot: LotCode,
    pub item: Arc<str>,
    pub dispatched: Quantity,
    pub arrived: Quantity,
    /// Variance the sender has accepted.
    pub settled: Quantity,
    /// Still in the carrier's account.
    pub in_transit: Quantity,
    /// Value of what was dispatched.
    pub amount: Money,
}

/// A consignment by its code, with what the receiver says of it.
pub fn consignment(
    read: &mut Read<'_>,
    consignment: &ConsignmentCode,
) -> Result<Option<(ConsignmentRow, Option<ArrivalRow>, Vec<TransitLine>)>, Fault> {
    let Some(head) = read.list::<ConsignmentRow>("WHERE consignment = $1", &[consignment.into()])?.pop()
    else {
        return Ok(None);
    };
    let arrival = read.list::<ArrivalRow>("WHERE consignment = $1", &[consignment.into()])?.pop();
    let sql = "SELECT s.line, s.lot, s.item, s.quantity, COALESCE(a.arrived, 0), s.settled, s.amount \
               FROM stock_consignment_line s LEFT JOIN stock_arrival_line a ON a.consignment = s.consignment AND a.line = s.line \
               WHERE s.consignment = $1 ORDER BY s.line";
    let lines = read.query(sql, &[consignment.into()])?.iter().map(transit_line).collect::<Result<_, _>>()?;
    Ok(Some((head, arrival, lines)))
}

fn transit_line(row: &Row) -> Result<TransitLine, Fault> {
    let (dispatched, arrived, settled) =
        (row[3].to::<Quantity>()?, row[4].to::<Quantity>()?, row[5].to::<Quantity>()?);
    Ok(TransitLine {
        line: row[0].to()?,
        lot: row[1].to()?,
        item: row[2].to()?,
        dispatched,
        arrived,
        settled,
        in_transit: dispatched.minus(arrived)?.minus(settled)?,
        amount: row[6].to()?,
    })
}

/// Consignments from or to an organisation or site, newest first, after a cursor (the code of the last one seen).
pub fn consignments(
    read: &mut Read<'_>,
    org: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ConsignmentRow>, Fault> {
    let (from, to) = crate::facility::store::span(org);
    let args: [Value; 4] = [from.into(), to.into(), after.unwrap_or("~").into(), limit.into()];
    let rest = "WHERE ((consignment >= $1 AND consignment < $2) OR (to_site >= $1 AND to_site < $2)) AND consignment < $3 \
                ORDER BY consignment DESC LIMIT $4";
    read.list::<ConsignmentRow>(rest, &args)
}

/// What one book dispatched to a site between two instants: consignment and lot.
pub fn sent(
    read: &mut Read<'_>,
    book: BookId,
    to_site: &str,
    between: (Instant, Instant),
) -> Result<Vec<(ConsignmentCode, LotCode)>, Fault> {
    let sql = "SELECT c.consignment, l.lot FROM stock_consignment c JOIN stock_consignment_line l \
               ON l.book_id = c.book_id AND l.consignment = c.consignment \
               WHERE c.book_id = $1 AND c.to_site = $2 AND c.dispatched_at BETWEEN $3 AND $4 ORDER BY c.consignment, l.line";
    let rows = read.query(sql, &[book.into(), to_site.into(), between.0.into(), between.1.into()])?;
    rows.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect()
}

/// Quantity on the road by item: dispatched, not arrived, not settled.
pub fn in_transit(read: &mut Read<'_>) -> Result<Vec<(Arc<str>, Quantity)>, Fault> {
    let sql = "SELECT s.item, CAST(SUM(s.quantity - s.settled - COALESCE(a.arrived, 0)) AS BIGINT) \
               FROM stock_consignment_line s LEFT JOIN stock_arrival_line a ON a.consignment = s.consignment AND a.line = s.line \
               GROUP BY s.item ORDER BY s.item";
    let rows = read.query(sql, &[])?;
    rows.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect()
}
