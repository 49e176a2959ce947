//! A read-only view of the store at one moment.

use super::engine::Engine;
use super::table::Record;
use super::value::{Row, Value};
use crate::term::Fault;

/// A snapshot.
pub struct Read<'a> {
    pub(super) engine: &'a mut dyn Engine,
}

impl Read<'_> {
    /// Rows of a statement with `$1 …` parameters.
    pub fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault> {
        self.engine.query(sql, args)
    }

    /// Rows handed on one by one, for results of any size.
    pub fn each(
        &mut self,
        sql: &str,
        args: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.engine.query_each(sql, args, each)
    }

    /// The record with this key.
    pub fn get<R: Record>(&mut self, key: &[Value]) -> Result<Option<R>, Fault> {
        self.engine.query(&R::TABLE.sql().select, key)?.pop().map(|row| R::from_row(&row)).transpose()
    }

    /// Records of a table chosen by the text after its name (`WHERE … ORDER BY … LIMIT …`).
    pub fn list<R: Record>(&mut self, rest: &str, args: &[Value]) -> Result<Vec<R>, Fault> {
        let sql = format!("SELECT {} FROM {} {rest}", R::TABLE.columns.join(", "), R::TABLE.name);
        self.engine.query(&sql, args)?.iter().map(|row| R::from_row(row)).collect()
    }

    /// One integer of one row, 0 when there is no row: counts and sums.
    pub fn number(&mut self, sql: &str, args: &[Value]) -> Result<i64, Fault> {
        match self.engine.query(sql, args)?.first().and_then(|row| row.first()) {
            Some(Value::Int(n)) => Ok(*n),
            _ => Ok(0),
        }
    }
}
