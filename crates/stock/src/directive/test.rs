//! Decisions about directives as tables.
