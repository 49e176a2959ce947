//! Cost scaling: push–relabel on reduced costs that may be wrong by ε, with ε falling from the dearest arc to nothing
//! (Goldberg and Tarjan 1990). After each phase the flow is feasible and its potentials prove how far it can be off, so a caller
//! may stop early with a certificate. For the big networks that many items make; never for what-ifs: those have the simplex.
//!
//! A phase works only on the arcs whose reduced cost is near zero, copied together; afterwards the others are checked and those
//! that turned out wrong join a repeat of the phase. Prices move little from phase to phase, so few ever do.

mod residual;

use super::network::QUANTITY_MAX;
use super::{Network, Refusal, Solution, Stop};
use residual::{End, Residual};

/// ε falls by this power of two from phase to phase.
const FALL_BITS: u32 = 3;
/// Arcs whose reduced cost is within this many ε are worked on.
const NEAR: i64 = 300;
/// Scaled costs stay below this, which leaves room for potentials of many times the dearest path.
const SCALED_MAX: i64 = 1 << 54;

/// When the solution is good enough: a gap between cost and bound in parts per million of the cost; 0 asks for the optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until {
    /// Gap allowed, in parts per million.
    pub gap_ppm: u32,
}

impl Until {
    /// Until the optimum is proven.
    pub const OPTIMAL: Self = Self { gap_ppm: 0 };

    fn reached(self, cost: i128, bound: i128) -> bool {
        (cost - bound) * 1_000_000 <= i128::from(self.gap_ppm) * cost.abs()
    }
}

/// Solves a network until the goal or until told to stop. Stopped early it gives the last feasible flow with its bound.
///
/// # Errors
/// What [`Network::check`] refuses, infeasible, or stopped before there was any feasible flow.
pub fn solve(network: &Network, until: Until, stop: Stop) -> Result<Solution, Refusal> {
    network.check()?;
    let scale = i64::try_from(network.supply.len()).unwrap_or(i64::MAX) + 1;
    let dearest = network.arcs.iter().map(|arc| arc.cost.abs()).max().unwrap_or(0);
    let top = dearest.checked_mul(scale).filter(|&top| top < SCALED_MAX);
    let top = top.ok_or(Refusal::TooLarge { what: "costs" })?;
    let mut state = State::new(network, scale);
    let mut bits = 64 - top.leading_zeros();
    loop {
        bits = bits.saturating_sub(FALL_BITS);
        match state.phase(1 << bits, stop) {
            Ok(()) => {}
            Err(Refusal::Stopped) if state.feasible => return Ok(state.solution()),
            Err(refusal) => return Err(refusal),
        }
        if bits == 0 {
            return Ok(state.optimum());
        }
        if until.gap_ppm > 0 {
            let solution = state.solution();
            if until.reached(solution.cost, solution.bound) {
                return Ok(solution);
            }
        }
    }
}

struct State<'a> {
    network: &'a Network,
    /// Costs and potentials are multiplied by this, one more than the nodes: ε of 1 is then less than any cycle can hide.
    scale: i64,
    flow: Vec<i64>,
    potential: Vec<i64>,
    feasible: bool,
}

impl<'a> State<'a> {
    fn new(network: &'a Network, scale: i64) -> Self {
        // A loop moves nothing: it is full if that gains, and takes no part in what follows.
        let looping = |arc: &super::Arc| if arc.tail == arc.head && arc.cost < 0 { arc.capacity } else { 0 };
        let flow = network.arcs.iter().map(looping).collect();
        Self { network, scale, flow, potential: vec![0; network.supply.len()], feasible: false }
    }

    /// Makes the flow ε-optimal: no unit could go anywhere at a gain of more than ε.
    fn phase(&mut self, epsilon: i64, stop: Stop) -> Result<(), Refusal> {
        let mut near = if self.feasible { epsilon.saturating_mul(NEAR) } else { i64::MAX };
        loop {
            let chosen = self.choose(near, epsilon);
            let mut residual = self.residual(&chosen);
            match residual.refine(epsilon, stop) {
                End::Balanced => {}
                End::Stopped => return Err(Refusal::Stopped),
                End::TooFar => return Err(Refusal::TooLarge { what: "costs" }),
                End::Cut(short) if near == i64::MAX => return Err(Refusal::Infeasible { short }),
                End::Cut(_) => {
                    near = i64::MAX;
                    continue;
                }
            }
            let old = std::mem::replace(&mut self.potential, residual.take_potential());
            if near == i64::MAX || !self.wrong(&chosen, epsilon) {
                for (&arc, flow) in chosen.iter().zip(residual.flows()) {
                    self.flow[arc as usize] = flow;
                }
                self.feasible = true;
                return Ok(());
            }
            // Some arc left out would gain: it must take part. Begin again from the flow before, with more arcs.
            self.potential = old;
            near = near.saturating_mul(16);
        }
    }

    fn reduced(&self, arc: usize) -> i64 {
        let arc = &self.network.arcs[arc];
        arc.cost * self.scale + self.potential[arc.tail as usize] - self.potential[arc.head as usize]
    }

    /// Arcs near zero, and those that are not ε-optimal where they stand.
    fn choose(&self, near: i64, epsilon: i64) -> Vec<u32> {
        let arcs = 0..self.network.arcs.len();
        let taking = arcs.filter(|&arc| {
            let reduced = self.reduced(arc);
            let ends = &self.network.arcs[arc];
            ends.tail != ends.head && (reduced.abs() <= near || self.gains(arc, reduced, epsilon))
        });
        taking.map(|arc| u32::try_from(arc).expect("arcs are fewer than ARCS_MAX")).collect()
    }

    /// Whether units on the arc, or off it, would gain more than ε.
    fn gains(&self, arc: usize, reduced: i64, epsilon: i64) -> bool {
        (reduced < -epsilon && self.flow[arc] < self.network.arcs[arc].capacity)
            || (reduced > epsilon && self.flow[arc] > 0)
    }

    /// Whether an arc that was left out is not ε-optimal under the new potentials.
    fn wrong(&self, chosen: &[u32], epsilon: i64) -> bool {
        let mut chosen = chosen.iter().peekable();
        (0..self.network.arcs.len()).any(|arc| {
            if chosen.next_if(|&&next| next as usize == arc).is_some() {
                return false;
            }
            self.gains(arc, self.reduced(arc), epsilon)
        })
    }

    fn residual(&self, chosen: &[u32]) -> Residual {
        let arcs = chosen.iter().map(|&arc| {
            let (arc, flow) = (&self.network.arcs[arc as usize], self.flow[arc as usize]);
            residual::Chosen {
                tail: arc.tail,
                head: arc.head,
                cost: arc.cost * self.scale,
                room: arc.capacity - flow,
                flow,
            }
        });
        let excess =
            if self.feasible { vec![0; self.network.supply.len()] } else { self.network.supply.clone() };
        Residual::new(arcs, self.potential.clone(), excess)
    }

    fn solution(&self) -> Solution {
        let cost = self.network.cost(&self.flow);
        let bound = self.network.bound(&self.potential, self.scale);
        Solution {
            flow: self.flow.clone(),
            potential: self.potential.clone(),
            scale: self.scale,
            cost,
            bound,
        }
    }

    /// The solution after the last phase, with potentials in whole units of cost. Of the residues that no potential has, one is
    /// taken as the place to round at, so that no arc changes sides; there is one, for residues outnumber nodes.
    fn optimum(mut self) -> Solution {
        let mut used = vec![false; self.potential.len() + 1];
        for potential in &self.potential {
            used[usize::try_from(potential.rem_euclid(self.scale)).expect("a residue is below the scale")] =
                true;
        }
        let free = used.iter().position(|&used| !used).expect("one residue more than nodes");
        let cut = i64::try_from(free).expect("nodes are fewer than NODES_MAX");
        for potential in &mut self.potential {
            *potential = (*potential - cut).div_euclid(self.scale);
        }
        self.scale = 1;
        self.solution()
    }
}

const _: () = assert!(QUANTITY_MAX < i64::MAX / 2, "excess of a node fits");
