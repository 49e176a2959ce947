//! What one writer remembers between batches: rows and book heads. A remembered row is true as long as its book's head
//! is: the head's compare-and-swap (and, where several servers write, a check of every book read) proves it at commit.

use super::table::Table;
use super::value::{Row, Value};
use crate::ledger::Head;
use crate::term::BookId;
use hashbrown::HashMap;
use std::sync::Arc;

/// Rows remembered at most; beyond it the writer forgets everything between two batches (about 200 MB).
const ROWS_MAX: usize = 400_000;

/// A remembered row; `None` means that the store has no such row.
#[derive(Clone)]
pub(super) struct Slot {
    pub row: Option<Arc<Row>>,
    pub dirty: bool,
}

/// One table's remembered rows and what of it must be written at the end of the batch.
pub(super) struct Sheet {
    pub table: &'static Table,
    pub slots: HashMap<Box<[Value]>, Slot>,
    /// Keys of slots that became dirty in this batch (a slot may have been cleaned again by an undo).
    pub dirty: Vec<Box<[Value]>>,
    /// Rows to insert that must not be there yet.
    pub fresh: Vec<Row>,
}

/// The memory of one writer.
#[derive(Default)]
pub(super) struct Cache {
    /// By the address of the declaration: two record types may read one table by different keys.
    sheets: HashMap<usize, usize>,
    pub list: Vec<Sheet>,
    pub heads: HashMap<BookId, Head>,
    pub rows: usize,
}

impl Cache {
    /// The sheet of a table.
    pub fn sheet(&mut self, table: &'static Table) -> &mut Sheet {
        let at = self.number(table);
        &mut self.list[at]
    }

    /// The number of a table's sheet.
    pub fn number(&mut self, table: &'static Table) -> usize {
        if let Some(at) = self.sheets.get(&address(table)) {
            return *at;
        }
        self.list.push(Sheet { table, slots: HashMap::new(), dirty: Vec::new(), fresh: Vec::new() });
        self.sheets.insert(address(table), self.list.len() - 1);
        self.list.len() - 1
    }

    /// Forgets everything: after a lost race, a fault, or when memory is full.
    pub fn clear(&mut self) {
        for sheet in &mut self.list {
            sheet.slots.clear();
            sheet.dirty.clear();
            sheet.fresh.clear();
        }
        self.heads.clear();
        self.rows = 0;
    }

    /// Called after a commit: what was written is now what the store holds.
    pub fn settled(&mut self) {
        for head in self.heads.values_mut() {
            head.settled();
        }
        if self.rows > ROWS_MAX {
            self.clear();
        }
    }
}

fn address(table: &'static Table) -> usize {
    std::ptr::from_ref(table) as usize
}
