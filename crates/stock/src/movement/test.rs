//! Decisions about movements as tables.
