//! Store tests of stock on both engines: every act through the books, and at the end of each test the five ledgers agree and
//! replay gives the same rows.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod acts;
mod check;
mod cost;
mod keeping;
mod property;
mod race;
mod random;
mod relief;
mod road;
mod rotation;
mod second;
mod trip;
mod world;
