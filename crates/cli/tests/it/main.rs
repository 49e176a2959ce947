//! Tests of the `inrs` binary as its users run it.

mod crash;
mod import;
mod risk;
mod solve;
