//! Tests of the brain on real data, and the pages they keep fresh.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod bits;
mod crises;
mod quakes;
