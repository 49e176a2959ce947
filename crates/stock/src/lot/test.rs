//! Decisions about lots as tables.
