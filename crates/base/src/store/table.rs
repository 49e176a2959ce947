//! What a table is to the store: its name, its columns, how many of them are the key, and whether its rows follow
//! from facts. The SQL for reading and writing whole rows is made here, once.

use super::value::{Row, Value};
use crate::term::Fault;
use std::sync::OnceLock;

/// Where a table's rows come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Computed from the facts of the book named in the first column; rebuilt and compared by `replay --check`.
    Derived,
    /// The books themselves: facts, heads, tiles, checkpoints.
    Ledger,
    /// Neither: sessions, secrets, personal data, jobs. The only kind that may change without a fact.
    Side,
}

/// A table. Declared once as a `static`, beside the record type it holds.
pub struct Table {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its columns, key columns first.
    pub columns: &'static [&'static str],
    /// How many leading columns are the key.
    pub key: usize,
    /// Where its rows come from.
    pub kind: Kind,
    sql: OnceLock<Sql>,
}

/// The statements that read and write whole rows of one table.
pub(super) struct Sql {
    pub select: String,
    pub insert_head: String,
    pub upsert_tail: String,
    pub delete: String,
}

impl Table {
    /// A table declaration.
    pub const fn new(name: &'static str, kind: Kind, key: usize, columns: &'static [&'static str]) -> Self {
        Self { name, columns, key, kind, sql: OnceLock::new() }
    }

    /// The key of a row.
    pub fn key_of<'r>(&self, row: &'r [Value]) -> &'r [Value] {
        &row[..self.key]
    }

    /// The names of the key columns, comma separated: the order in which rows are compared and copied.
    pub fn key_list(&self) -> String {
        self.columns[..self.key].join(", ")
    }

    pub(super) fn sql(&self) -> &Sql {
        self.sql.get_or_init(|| {
            let all = self.columns.join(", ");
            let (key, rest) = self.columns.split_at(self.key);
            let by_key: Vec<String> =
                key.iter().enumerate().map(|(i, c)| format!("{c} = ${}", i + 1)).collect();
            let by_key = by_key.join(" AND ");
            let set: Vec<String> = rest.iter().map(|c| format!("{c} = excluded.{c}")).collect();
            let action = if set.is_empty() {
                "DO NOTHING".to_owned()
            } else {
                format!("DO UPDATE SET {}", set.join(", "))
            };
            Sql {
                select: format!("SELECT {all} FROM {} WHERE {by_key}", self.name),
                insert_head: format!("INSERT INTO {} ({all})", self.name),
                upsert_tail: format!(" ON CONFLICT ({}) {action}", key.join(", ")),
                delete: format!("DELETE FROM {} WHERE {by_key}", self.name),
            }
        })
    }
}

/// A Rust type whose values are the rows of one table.
pub trait Record: Sized {
    /// The table.
    const TABLE: &'static Table;
    /// The row, in column order.
    fn to_row(&self) -> Row;
    /// The record in a row.
    fn from_row(row: &[Value]) -> Result<Self, Fault>;
}

/// Declares a struct as the record of a table: `record! { /// doc  pub struct Lot in "stock_lot", Derived, key 2 { field: Type, … } }`.
/// Field order is column order; field names are column names.
#[macro_export]
macro_rules! record {
    ($(#[$doc:meta])* pub struct $name:ident in $table:literal, $kind:ident, key $key:literal {
        $($(#[$field_doc:meta])* $field:ident : $type:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type),*
        }

        impl $crate::store::Record for $name {
            const TABLE: &'static $crate::store::Table = {
                static TABLE: $crate::store::Table =
                    $crate::store::Table::new($table, $crate::store::Kind::$kind, $key, &[$(stringify!($field)),*]);
                &TABLE
            };

            fn to_row(&self) -> $crate::store::Row {
                vec![$($crate::store::Field::to_value(&self.$field)),*]
            }

            fn from_row(row: &[$crate::store::Value]) -> Result<Self, $crate::term::Fault> {
                let mut values = row.iter();
                Ok(Self {
                    $($field: $crate::store::Field::from_value(
                        values.next().ok_or_else(|| $crate::term::Fault::new(concat!("row of ", $table, " is too short")))?
                    ).map_err(|fault| fault.during(concat!($table, ".", stringify!($field))))?),*
                })
            }
        }
    };
}
