//! SQL of importing: what a book holds already, and who is in its organisation. Reads only.

use base::identity::UserRow;
use base::store::Tx;
use base::term::fault::Fault;
use base::term::{BookId, OrgCode};
use std::collections::HashSet;
use std::sync::Arc;
use stock::facility::{BayRow, PositionRow, SiteRow, WarehouseRow};
use stock::property::pool::PoolRow;

/// Items that ever moved in a book.
pub(super) fn items_moved(tx: &mut Tx<'_>, book: BookId) -> Result<HashSet<Arc<str>>, Fault> {
    let rows = tx.query("SELECT DISTINCT item FROM stock_daily WHERE book_id = $1", &[book.into()])?;
    rows.iter().map(|row| row[0].to()).collect()
}

/// Positions at which anything ever moved in a book.
pub(super) fn positions_used(tx: &mut Tx<'_>, book: BookId) -> Result<HashSet<Arc<str>>, Fault> {
    let rows = tx.query("SELECT DISTINCT position FROM stock_movement WHERE book_id = $1", &[book.into()])?;
    rows.iter().map(|row| row[0].to()).collect()
}

/// Sites of a book, closed ones too: their codes are used up.
pub(super) fn sites(tx: &mut Tx<'_>, book: BookId) -> Result<Vec<SiteRow>, Fault> {
    tx.list("WHERE book_id = $1 ORDER BY site", &[book.into()])
}

/// Warehouses of a book.
pub(super) fn warehouses(tx: &mut Tx<'_>, book: BookId) -> Result<Vec<WarehouseRow>, Fault> {
    tx.list("WHERE book_id = $1 ORDER BY warehouse", &[book.into()])
}

/// Bays of a book.
pub(super) fn bays(tx: &mut Tx<'_>, book: BookId) -> Result<Vec<BayRow>, Fault> {
    tx.list("WHERE book_id = $1 ORDER BY bay", &[book.into()])
}

/// Positions of a book.
pub(super) fn positions(tx: &mut Tx<'_>, book: BookId) -> Result<Vec<PositionRow>, Fault> {
    tx.list("WHERE book_id = $1 ORDER BY position", &[book.into()])
}

/// Public-property warehouses of a book.
pub(super) fn pools(tx: &mut Tx<'_>, book: BookId) -> Result<Vec<PoolRow>, Fault> {
    tx.list("WHERE book_id = $1 ORDER BY pool", &[book.into()])
}

/// Users of an organisation who may log in, by name.
pub(super) fn users(tx: &mut Tx<'_>, node: BookId, org: &OrgCode) -> Result<Vec<UserRow>, Fault> {
    let users: Vec<UserRow> =
        tx.list("WHERE book_id = $1 AND org = $2 ORDER BY user_id", &[node.into(), org.into()])?;
    Ok(users.into_iter().filter(|user| user.active).collect())
}
