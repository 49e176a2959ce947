//! Copying a whole store, table by table, between any two engines: backup, restore and moving from one engine to the
//! other are this one function.

use super::open::Store;
use super::sqlite::Sqlite;
use super::{engine::Engine, migrate, open, postgres::Postgres, table::Table, value::Row};
use crate::store::Location;
use crate::term::Fault;
use std::path::Path;

/// Rows sent at once.
const CHUNK: usize = 2000;

/// Copies every row of `tables` from one moment of `from` into the empty store at `to`; how many rows.
pub fn all(
    from: &Store,
    to: &Location,
    tables: &[&'static Table],
    progress: &mut dyn FnMut(i64),
) -> Result<i64, Fault> {
    let mut target: Box<dyn Engine> = match to {
        Location::Folder(folder) => {
            std::fs::create_dir_all(folder).map_err(|e| Fault::new(format!("{}: {e}", folder.display())))?;
            Box::new(Sqlite::open(&open::file_in(folder), true)?)
        }
        Location::Postgres(url) => Box::new(Postgres::open(url)?),
    };
    into(from, target.as_mut(), tables, progress)
}

/// The same into a single SQLite file.
pub fn to_file(
    from: &Store,
    file: &Path,
    tables: &[&'static Table],
    progress: &mut dyn FnMut(i64),
) -> Result<i64, Fault> {
    let mut target = Sqlite::open(file, true)?;
    let rows = into(from, &mut target, tables, progress)?;
    // one plain file, without a journal beside it
    target.script("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;")?;
    Ok(rows)
}

fn into(
    from: &Store,
    target: &mut dyn Engine,
    tables: &[&'static Table],
    progress: &mut dyn FnMut(i64),
) -> Result<i64, Fault> {
    migrate::up(target)?;
    let mut total = 0;
    from.read(|read| {
        for table in tables {
            let held = target.query(&format!("SELECT 1 FROM {} LIMIT 1", table.name), &[])?;
            if !held.is_empty() {
                return Err(Fault::new(format!(
                    "the target already holds rows of {}: copy into an empty store",
                    table.name
                )));
            }
            let columns = table.columns.join(", ");
            let head = format!("INSERT INTO {} ({columns})", table.name);
            let sql = format!("SELECT {columns} FROM {} ORDER BY {}", table.name, table.key_list());
            let mut part: Vec<Row> = Vec::with_capacity(CHUNK);
            target.begin_write()?;
            read.each(&sql, &[], &mut |row| {
                part.push(row);
                if part.len() == CHUNK {
                    target.insert_many(&head, "", &part)?;
                    total += CHUNK as i64;
                    progress(total);
                    part.clear();
                }
                Ok(())
            })?;
            target.insert_many(&head, "", &part)?;
            total += part.len() as i64;
            target.commit()?;
            progress(total);
        }
        Ok(total)
    })
}
