//! Tests of the store and the books, each on both engines.

mod ledger;
