//! One store over two engines: SQLite in the data folder, or PostgreSQL by URL, chosen at run time with one SQL text.
//! Only this module names a database driver. Domains see [`Tx`] (in a write batch) and [`Read`] (a snapshot).

mod cache;
mod engine;
mod open;
mod postgres;
mod read;
mod scratch;
mod sqlite;
mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tx;
mod value;
mod writer;

pub mod bare;
pub mod copy;
pub mod migrate;

pub use engine::Engine;
pub use open::{Location, Store, size_on_disk};
pub use read::Read;
pub use scratch::Scratch;
pub use table::{Kind, Record, Table};
pub use tx::Tx;
pub use value::{Field, Row, Value};
