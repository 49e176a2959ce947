//! Tests of the chain through its public face: published vectors, oracles, forgeries, hostile bytes.

mod note;
mod oracle;
mod sum;
mod tile;
mod tree;
mod verify;
