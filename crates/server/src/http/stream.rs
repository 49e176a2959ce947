//! What changes, told as it happens.

pub mod changes;
