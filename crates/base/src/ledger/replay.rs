//! Replay: every derived row is computed again from the facts in a scratch store and compared with what the live store
//! holds, row by row. It changes nothing in the live store.

use super::book::Book;
use super::fact::Entry;
use crate::store::{Kind, Read, Row, Scratch, Store, Table, Tx, Value};
use crate::term::BookId;
use crate::term::fault::Fault;
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the derived rows that follow from one fact. Domains provide it; the live write path uses the same code.
pub type Projector<'p> = dyn Fn(&mut Tx<'_>, BookId, &Entry<'_>) -> Result<(), Fault> + 'p;

/// A derived row that is not what the facts say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The key of the row, column by column.
    pub key: Row,
    /// The row the live store holds.
    pub stored: Option<Row>,
    /// The row that follows from the facts.
    pub computed: Option<Row>,
}

/// Differences reported at most.
const REPORTED_MAX: usize = 100;
/// Facts projected in one scratch transaction.
const STEP: i64 = 4000;

/// Replays every book into `scratch` (an empty folder) and compares the derived `tables`. `progress` hears how many
/// facts are done. Returns the number of facts, of rows compared, and the first differences.
pub fn replay(
    live: &Store,
    scratch: &Path,
    tables: &[&'static Table],
    project: &Projector<'_>,
    progress: &mut dyn FnMut(i64),
) -> Result<(i64, i64, Vec<Difference>), Fault> {
    let derived: Vec<_> = tables.iter().copied().filter(|table| table.kind == Kind::Derived).collect();
    live.read(|read| {
        let books = Book::all(read)?;
        let mut copy = Scratch::new(scratch)?;
        copy.adopt(&books)?;
        let mut facts = 0;
        for book in &books {
            facts += project_book(read, &mut copy, book, project, &mut |n| progress(facts + n))?;
        }
        let (mut rows, mut differences) = (0, Vec::new());
        for table in derived {
            for book in &books {
                rows += compare(read, &mut copy, table, book.id, &mut differences)?;
            }
            orphans(read, table, &books, &mut differences)?;
        }
        Ok((facts, rows, differences))
    })
}

fn project_book(
    read: &mut Read<'_>,
    copy: &mut Scratch,
    book: &Book,
    project: &Projector<'_>,
    progress: &mut dyn FnMut(i64),
) -> Result<i64, Fault> {
    let mut from = 0;
    loop {
        let part = super::read::facts(read, book.id, from, STEP)?;
        if part.is_empty() {
            return Ok(from);
        }
        copy.run(|tx| {
            for fact in &part {
                let entry = Entry::parse(&fact.entry)
                    .map_err(|e| Fault::new(format!("book {} entry {}: {e}", book.org, fact.n)))?;
                project(tx, book.id, &entry)
                    .map_err(|f| f.during(format!("book {} entry {}", book.org, fact.n)))?;
            }
            Ok(())
        })?;
        from += part.len() as i64;
        progress(from);
    }
}

fn rows_of(
    query: &mut dyn FnMut(&str, &[Value]) -> Result<Vec<Row>, Fault>,
    table: &Table,
    book: BookId,
) -> Result<BTreeMap<Row, Row>, Fault> {
    let sql =
        format!("SELECT {} FROM {} WHERE {} = $1", table.columns.join(", "), table.name, table.columns[0]);
    let rows = query(&sql, &[book.into()])?;
    Ok(rows.into_iter().map(|row| (table.key_of(&row).to_vec(), row)).collect())
}

fn compare(
    read: &mut Read<'_>,
    copy: &mut Scratch,
    table: &'static Table,
    book: BookId,
    differences: &mut Vec<Difference>,
) -> Result<i64, Fault> {
    let mut stored = rows_of(&mut |sql, args| read.query(sql, args), table, book)?;
    let computed = rows_of(&mut |sql, args| copy.query(sql, args), table, book)?;
    let count = computed.len() as i64;
    let mut differ = |key: Row, stored: Option<Row>, computed: Option<Row>| {
        if differences.len() < REPORTED_MAX {
            differences.push(Difference { table: table.name, key, stored, computed });
        }
    };
    for (key, row) in computed {
        match stored.remove(&key) {
            Some(held) if held == row => {}
            held => differ(key, held, Some(row)),
        }
    }
    for (key, row) in stored {
        differ(key, Some(row), None);
    }
    Ok(count)
}

/// Rows of books that do not exist.
fn orphans(
    read: &mut Read<'_>,
    table: &'static Table,
    books: &[Book],
    differences: &mut Vec<Difference>,
) -> Result<(), Fault> {
    let column = table.columns[0];
    let sql = format!("SELECT DISTINCT {column} FROM {}", table.name);
    for row in read.query(&sql, &[])? {
        if !books.iter().any(|book| Value::from(book.id) == row[0]) && differences.len() < REPORTED_MAX {
            differences.push(Difference {
                table: table.name,
                key: row.clone(),
                stored: Some(row),
                computed: None,
            });
        }
    }
    Ok(())
}
