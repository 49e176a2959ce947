//! The content store over HTTP: photographs and papers in, under the digest of their bytes; and out again.

pub mod put;
pub mod show;
