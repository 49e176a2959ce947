//! A throw-away SQLite store in which facts are projected again. Not durable, no writer thread, no facts appended.

use super::cache::Cache;
use super::engine::Engine;
use super::migrate;
use super::sqlite::Sqlite;
use super::tx::Tx;
use super::value::{Row, Value};
use crate::ledger::Book;
use crate::store::Record;
use crate::term::Fault;
use std::path::Path;

/// A scratch store.
pub struct Scratch {
    engine: Sqlite,
    cache: Cache,
}

impl Scratch {
    /// A fresh store in an empty folder.
    pub fn new(folder: &Path) -> Result<Self, Fault> {
        std::fs::create_dir_all(folder)
            .map_err(|e| Fault::new(format!("scratch folder {}: {e}", folder.display())))?;
        let mut engine = Sqlite::open(&folder.join("scratch.db"), true)?;
        engine.script("PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;")?;
        migrate::up(&mut engine)?;
        Ok(Self { engine, cache: Cache::default() })
    }

    /// Takes over the heads of books, so that rows can name them.
    pub fn adopt(&mut self, books: &[Book]) -> Result<(), Fault> {
        self.engine.begin_write()?;
        let rows: Vec<Row> = books.iter().map(Record::to_row).collect();
        let head = format!("INSERT INTO book ({})", Book::columns().join(", "));
        self.engine.insert_many(&head, "", &rows)?;
        self.engine.commit()
    }

    /// Runs one step of projection in a transaction of its own.
    pub fn run(&mut self, step: impl FnOnce(&mut Tx<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        self.engine.begin_write()?;
        let mut tx = Tx::new(&mut self.engine, &mut self.cache, true);
        step(&mut tx)?;
        tx.flush()?;
        self.engine.commit()?;
        self.cache.settled();
        Ok(())
    }

    /// Rows of a statement.
    pub fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault> {
        self.engine.query(sql, args)
    }
}
