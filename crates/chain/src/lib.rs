//! The chain: RFC 6962 trees, C2SP tiles, checkpoints and notes, proofs, sum trees and the independent check of a book,
//! each over SHA-256 + Ed25519 and over SM3 + SM2.
//! Bytes in, value out: this crate never reads a file, a clock, a random source or a network.
//!
//! Formats are written down for strangers in `docs/spec/`.

pub mod suite;

pub mod range;
pub mod tile;

pub mod note;

pub mod checkpoint;
pub mod proof;
pub mod receipt;

pub mod sum;

pub mod statement;

pub mod verify;

mod text;

pub use suite::{Hash, Sha256Suite, Sm3Suite, Suite, empty_root, leaf_hash, node_hash};
