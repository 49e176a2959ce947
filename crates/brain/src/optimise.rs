//! Optimisation where the problem is a network: minimum-cost flow in whole numbers, with proof.
//! Never a clock: whoever calls says when to stop.
//!
//! Two methods that check each other:
//!
//! * [`simplex`]: primal network simplex. Exact, small, warm after a change of costs: one commodity, what-ifs, inner solves.
//! * [`scaling`]: cost-scaling push–relabel. Exact as well, and faster on the big networks that many commodities expand to; after
//!   every phase it holds a feasible flow with a proven bound, so it can stop early and say how far it may be off.
//!
//! A flow is proven by its potentials: see [`Network::bound`].

pub mod dimacs;
mod network;
mod refusal;
pub mod scaling;
pub mod simplex;

#[cfg(test)]
mod test;

pub use network::{ARCS_MAX, Arc, NODES_MAX, Network, Solution};
pub use refusal::Refusal;

/// Asked now and then by a running solver: `true` means stop at the next safe point. The caller may look at a clock; the solver
/// never does.
pub type Stop<'a> = &'a dyn Fn() -> bool;
