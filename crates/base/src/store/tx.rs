//! A write transaction as domains see it: rows by key from memory or store, rows to write, facts to append. Writes are
//! gathered and go out together at the end of the batch. A job that changes a derived row without a fact is a fault.

use super::cache::{Cache, Slot};
use super::engine::Engine;
use super::table::{Kind, Record, Table};
use super::value::{Row, Value};
use crate::ledger::{Head, Posted};
use crate::term::fault::{Fault, FaultKind};
use crate::term::{BookId, Stop};
use std::sync::Arc;

/// How to take back one step of the running job.
enum Undo {
    Slot(usize, Box<[Value]>, Option<Slot>),
    Fresh(usize),
    Head(BookId, Box<Head>),
    Posted,
}

/// A write transaction, shared by the jobs of one batch, one after another.
pub struct Tx<'a> {
    engine: &'a mut dyn Engine,
    cache: &'a mut Cache,
    undo: Vec<Undo>,
    posted: Vec<Posted>,
    /// Books whose rows this batch has read, with the head it read them under.
    derived_touched: bool,
    facts_in_job: usize,
    flushed_in_job: bool,
    /// True when the batch holds one job and every doubt is to be resolved by asking the store.
    careful: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn new(engine: &'a mut dyn Engine, cache: &'a mut Cache, careful: bool) -> Self {
        Self {
            engine,
            cache,
            undo: Vec::new(),
            posted: Vec::new(),
            derived_touched: false,
            facts_in_job: 0,
            flushed_in_job: false,
            careful,
        }
    }

    /// Whether doubts (is this key used already?) are to be resolved by asking the store now rather than at commit.
    pub fn careful(&self) -> bool {
        self.careful
    }

    /// The record with this key, from memory or the store.
    pub fn get<R: Record>(&mut self, key: &[Value]) -> Result<Option<R>, Fault> {
        self.row(R::TABLE, key)?.map(|row| R::from_row(&row)).transpose()
    }

    /// The record with this key if this writer remembers one; never asks the store.
    pub fn peek<R: Record>(&mut self, key: &[Value]) -> Result<Option<R>, Fault> {
        let slot = self.cache.sheet(R::TABLE).slots.get(key).and_then(|slot| slot.row.clone());
        slot.map(|row| R::from_row(&row)).transpose()
    }

    fn row(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Arc<Row>>, Fault> {
        debug_assert_eq!(key.len(), table.key, "key of {}", table.name);
        if table.kind == Kind::Side {
            return Ok(self.engine.query(&table.sql().select, key)?.pop().map(Arc::new));
        }
        if let Some(slot) = self.cache.sheet(table).slots.get(key) {
            return Ok(slot.row.clone());
        }
        if let (Kind::Derived, Some(Value::Int(book))) = (table.kind, key.first()) {
            self.head(BookId(*book))?; // before the row, so that the head is never newer than the row
        }
        let row = self.engine.query(&table.sql().select, key)?.pop().map(Arc::new);
        self.cache.rows += 1;
        self.cache.sheet(table).slots.insert(key.into(), Slot { row: row.clone(), dirty: false });
        Ok(row)
    }

    /// Writes a record, new or changed.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<(), Fault> {
        let row = record.to_row();
        self.set(R::TABLE, row[..R::TABLE.key].into(), Some(row))
    }

    /// Removes the record with this key.
    pub fn remove<R: Record>(&mut self, key: &[Value]) -> Result<(), Fault> {
        self.set(R::TABLE, key.into(), None)
    }

    fn set(&mut self, table: &'static Table, key: Box<[Value]>, row: Option<Row>) -> Result<(), Fault> {
        self.note(table);
        let at = self.cache.number(table);
        let sheet = &mut self.cache.list[at];
        let old = sheet.slots.insert(key.clone(), Slot { row: row.map(Arc::new), dirty: true });
        match &old {
            Some(slot) if slot.dirty => {}
            _ => sheet.dirty.push(key.clone()),
        }
        if old.is_none() {
            self.cache.rows += 1;
        }
        self.undo.push(Undo::Slot(at, key, old));
        if table.kind == Kind::Side {
            self.flush()?; // side rows are read by SQL only, so they must be in the store
            let sheet = &mut self.cache.list[at];
            self.cache.rows -= sheet.slots.len();
            sheet.slots.clear();
        }
        Ok(())
    }

    /// Writes a record that must not be there yet and is not read back by key: movements, facts. A duplicate is found
    /// at the end of the batch.
    pub fn insert<R: Record>(&mut self, record: &R) -> Result<(), Fault> {
        self.note(R::TABLE);
        let at = self.cache.number(R::TABLE);
        self.cache.list[at].fresh.push(record.to_row());
        self.undo.push(Undo::Fresh(at));
        Ok(())
    }

    /// Like [`Tx::insert`], and remembered for [`Tx::peek`] and [`Tx::get`].
    pub fn insert_remembered<R: Record>(&mut self, record: &R) -> Result<(), Fault> {
        self.insert(record)?;
        let row = record.to_row();
        let key: Box<[Value]> = row[..R::TABLE.key].into();
        let at = self.cache.number(R::TABLE);
        let old =
            self.cache.list[at].slots.insert(key.clone(), Slot { row: Some(Arc::new(row)), dirty: false });
        self.cache.rows += 1;
        self.undo.push(Undo::Slot(at, key, old));
        Ok(())
    }

    fn note(&mut self, table: &'static Table) {
        self.derived_touched |= table.kind == Kind::Derived;
    }

    /// Rows of a statement. Everything gathered so far is written first, so it sees this batch's own changes.
    pub fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault> {
        self.flush()?;
        self.engine.query(sql, args)
    }

    /// Records of a table chosen by the text after its name (`WHERE … ORDER BY …`).
    pub fn list<R: Record>(&mut self, rest: &str, args: &[Value]) -> Result<Vec<R>, Fault> {
        let sql = format!("SELECT {} FROM {} {rest}", R::TABLE.columns.join(", "), R::TABLE.name);
        self.query(&sql, args)?.iter().map(|row| R::from_row(row)).collect()
    }

    /// Runs a statement on side tables (sessions, jobs). Derived and ledger tables are written by record only.
    pub fn exec_side(&mut self, sql: &str, args: &[Value]) -> Result<u64, Fault> {
        self.flush()?;
        self.flushed_in_job = true;
        self.engine.exec(sql, args)
    }

    /// The head of a book.
    pub fn head(&mut self, book: BookId) -> Result<&Head, Fault> {
        if !self.cache.heads.contains_key(&book) {
            let row = self
                .engine
                .query(Head::SELECT, &[book.into()])?
                .pop()
                .ok_or_else(|| Fault::new(format!("there is no book {}", book.0)))?;
            self.cache.heads.insert(book, Head::from_row(&row)?);
        }
        self.cache.heads.get(&book).ok_or_else(|| Fault::new("head vanished"))
    }

    /// Changes the head of a book in memory; the store is changed at the end of the batch, by compare-and-swap.
    pub(crate) fn head_mut(&mut self, book: BookId) -> Result<&mut Head, Fault> {
        let before = self.head(book)?.clone();
        self.undo.push(Undo::Head(book, Box::new(before)));
        self.cache.heads.get_mut(&book).ok_or_else(|| Fault::new("head vanished"))
    }

    /// Records that a fact was appended, for listeners after the commit.
    pub(crate) fn posted(&mut self, posted: Posted) {
        self.facts_in_job += 1;
        self.posted.push(posted);
        self.undo.push(Undo::Posted);
    }

    /// Runs one job; on a refusal its changes are taken back so that its neighbours are untouched (a lone job has no
    /// neighbours: its whole transaction is rolled back).
    /// A fault that cannot be taken back alone is returned as a conflict, and the batch is run again one by one.
    pub(super) fn job<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        self.undo.clear();
        self.derived_touched = false;
        self.facts_in_job = 0;
        self.flushed_in_job = false;
        let outcome = run(self);
        let outcome = match outcome {
            Ok(_) if self.derived_touched && self.facts_in_job == 0 => {
                Err(Stop::Fault(Fault::new("a derived table was changed without a fact")))
            }
            other => other,
        };
        if outcome.is_err() && !self.undo.is_empty() && !self.careful {
            if self.flushed_in_job {
                return Err(Stop::Fault(Fault::of(FaultKind::Conflict, "half a job was written")));
            }
            self.take_back();
        }
        outcome
    }

    fn take_back(&mut self) {
        for step in std::mem::take(&mut self.undo).into_iter().rev() {
            match step {
                Undo::Slot(at, key, Some(slot)) => drop(self.cache.list[at].slots.insert(key, slot)),
                Undo::Slot(at, key, None) => drop(self.cache.list[at].slots.remove(&key)),
                Undo::Fresh(at) => drop(self.cache.list[at].fresh.pop()),
                Undo::Head(book, head) => drop(self.cache.heads.insert(book, *head)),
                Undo::Posted => drop(self.posted.pop()),
            }
        }
    }

    /// Sends everything gathered to the database.
    pub(super) fn flush(&mut self) -> Result<(), Fault> {
        let mut sent = false;
        for sheet in &mut self.cache.list {
            let sql = sheet.table.sql();
            if !sheet.fresh.is_empty() {
                self.engine.insert_many(&sql.insert_head, "", &sheet.fresh)?;
                sheet.fresh.clear();
                sent = true;
            }
            if sheet.dirty.is_empty() {
                continue;
            }
            let mut changed: Vec<Row> = Vec::with_capacity(sheet.dirty.len());
            for key in sheet.dirty.drain(..) {
                let Some(slot) = sheet.slots.get_mut(&key) else { continue };
                if !std::mem::take(&mut slot.dirty) {
                    continue;
                }
                match &slot.row {
                    Some(row) => changed.push(row.as_ref().clone()),
                    None => drop(self.engine.exec(&sql.delete, &key)?),
                }
                sent = true;
            }
            self.engine.insert_many(&sql.insert_head, &sql.upsert_tail, &changed)?;
        }
        self.flushed_in_job |= sent;
        Ok(())
    }

    /// Ends the batch: writes what is gathered, swaps the heads, and checks every book that was only read.
    pub(super) fn seal(mut self) -> Result<Vec<Posted>, Fault> {
        self.flush()?;
        let mut read_only = Vec::new();
        for head in self.cache.heads.values() {
            if head.changed() {
                head.swap(self.engine)?;
            } else {
                read_only.push((head.book, head.size()));
            }
        }
        if self.engine.shared() {
            check_unmoved(self.engine, &read_only)?;
        }
        Ok(self.posted)
    }
}

/// That the books a batch has only read still stand where they stood when it read them.
fn check_unmoved(engine: &mut dyn Engine, books: &[(BookId, i64)]) -> Result<(), Fault> {
    for part in books.chunks(500) {
        let marks: Vec<String> = (1..=part.len()).map(|i| format!("${i}")).collect();
        let sql = format!("SELECT id, size FROM book WHERE id IN ({})", marks.join(","));
        let args: Vec<Value> = part.iter().map(|(book, _)| Value::from(*book)).collect();
        for row in engine.query(&sql, &args)? {
            let (id, size) = (BookId(row[0].to()?), row[1].to::<i64>()?);
            if part.iter().any(|(book, seen)| *book == id && *seen != size) {
                return Err(Fault::of(FaultKind::Conflict, "another server moved a book that was read"));
            }
        }
    }
    Ok(())
}
