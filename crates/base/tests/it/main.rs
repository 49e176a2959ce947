//! Tests of the store, the books and of who gets in, each on both engines.

mod identity;
mod ledger;
