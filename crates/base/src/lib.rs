//! base

pub mod policy;
