//! The embedded engine: SQLite through rusqlite, WAL, synchronous=FULL. One process owns the folder.

use super::engine::Engine;
use super::value::{Row, Value};
use crate::term::fault::{Fault, FaultKind};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use std::collections::HashMap;
use std::path::Path;

/// A SQLite connection.
pub(super) struct Sqlite {
    connection: Connection,
    /// `$1` texts and their `?1` form. SQLite numbers `$n` by first appearance, so binding `$2 … $1` by position is
    /// silently wrong; `?n` is numbered by n.
    rewritten: HashMap<String, String>,
}

impl Sqlite {
    /// Opens (and creates) a database file for writing, or an existing one for reading.
    pub(super) fn open(path: &Path, writable: bool) -> Result<Self, Fault> {
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= if writable {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(512);
        let pragmas = if writable {
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; \
             PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;"
        } else {
            "PRAGMA busy_timeout=10000; PRAGMA cache_size=-16384; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON;"
        };
        connection.execute_batch(pragmas).map_err(fault)?;
        Ok(Self { connection, rewritten: HashMap::new() })
    }

    fn numbered(&mut self, sql: &str) -> String {
        if let Some(done) = self.rewritten.get(sql) {
            return done.clone();
        }
        let done = sql.replace('$', "?");
        self.rewritten.insert(sql.to_owned(), done.clone());
        done
    }
}

fn fault(error: rusqlite::Error) -> Fault {
    let kind = match &error {
        rusqlite::Error::SqliteFailure(e, _) => match (e.code, e.extended_code) {
            (ErrorCode::ConstraintViolation, 1555 | 2067) => FaultKind::Duplicate,
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull, _) => {
                FaultKind::Retry
            }
            _ => FaultKind::Operator,
        },
        _ => FaultKind::Operator,
    };
    Fault::of(kind, format!("SQLite: {error}"))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
            Self::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

fn row_of(row: &rusqlite::Row<'_>, width: usize) -> Result<Row, Fault> {
    (0..width)
        .map(|i| match row.get_ref(i).map_err(fault)? {
            ValueRef::Null => Ok(Value::Null),
            ValueRef::Integer(n) => Ok(Value::Int(n)),
            ValueRef::Text(t) => std::str::from_utf8(t)
                .map(Value::from)
                .map_err(|_| Fault::new("SQLite: text that is not UTF-8")),
            ValueRef::Blob(b) => Ok(Value::Bytes(b.into())),
            ValueRef::Real(_) => Err(Fault::new("SQLite: a float where none may be")),
        })
        .collect()
}

impl Engine for Sqlite {
    fn begin_write(&mut self) -> Result<(), Fault> {
        self.exec("BEGIN IMMEDIATE", &[]).map(drop)
    }

    fn begin_read(&mut self) -> Result<(), Fault> {
        self.exec("BEGIN DEFERRED", &[]).map(drop)
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.exec("COMMIT", &[]).map(drop)
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        if self.connection.is_autocommit() {
            return Ok(()); // SQLite has already rolled back by itself after some errors
        }
        self.exec("ROLLBACK", &[]).map(drop)
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        self.query_each(sql, args, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    fn query_each(
        &mut self,
        sql: &str,
        args: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let text = self.numbered(sql);
        let mut statement = self.connection.prepare_cached(&text).map_err(|e| fault(e).during(sql))?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(args)).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            each(row_of(row, width)?)?;
        }
        Ok(())
    }

    fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64, Fault> {
        let text = self.numbered(sql);
        let mut statement = self.connection.prepare_cached(&text).map_err(|e| fault(e).during(sql))?;
        let changed =
            statement.execute(rusqlite::params_from_iter(args)).map_err(|e| fault(e).during(sql))?;
        Ok(changed as u64)
    }

    fn insert_many(&mut self, head: &str, tail: &str, rows: &[Row]) -> Result<(), Fault> {
        let Some(first) = rows.first() else { return Ok(()) };
        let marks: Vec<String> = (1..=first.len()).map(|i| format!("?{i}")).collect();
        let text = format!("{head} VALUES ({}){tail}", marks.join(", "));
        let mut statement = self.connection.prepare_cached(&text).map_err(|e| fault(e).during(head))?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).map_err(|e| fault(e).during(head))?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.connection.execute_batch(&sql.replace("{bytes}", "BLOB")).map_err(fault)
    }

    fn shared(&self) -> bool {
        false
    }
}
