//! The limit a benchmark compares with: the same rows written by a bare loop over the driver, without acts, proofs or
//! HTTP. Never used by a node.

use super::engine::Engine;
use super::table::Table;
use super::value::Row;
use super::{Location, migrate, open};
use crate::term::Fault;

/// Rows of one act, by table.
pub type Rows = Vec<(&'static Table, Row)>;

/// Writes the rows of `acts` into a store of its own, emptied first, `batch` acts in one durable transaction. Stops early when `enough`
/// says so; how many acts were written.
pub fn write(
    to: &Location,
    acts: &[Rows],
    batch: usize,
    enough: &mut dyn FnMut() -> bool,
) -> Result<usize, Fault> {
    let mut engine = open::connect(to)?;
    migrate::up(engine.as_mut())?;
    // the same store may serve several measurements in turn
    let mut tables: Vec<&str> = acts.iter().flatten().map(|(table, _)| table.name).collect();
    tables.sort_unstable();
    tables.dedup();
    for table in tables {
        engine.exec(&format!("DELETE FROM {table}"), &[])?;
    }
    let mut done = 0;
    for part in acts.chunks(batch.max(1)) {
        engine.begin_write()?;
        insert(engine.as_mut(), part)?;
        engine.commit()?;
        done += part.len();
        if enough() {
            break;
        }
    }
    Ok(done)
}

fn insert(engine: &mut dyn Engine, acts: &[Rows]) -> Result<(), Fault> {
    let mut by_table: Vec<(&'static Table, Vec<Row>)> = Vec::new();
    for (table, row) in acts.iter().flatten() {
        match by_table.iter_mut().find(|(known, _)| known.name == table.name) {
            Some((_, rows)) => rows.push(row.clone()),
            None => by_table.push((table, vec![row.clone()])),
        }
    }
    for (table, rows) in by_table {
        engine.insert_many(&table.sql().insert_head, "", &rows)?;
    }
    Ok(())
}
