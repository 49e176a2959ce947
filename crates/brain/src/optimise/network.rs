//! A network with costs, capacities and supplies, and what makes a flow in it right: feasibility, cost, and the bound that
//! potentials prove. It never searches for a flow.

use super::Refusal;

/// Most nodes a network may have; the solvers number nodes and arcs in 32 bits with one bit for direction.
pub const NODES_MAX: usize = 1 << 28;
/// Most arcs a network may have.
pub const ARCS_MAX: usize = 1 << 30;
/// Sums of quantities stay below this, so that no partial sum can leave 64 bits.
pub(super) const QUANTITY_MAX: i64 = 1 << 61;
/// Cost times number of nodes stays below this: potentials are sums of costs along a path.
pub(super) const COST_MAX: i64 = 1 << 59;

/// One arc: from `tail` to `head`, carries 0 to `capacity` units at `cost` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Node it leaves.
    pub tail: u32,
    /// Node it enters.
    pub head: u32,
    /// Most it carries.
    pub capacity: i64,
    /// Cost of one unit; may be negative.
    pub cost: i64,
}

/// A minimum-cost flow problem. Supply is positive where units enter, negative where they are wanted, and sums to zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// Supply of each node.
    pub supply: Vec<i64>,
    /// The arcs, in the order they were given; parallel arcs and loops are allowed.
    pub arcs: Vec<Arc>,
}

/// A feasible flow with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Units on each arc.
    pub flow: Vec<i64>,
    /// Potential of each node, from which [`Network::bound`] computes `bound`. Not unique where the optimum is degenerate.
    pub potential: Vec<i64>,
    /// Parts of a unit of cost in which potentials are given.
    pub scale: i64,
    /// What the flow costs.
    pub cost: i128,
    /// No flow costs less; equal to `cost` if the flow is optimal.
    pub bound: i128,
}

impl Network {
    /// A network of `nodes` nodes without supply and without arcs.
    pub fn new(nodes: usize) -> Self {
        Self { supply: vec![0; nodes], arcs: Vec::new() }
    }

    /// Adds an arc and gives its number.
    pub fn add(&mut self, tail: usize, head: usize, capacity: i64, cost: i64) -> usize {
        let end = |node: usize| u32::try_from(node).unwrap_or(u32::MAX);
        self.arcs.push(Arc { tail: end(tail), head: end(head), capacity, cost });
        self.arcs.len() - 1
    }

    /// Whether the solvers can take it.
    ///
    /// # Errors
    /// Too large, an arc to nowhere, a negative capacity, or supply that does not sum to zero.
    pub fn check(&self) -> Result<(), Refusal> {
        let nodes = self.supply.len();
        if nodes > NODES_MAX {
            return Err(Refusal::TooManyNodes);
        }
        if self.arcs.len() > ARCS_MAX {
            return Err(Refusal::TooManyArcs);
        }
        let cost_max = COST_MAX / (i64::try_from(nodes).unwrap_or(i64::MAX) + 1);
        for (at, arc) in self.arcs.iter().enumerate() {
            if let Some(node) = [arc.tail, arc.head].into_iter().find(|&end| end as usize >= nodes) {
                return Err(Refusal::NoSuchNode { arc: at, node: node as usize });
            }
            if arc.capacity < 0 {
                return Err(Refusal::NegativeCapacity { arc: at, capacity: arc.capacity });
            }
            if arc.cost.unsigned_abs() >= cost_max.unsigned_abs() {
                return Err(Refusal::TooLarge { what: "costs" });
            }
        }
        let surplus: i128 = self.supply.iter().map(|&s| i128::from(s)).sum();
        if surplus != 0 {
            return Err(Refusal::Unbalanced { surplus });
        }
        let volume: i128 = self.supply.iter().map(|&s| i128::from(s).abs()).sum();
        if volume > i128::from(QUANTITY_MAX) {
            return Err(Refusal::TooLarge { what: "supplies" });
        }
        // An arc may be written as unlimited only up to this; two such arcs at one node must still sum.
        let most = self.arcs.iter().map(|arc| i128::from(arc.capacity)).sum::<i128>();
        if most > i128::from(QUANTITY_MAX) {
            return Err(Refusal::TooLarge { what: "capacities" });
        }
        Ok(())
    }

    /// What a flow costs.
    pub fn cost(&self, flow: &[i64]) -> i128 {
        self.arcs.iter().zip(flow).map(|(arc, &units)| i128::from(arc.cost) * i128::from(units)).sum()
    }

    /// What no feasible flow can undercut, proven by any potentials whatever: the Lagrangian bound. Potentials are in parts of a
    /// unit of cost, `scale` to the unit. With `r = scale·cost + potential[tail] − potential[head]`, every flow costs at least
    /// Σ min(0, r)·capacity − Σ potential·supply in such parts, and, being whole, at least the next whole unit.
    pub fn bound(&self, potential: &[i64], scale: i64) -> i128 {
        let prices = self.supply.iter().zip(potential);
        let fixed: i128 = prices.map(|(&supply, &price)| i128::from(supply) * i128::from(price)).sum();
        let gains = self.arcs.iter().map(|arc| {
            let gap = potential[arc.tail as usize] - potential[arc.head as usize];
            let reduced = arc.cost * scale + gap;
            if reduced < 0 { i128::from(reduced) * i128::from(arc.capacity) } else { 0 }
        });
        let parts = gains.sum::<i128>() - fixed;
        -(-parts).div_euclid(i128::from(scale))
    }

    /// Whether a flow keeps every capacity and meets every supply.
    pub fn feasible(&self, flow: &[i64]) -> bool {
        let mut left: Vec<i128> = self.supply.iter().map(|&s| i128::from(s)).collect();
        for (arc, &units) in self.arcs.iter().zip(flow) {
            if units < 0 || units > arc.capacity {
                return false;
            }
            left[arc.tail as usize] -= i128::from(units);
            left[arc.head as usize] += i128::from(units);
        }
        flow.len() == self.arcs.len() && left.iter().all(|&rest| rest == 0)
    }
}
