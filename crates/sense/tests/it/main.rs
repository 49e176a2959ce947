//! Frames, devices, layouts and series through a book, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod store;
mod world;
