//! Dispatch: which site sends what to whom, when, so that least need stays unmet, then least is late, then least is spent.
//! An [`Instance`] goes in, a [`Plan`] with its bound comes out; formats and definitions stand in `docs/spec/dispatch.md`. Never
//! a clock and never an order: people decide.
//!
//! With one loading period and no fleets the whole is a plain network (each site a gate that its items share) and the plan is
//! optimal but for rounding to whole units. Loading over several periods and fleets are priced by Lagrange multipliers around the
//! same network: its bound holds for every plan, and a scheduler makes a plan that keeps every limit from each solution.

mod contract;
mod loading;
mod model;
mod network;
mod solve;

#[cfg(test)]
mod test;

pub use contract::{
    Binding, Circle, Fleet, Flow, Instance, Item, Need, Objective, Plan, Site, Totals, Travel, Unmet, Weights,
};
pub use model::Refusal;
pub use solve::{Effort, solve};
