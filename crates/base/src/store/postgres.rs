//! The PostgreSQL engine, through the synchronous `postgres` client. Several servers may share one database.

use super::engine::Engine;
use super::value::{Row, Value};
use crate::term::fault::{Fault, FaultKind};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use std::collections::HashMap;
use std::error::Error;

/// A PostgreSQL connection.
pub(super) struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Postgres {
    /// Connects.
    pub(super) fn open(url: &str) -> Result<Self, Fault> {
        let client = Client::connect(url, NoTls)
            .map_err(|e| Fault::of(FaultKind::Retry, format!("PostgreSQL: {e}")))?;
        Ok(Self { client, prepared: HashMap::new() })
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Fault> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| fault(&e).during(sql))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn fault(error: &postgres::Error) -> Fault {
    let kind = match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => FaultKind::Duplicate,
        Some(code)
            if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED =>
        {
            FaultKind::Conflict
        }
        Some(_) => FaultKind::Operator,
        None => FaultKind::Retry,
    };
    let what = error
        .as_db_error()
        .map_or_else(|| error.to_string(), |e| format!("{} {}", e.message(), e.detail().unwrap_or("")));
    Fault::of(kind, format!("PostgreSQL: {what}"))
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Self::Int(n) => n.to_sql(ty, out),
            Self::Text(t) => t.as_ref().to_sql(ty, out),
            Self::Bytes(b) => b.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn row_of(row: &postgres::Row) -> Result<Row, Fault> {
    let text = |e: postgres::Error| fault(&e);
    row.columns()
        .iter()
        .enumerate()
        .map(|(i, column)| match *column.type_() {
            Type::INT8 => Ok(row.try_get::<_, Option<i64>>(i).map_err(text)?.map_or(Value::Null, Value::Int)),
            Type::INT4 => Ok(row
                .try_get::<_, Option<i32>>(i)
                .map_err(text)?
                .map_or(Value::Null, |n| Value::Int(n.into()))),
            Type::BOOL => Ok(row
                .try_get::<_, Option<bool>>(i)
                .map_err(text)?
                .map_or(Value::Null, |b| Value::Int(b.into()))),
            Type::TEXT | Type::VARCHAR => {
                Ok(row.try_get::<_, Option<&str>>(i).map_err(text)?.map_or(Value::Null, Value::from))
            }
            Type::BYTEA => Ok(row
                .try_get::<_, Option<&[u8]>>(i)
                .map_err(text)?
                .map_or(Value::Null, |b| Value::Bytes(b.into()))),
            ref other => Err(Fault::new(format!(
                "PostgreSQL: column “{}” has type {other}, which INRS does not use",
                column.name()
            ))),
        })
        .collect()
}

/// Rows a multi-row INSERT takes at once; few sizes, so that few statements are prepared.
const CHUNKS: [usize; 4] = [256, 32, 4, 1];

impl Engine for Postgres {
    fn begin_write(&mut self) -> Result<(), Fault> {
        self.client.batch_execute("BEGIN").map_err(|e| fault(&e))
    }

    fn begin_read(&mut self) -> Result<(), Fault> {
        self.client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").map_err(|e| fault(&e))
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.client.batch_execute("COMMIT").map_err(|e| fault(&e))
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        self.client.batch_execute("ROLLBACK").map_err(|e| fault(&e))
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|a| a as _).collect();
        self.client.query(&statement, &args).map_err(|e| fault(&e).during(sql))?.iter().map(row_of).collect()
    }

    fn query_each(
        &mut self,
        sql: &str,
        args: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, args).map_err(|e| fault(&e).during(sql))?;
        while let Some(row) = rows.next().map_err(|e| fault(&e))? {
            each(row_of(&row)?)?;
        }
        Ok(())
    }

    fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64, Fault> {
        let statement = self.prepare(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|a| a as _).collect();
        self.client.execute(&statement, &args).map_err(|e| fault(&e).during(sql))
    }

    fn insert_many(&mut self, head: &str, tail: &str, rows: &[Row]) -> Result<(), Fault> {
        let mut rest = rows;
        while let Some(first) = rest.first() {
            let width = first.len();
            // 65,535 parameters are the protocol's limit
            let size = CHUNKS.into_iter().find(|c| *c <= rest.len() && c * width < 60_000).unwrap_or(1);
            let (now, later) = rest.split_at(size);
            rest = later;
            let mut text = String::with_capacity(head.len() + size * width * 7);
            text.push_str(head);
            text.push_str(" VALUES ");
            for r in 0..size {
                let marks: Vec<String> = (1..=width).map(|c| format!("${}", r * width + c)).collect();
                text.push_str(if r == 0 { "(" } else { ", (" });
                text.push_str(&marks.join(","));
                text.push(')');
            }
            text.push_str(tail);
            let statement = self.prepare(&text)?;
            let args: Vec<&(dyn ToSql + Sync)> = now.iter().flatten().map(|a| a as _).collect();
            self.client.execute(&statement, &args).map_err(|e| fault(&e).during(head))?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.client.batch_execute(&sql.replace("{bytes}", "BYTEA")).map_err(|e| fault(&e))
    }

    fn shared(&self) -> bool {
        true
    }
}
