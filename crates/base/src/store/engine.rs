//! What the store asks of a database connection. Two engines implement it; nothing above this line knows which.

use super::value::{Row, Value};
use crate::term::Fault;

/// One connection to a database, used by one thread at a time.
pub trait Engine: Send {
    /// Starts a transaction that may write.
    fn begin_write(&mut self) -> Result<(), Fault>;
    /// Starts a read-only transaction that sees one moment.
    fn begin_read(&mut self) -> Result<(), Fault>;
    /// Makes the transaction durable.
    fn commit(&mut self) -> Result<(), Fault>;
    /// Undoes the transaction.
    fn rollback(&mut self) -> Result<(), Fault>;
    /// Rows of a statement with `$1 …` parameters.
    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Fault>;
    /// Rows handed on one by one, for results of any size; stops when `each` fails.
    fn query_each(
        &mut self,
        sql: &str,
        args: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault>;
    /// Runs a statement; how many rows it changed.
    fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64, Fault>;
    /// Inserts many rows: `head VALUES (…), (…) tail`.
    fn insert_many(&mut self, head: &str, tail: &str, rows: &[Row]) -> Result<(), Fault>;
    /// Runs several statements that take no parameters (migrations). `{bytes}` stands for the type of bytes.
    fn script(&mut self, sql: &str) -> Result<(), Fault>;
    /// Whether other processes may write the same database at the same time.
    fn shared(&self) -> bool;
}
