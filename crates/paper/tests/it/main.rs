//! Tests of documents as files: made, opened again by other programs, and compared.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod pdf;
mod sample;
mod sheet;
