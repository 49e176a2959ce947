//! SQL over rotation plans. The only place that names their tables.

use base::store::{Read, Value};
use base::term::Quantity;
use base::term::fault::Fault;

use super::{CostRow, LineRow, PlanRow, TripRow};
use crate::facility::store::span;

/// A plan by its code.
pub fn plan(read: &mut Read<'_>, plan: &str) -> Result<Option<PlanRow>, Fault> {
    Ok(read.list::<PlanRow>("WHERE plan = $1", &[plan.into()])?.pop())
}

/// Plans of an organisation, newest first, after a cursor (the code of the last one seen).
pub fn plans(
    read: &mut Read<'_>,
    org: &str,
    state: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<PlanRow>, Fault> {
    let (from, to) = span(org);
    let args: [Value; 5] =
        [from.into(), to.into(), after.unwrap_or("~").into(), state.unwrap_or("").into(), limit.into()];
    read.list::<PlanRow>(
        "WHERE plan > $1 AND plan < $2 AND plan < $3 AND ($4 = '' OR state = $4) ORDER BY plan DESC LIMIT $5",
        &args,
    )
}

/// Lines of a plan, in order.
pub fn lines(read: &mut Read<'_>, plan: &str) -> Result<Vec<LineRow>, Fault> {
    read.list::<LineRow>("WHERE plan = $1 ORDER BY line", &[plan.into()])
}

/// Lines of approved plans of an organisation, by plan and line, after a cursor.
pub fn running(
    read: &mut Read<'_>,
    org: &str,
    after: (&str, i64),
    limit: i64,
) -> Result<Vec<LineRow>, Fault> {
    let (from, to) = span(org);
    read.list::<LineRow>(
        "WHERE plan > $1 AND plan < $2 AND (plan, line) > ($3, $4) \
         AND plan IN (SELECT plan FROM stock_rotation_plan WHERE state = 'approved') ORDER BY plan, line LIMIT $5",
        &[from.into(), to.into(), after.0.into(), after.1.into(), limit.into()],
    )
}

/// Movements that carried out a plan, in order.
pub fn trips(read: &mut Read<'_>, plan: &str) -> Result<Vec<TripRow>, Fault> {
    read.list::<TripRow>("WHERE plan = $1 ORDER BY line, n, k", &[plan.into()])
}

/// Money entered for a plan, in order.
pub fn costs(read: &mut Read<'_>, plan: &str) -> Result<Vec<CostRow>, Fault> {
    read.list::<CostRow>("WHERE plan = $1 ORDER BY line, n", &[plan.into()])
}

/// Lots of a plan that came in and have no acceptance test.
pub(super) fn untested(read: &mut Read<'_>, plan: &str) -> Result<Vec<(i64, String)>, Fault> {
    let sql = "SELECT DISTINCT t.line, t.lot FROM stock_rotation_trip t \
               JOIN stock_lot l ON l.book_id = t.book_id AND l.lot = t.lot \
               WHERE t.plan = $1 AND t.direction = 'back' AND l.accepted IS NULL ORDER BY t.line, t.lot";
    let rows = read.query(sql, &[plan.into()])?;
    rows.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect()
}

/// What an organisation holds of each item, nature and owner level.
pub(super) fn held(
    read: &mut Read<'_>,
    org: &str,
) -> Result<Vec<((String, String, String), Quantity)>, Fault> {
    let (from, to) = span(org);
    let sql = "SELECT l.item, l.nature, l.owner_level, CAST(SUM(b.quantity) AS BIGINT) FROM stock_balance b \
               JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot \
               WHERE b.position >= $1 AND b.position < $2 GROUP BY l.item, l.nature, l.owner_level \
               ORDER BY l.item, l.nature, l.owner_level";
    let rows = read.query(sql, &[from.into(), to.into()])?;
    rows.iter().map(|row| Ok(((row[0].to()?, row[1].to()?, row[2].to()?), row[3].to()?))).collect()
}
