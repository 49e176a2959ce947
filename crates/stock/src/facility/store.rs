//! SQL over sites, warehouses, bays and positions. The only place that names their tables.

use base::store::{Read, Tx, Value};
use base::term::code::region_prefix;
use base::term::fault::Fault;
use base::term::{BookId, PositionCode, RegionCode, SiteCode};

use super::{BayRow, PositionRow, SiteRow, WarehouseRow};

/// Whether anything registered directly or indirectly under a facility is still in use.
pub(super) fn has_open_children(tx: &mut Tx<'_>, book: BookId, code: &str) -> Result<bool, Fault> {
    let (from, to) = span(code);
    for (table, column) in
        [("stock_warehouse", "warehouse"), ("stock_bay", "bay"), ("stock_position", "position")]
    {
        let sql = format!(
            "SELECT 1 FROM {table} WHERE book_id = $1 AND {column} > $2 AND {column} < $3 AND valid_to IS NULL LIMIT 1"
        );
        if !tx.query(&sql, &[book.into(), from.as_str().into(), to.as_str().into()])?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All codes that begin with `prefix` lie between these two texts (codes are ASCII and sort by byte).
pub(crate) fn span(prefix: &str) -> (String, String) {
    (prefix.to_owned(), format!("{prefix}~"))
}

/// A site by its code, whichever book it is in.
pub fn site(read: &mut Read<'_>, site: &SiteCode) -> Result<Option<SiteRow>, Fault> {
    Ok(read.list::<SiteRow>("WHERE site = $1", &[site.into()])?.pop())
}

/// Sites inside a region, by code, after a cursor.
pub fn sites(
    read: &mut Read<'_>,
    region: &RegionCode,
    after: &str,
    limit: i64,
) -> Result<Vec<SiteRow>, Fault> {
    let (from, to) = span(region_prefix(region.as_str()));
    read.list::<SiteRow>(
        "WHERE region >= $1 AND region < $2 AND site > $3 ORDER BY site LIMIT $4",
        &[from.into(), to.into(), after.into(), limit.into()],
    )
}

/// Warehouses of a site.
pub fn warehouses(read: &mut Read<'_>, site: &SiteCode) -> Result<Vec<WarehouseRow>, Fault> {
    read.list::<WarehouseRow>("WHERE site = $1 ORDER BY warehouse", &[site.into()])
}

/// Bays of a site.
pub fn bays(read: &mut Read<'_>, site: &SiteCode) -> Result<Vec<BayRow>, Fault> {
    let (from, to) = span(site.as_str());
    read.list::<BayRow>("WHERE bay > $1 AND bay < $2 ORDER BY bay", &[from.into(), to.into()])
}

/// A position by its code, whichever book it is in.
pub fn position(read: &mut Read<'_>, position: &PositionCode) -> Result<Option<PositionRow>, Fault> {
    Ok(read.list::<PositionRow>("WHERE position = $1", &[position.into()])?.pop())
}

/// Positions of a site, by code, after a cursor.
pub fn positions(
    read: &mut Read<'_>,
    site: &SiteCode,
    after: &str,
    limit: i64,
) -> Result<Vec<PositionRow>, Fault> {
    let args: [Value; 3] = [site.into(), after.into(), limit.into()];
    read.list::<PositionRow>("WHERE site = $1 AND position > $2 ORDER BY position LIMIT $3", &args)
}
