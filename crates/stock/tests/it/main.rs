//! Store tests of stock on both engines: every act through the books, and at the end of each test the five ledgers agree and
//! replay gives the same rows.

mod acts;
mod race;
mod random;
mod world;
