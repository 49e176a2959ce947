//! A small synthetic nation in a fresh store.

use base::ledger::{Book, NodeKeys};
use base::store::testing::TestStore;
use base::term::{BookId, Instant};
use pack::Catalogue;
use sim::{Built, Scale};
use std::sync::Arc;

/// Twelve storing units in two provinces, four months.
pub const TINY: Scale =
    Scale { provinces: 2, depots: 12, positions: 4, months: 4, movements: 1, accounts: 2 };
/// The present of the tiny nation.
pub const NOW: Instant = Instant(1_790_000_000_000_000);

/// The built-in packs.
pub fn packs() -> Arc<Catalogue> {
    Arc::new(pack::builtin::catalogue().unwrap())
}

/// The keys of the tiny nation's node.
pub fn keys() -> Arc<NodeKeys> {
    Arc::new(NodeKeys::from_seed([3; 32]))
}

/// Builds the tiny nation and signs its books.
pub fn tiny(store: &TestStore) -> Built {
    let built = sim::build(store, &packs(), TINY, 1, NOW, &mut |_| {}).unwrap();
    let books: Vec<BookId> = store.read(Book::all).unwrap().iter().map(|book| book.id).collect();
    let keys = keys();
    store.write(1, move |tx| base::ledger::sign_checkpoints(tx, &keys, NOW, &books)).unwrap();
    built
}
