//! Optimisation where the problem is a network: minimum-cost flow in whole numbers, with proof.
//! Never a clock: whoever calls says when to stop.
//!
//! [`simplex`] is the primal network simplex: exact, small, warm after a change of costs. A flow is proven by its potentials:
//! see [`Network::bound`].

pub mod dimacs;
mod network;
mod refusal;
pub mod simplex;

#[cfg(test)]
mod test;

pub use network::{ARCS_MAX, Arc, NODES_MAX, Network, Solution};
pub use refusal::Refusal;

/// Asked now and then by a running solver: `true` means stop at the next safe point. The caller may look at a clock; the solver
/// never does.
pub type Stop<'a> = &'a dyn Fn() -> bool;
