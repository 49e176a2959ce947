//! What the HTTP edge promises, in one binary: the contract, who gets in, receipts, streams, logs that verify.

mod act;
mod check;
mod contract;
mod cost;
mod disposal;
mod edge;
mod emergency;
mod fuzz;
mod gate;
mod import;
mod keeping;
mod log;
mod play;
mod property;
mod relief;
mod rotation;
mod sense;
mod trip;
mod violation;
mod world;
mod year;
