//! The limit a benchmark compares with: the same rows written by a bare loop over the driver, without acts, proofs or
//! HTTP. Never used by a node.

use super::engine::Engine;
use super::table::Table;
use super::value::{Row, Value};
use super::{Location, migrate, open};
use crate::term::Fault;
use std::collections::HashMap;

/// What one act writes.
#[derive(Default)]
pub struct Rows {
    /// Rows that are new.
    pub fresh: Vec<(&'static Table, Row)>,
    /// Rows that are written over: of one key in a batch the last counts, as in a node.
    pub changed: Vec<(&'static Table, Row)>,
}

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
    let all =
        |act: &'_ Rows| act.fresh.iter().chain(&act.changed).map(|(table, _)| table.name).collect::<Vec<_>>();
    let mut tables: Vec<&str> = acts.iter().flat_map(all).collect();
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
    let mut fresh: Vec<(&'static Table, Vec<Row>)> = Vec::new();
    for (table, row) in acts.iter().flat_map(|act| &act.fresh) {
        match fresh.iter_mut().find(|(known, _)| known.name == table.name) {
            Some((_, rows)) => rows.push(row.clone()),
            None => fresh.push((table, vec![row.clone()])),
        }
    }
    for (table, rows) in fresh {
        engine.insert_many(&table.sql().insert_head, "", &rows)?;
    }
    let mut changed: Vec<(&'static Table, HashMap<&[Value], &Row>)> = Vec::new();
    for (table, row) in acts.iter().flat_map(|act| &act.changed) {
        match changed.iter_mut().find(|(known, _)| known.name == table.name) {
            Some((_, rows)) => drop(rows.insert(table.key_of(row), row)),
            None => changed.push((table, HashMap::from([(table.key_of(row), row)]))),
        }
    }
    for (table, rows) in changed {
        let rows: Vec<Row> = rows.into_values().cloned().collect();
        engine.insert_many(&table.sql().insert_head, &table.sql().upsert_tail, &rows)?;
    }
    Ok(())
}
