//! Turnover: what came in and went out since the books began, from the daily totals. Reads only.

use super::Ask;
use base::store::{Read, Value};
use base::term::Fault;
use std::sync::Arc;

/// In and out of one item by one kind of movement, over all time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnover {
    /// Item code.
    pub item: Arc<str>,
    /// Kind of movement: `opening`, `receive`, `issue` …
    pub kind: Arc<str>,
    /// In, thousandths of the item's unit.
    pub quantity_in: i64,
    /// Out, at or above zero.
    pub quantity_out: i64,
}

/// Turnover by item and kind. Of what is asked only organisation, item and site narrow it.
pub fn turnover(read: &mut Read<'_>, ask: &Ask) -> Result<Vec<Turnover>, Fault> {
    let sql = "SELECT d.item, d.kind, CAST(SUM(d.quantity_in) AS BIGINT), CAST(SUM(d.quantity_out) AS BIGINT) \
               FROM stock_daily d JOIN book b ON b.id = d.book_id \
               WHERE ($1 = '' OR b.org = $1) AND ($2 = '' OR d.item = $2) AND ($3 = '' OR d.site = $3) \
               GROUP BY d.item, d.kind ORDER BY d.item, d.kind";
    let args = [Value::from(ask.org.as_str()), ask.item.as_str().into(), ask.site.as_str().into()];
    let rows = read.query(sql, &args)?;
    rows.iter()
        .map(|row| {
            Ok(Turnover {
                item: row[0].to()?,
                kind: row[1].to()?,
                quantity_in: row[2].to()?,
                quantity_out: row[3].to()?,
            })
        })
        .collect()
}
