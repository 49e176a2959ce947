//! Tests of the chain through its public face: published vectors, oracles, forgeries, hostile bytes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod hostile;
mod note;
mod oracle;
mod statement;
mod sum;
mod tile;
mod tree;
mod verify;

#[path = "../support/hostile.rs"]
mod support;
