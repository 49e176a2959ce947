//! What the HTTP edge promises, in one binary: the contract, who gets in, receipts, streams, logs that verify.

mod contract;
mod edge;
mod gate;
mod log;
mod world;
