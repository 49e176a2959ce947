//! Tests of the `inrs` binary as its users run it.

mod crash;
mod drill;
mod import;
mod risk;
mod solve;
