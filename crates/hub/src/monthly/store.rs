//! SQL of the monthly return: flows from the daily totals, closing balances from the movements, so that one checks the other. Reads only.

use base::store::{Read, Value};
use base::term::fault::Fault;
use jiff::civil::Date;
use std::sync::Arc;

use super::Goods;

/// What came in and went out of a site by one kind of movement, before the month or in it.
pub(super) struct Flow {
    pub site: Arc<str>,
    pub goods: Goods,
    pub kind: Arc<str>,
    pub before: bool,
    pub net: i64,
}

/// Flows up to the last day of the month at sites whose code begins with a prefix.
pub(super) fn flows(read: &mut Read<'_>, prefix: &str, from: Date, to: Date) -> Result<Vec<Flow>, Fault> {
    let sql = "SELECT site, item, nature, owner_level, kind, CAST(CASE WHEN day < $3 THEN 1 ELSE 0 END AS BIGINT), \
               CAST(SUM(quantity_in - quantity_out) AS BIGINT) FROM stock_daily \
               WHERE site >= $1 AND site < $2 AND day <= $4 \
               GROUP BY site, item, nature, owner_level, kind, CASE WHEN day < $3 THEN 1 ELSE 0 END";
    let args: [Value; 4] =
        [prefix.into(), format!("{prefix}~").into(), from.to_string().into(), to.to_string().into()];
    let mut flows = Vec::new();
    read.each(sql, &args, &mut |row| {
        flows.push(Flow {
            site: row[0].to()?,
            goods: Goods { item: row[1].to()?, nature: row[2].to()?, owner_level: row[3].to()? },
            kind: row[4].to()?,
            before: row[5].to::<i64>()? == 1,
            net: row[6].to()?,
        });
        Ok(())
    })?;
    Ok(flows)
}

/// What lay at each site on the evening of a day, from the movements themselves.
pub(super) fn closing(
    read: &mut Read<'_>,
    prefix: &str,
    to: Date,
) -> Result<Vec<(Arc<str>, Goods, i64)>, Fault> {
    let sql = "SELECT SUBSTR(position, 1, 21), item, nature, owner_level, CAST(SUM(quantity) AS BIGINT) FROM stock_movement \
               WHERE position >= $1 AND position < $2 AND day <= $3 GROUP BY SUBSTR(position, 1, 21), item, nature, owner_level";
    let args: [Value; 3] = [prefix.into(), format!("{prefix}~").into(), to.to_string().into()];
    let mut rows = Vec::new();
    read.each(sql, &args, &mut |row| {
        let goods = Goods { item: row[1].to()?, nature: row[2].to()?, owner_level: row[3].to()? };
        rows.push((row[0].to()?, goods, row[4].to()?));
        Ok(())
    })?;
    Ok(rows)
}
