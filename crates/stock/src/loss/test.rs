//! Decisions about losss as tables.
