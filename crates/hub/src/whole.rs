//! What the domains add up to: every table of a store, and the one projection that turns any fact into derived rows.
//! Replay, backup and restore know the domains only through this list.

use base::ledger::Entry;
use base::store::{Table, Tx};
use base::term::{BookId, Fault};

/// Every table of a store, in the order in which a copy writes them.
pub fn tables() -> Vec<&'static Table> {
    let mut tables = base::ledger::tables();
    tables.extend(base::identity::tables());
    tables.extend(stock::replay::tables());
    tables.extend(sense::replay::tables());
    tables.extend(crate::alert::tables());
    tables.extend(crate::statement::tables());
    tables
}

/// Writes the derived rows that follow from a fact, whatever domain it belongs to. Facts that only tell (a statement
/// was made, somebody logged in) have none.
pub fn project(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<(), Fault> {
    let known = base::identity::project(tx, book, entry)?
        || stock::replay::project(tx, book, entry)?
        || sense::replay::project(tx, book, entry)?
        || crate::alert::project(tx, book, entry)?
        || entry.act == crate::statement::ACT;
    if known { Ok(()) } else { Err(Fault::new(format!("no domain knows the act “{}”", entry.act))) }
}
