//! The books: how a fact becomes an entry, how a head moves, what a receipt and a checkpoint are, and how anybody reads
//! a book back. Facts are only ever appended; nothing here can change or drop one.

mod act;
mod book;
mod fact;
mod head;
mod keys;
mod read;
mod replay;
mod sign;

pub use act::{ActRow, Done, Refused, is_done, once};
pub use book::{Book, NewBook, home, open_book};
pub use fact::{Draft, Entry, FactRow, Header, append};
pub use head::Head;
pub use keys::NodeKeys;
pub use read::{
    checkpoint_at, consistency, earlier_checkpoints, entry, facts, inclusion, latest_checkpoint, recent,
    tile_bytes, tile_hashes, total,
};
pub use replay::{Difference, Projector, replay};
pub use sign::{CheckpointRow, sign_checkpoints, unsigned};

use crate::store::Table;
use crate::term::{BookId, Instant, OrgCode};

/// A fact that a commit has made durable: what an act's caller is given, and what listeners hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The book.
    pub book: BookId,
    /// The organisation that owns it.
    pub org: OrgCode,
    /// The entry's index in the book.
    pub n: i64,
    /// The fact's instant.
    pub at: Instant,
    /// The act.
    pub act: std::sync::Arc<str>,
    /// RFC 6962 leaf hash, SHA-256.
    pub sha256: chain::Hash,
    /// RFC 6962 leaf hash, SM3.
    pub sm3: chain::Hash,
}

/// Every ledger table, in the order in which a copy must write them.
pub fn tables() -> Vec<&'static Table> {
    use crate::store::Record;
    vec![Book::TABLE, FactRow::TABLE, act::ActRow::TABLE, head::TileRow::TABLE, CheckpointRow::TABLE]
}
