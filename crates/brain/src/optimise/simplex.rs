//! The primal network simplex: a spanning tree holds the flow, an arc outside it that lowers the cost comes in, the first arc of
//! the cycle to fill or empty goes out. It stays warm: after a change of costs it goes on from the tree it has.
//!
//! The tree is kept as a preorder list with subtree sizes, so that a pivot touches only the cycle and the part that is hung
//! elsewhere (Barr, Glover and Klingman 1979). Arcs come in by block search. The tree stays strongly feasible (Cunningham 1976):
//! of the arcs that block, the last one along the cycle goes out, so that no sequence of empty pivots repeats.

use super::network::COST_MAX;
use super::{Network, Refusal, Solution, Stop};

/// No node: the parent of the root.
const NONE: u32 = u32::MAX;
/// States of an arc; as factors they make every arc that may come in have a negative reduced cost.
const EMPTY: i8 = 1;
const IN_TREE: i8 = 0;
const FULL: i8 = -1;
/// Pivots between two questions whether to stop.
const PATIENCE: usize = 256;
/// Fewest arcs looked at together.
const BLOCK_MIN: usize = 32;

/// What pricing reads of an arc: kept small, because pricing is bound by memory.
#[derive(Clone, Copy)]
struct Priced {
    cost: i64,
    tail: u32,
    head: u32,
}

/// A node of the tree with the arc to its parent. Flow and capacity of that arc stand here, so that a walk along the cycle
/// touches nodes only.
#[derive(Clone, Copy)]
struct Twig {
    parent: u32,
    /// Arc to the parent, shifted left by one; the lowest bit says that it points up, from the node to its parent.
    link: u32,
    /// The nodes after and before in preorder, as a ring.
    next: u32,
    before: u32,
    /// The last node of the subtree in preorder, and how many it has.
    last: u32,
    size: u32,
    flow: i64,
    capacity: i64,
}

impl Twig {
    fn up(&self) -> bool {
        self.link & 1 == 1
    }

    /// How much more can go from the parent to the node, or the other way.
    fn room(&self, toward_parent: bool) -> i64 {
        if self.up() == toward_parent { self.capacity - self.flow } else { self.flow }
    }
}

/// A network simplex that can be solved, re-priced and solved again.
pub struct Simplex {
    nodes: usize,
    /// The arcs in pricing order: neighbours in the network are strangers here, so that a block sees all of it.
    arcs: Vec<Priced>,
    capacity: Vec<i64>,
    state: Vec<i8>,
    tree: Vec<Twig>,
    potential: Vec<i64>,
    /// Cost of an arc that stands for unmet demand.
    penalty: i64,
    supply: Vec<i64>,
    block: usize,
    /// Where pricing goes on.
    at: usize,
    stem: Vec<u32>,
    /// Whether the first round was made.
    opened: bool,
}

/// Arcs `stride` apart in the network are neighbours in pricing order; says where an arc stands.
fn place(arc: usize, arcs: usize) -> usize {
    let stride = stride(arcs);
    let (column, row) = (arc % stride, arc / stride);
    column * (arcs / stride) + column.min(arcs % stride) + row
}

fn stride(arcs: usize) -> usize {
    arcs.isqrt().max(1)
}

/// What an arc did that was asked in.
struct Step {
    /// The end of the cycle's new arc on whose side an arc goes out, and the other end.
    inside: u32,
    outside: u32,
    /// The node whose arc to its parent goes out; `NONE` if the new arc filled before any other.
    out: u32,
    join: u32,
    /// Units moved.
    units: i64,
}

impl Simplex {
    /// Takes a network over; nothing is solved yet.
    ///
    /// # Errors
    /// What [`Network::check`] refuses.
    pub fn new(network: &Network) -> Result<Self, Refusal> {
        network.check()?;
        let (nodes, arcs) = (network.supply.len(), network.arcs.len());
        let mut priced = vec![Priced { cost: 0, tail: 0, head: 0 }; arcs];
        let mut capacity = vec![0; arcs];
        for (at, arc) in network.arcs.iter().enumerate() {
            let place = place(at, arcs);
            priced[place] = Priced { cost: arc.cost, tail: arc.tail, head: arc.head };
            capacity[place] = arc.capacity;
        }
        let mut simplex = Self {
            nodes,
            arcs: priced,
            capacity,
            state: vec![EMPTY; arcs],
            tree: Vec::with_capacity(nodes + 1),
            potential: vec![0; nodes + 1],
            penalty: 0,
            supply: network.supply.clone(),
            block: (arcs.isqrt()).max(BLOCK_MIN),
            at: 0,
            stem: Vec::new(),
            opened: false,
        };
        simplex.plant();
        simplex.reprice();
        Ok(simplex)
    }

    /// The first tree: every node hangs from a root outside the network by an arc that carries its supply away or brings what
    /// it lacks at a prohibitive cost.
    fn plant(&mut self) {
        let root = self.nodes;
        let number = |n: usize| u32::try_from(n).expect("nodes are fewer than NODES_MAX");
        for node in 0..root {
            let supply = self.supply[node];
            self.tree.push(Twig {
                parent: number(root),
                link: number(self.arcs.len() + node) << 1 | u32::from(supply >= 0),
                next: number(node + 1),
                before: number(if node == 0 { root } else { node - 1 }),
                last: number(node),
                size: 1,
                flow: supply.abs(),
                capacity: i64::MAX,
            });
        }
        self.tree.push(Twig {
            parent: NONE,
            link: 0,
            next: 0,
            before: number(root.saturating_sub(1)),
            last: number(root.saturating_sub(1)),
            size: number(root + 1),
            flow: 0,
            capacity: 0,
        });
        if root == 0 {
            self.tree[0].last = 0;
        }
    }

    /// Computes every potential again from the tree, after costs changed.
    fn reprice(&mut self) {
        let dearest = self.arcs.iter().map(|arc| arc.cost.abs()).max().unwrap_or(0);
        self.penalty = (dearest + 1) * (i64::try_from(self.nodes).unwrap_or(i64::MAX) + 1);
        let root = self.nodes;
        self.potential[root] = 0;
        let mut node = self.tree[root].next as usize;
        while node != root {
            let twig = self.tree[node];
            let arc = (twig.link >> 1) as usize;
            let cost = match self.arcs.get(arc) {
                Some(arc) => arc.cost,
                None if twig.up() => 0,
                None => self.penalty,
            };
            let above = self.potential[twig.parent as usize];
            self.potential[node] = if twig.up() { above - cost } else { above + cost };
            node = twig.next as usize;
        }
    }

    /// Gives arcs new costs; the flow stays and is improved by the next [`Simplex::solve`].
    ///
    /// # Errors
    /// A cost too large; nothing is changed then.
    pub fn set_costs(&mut self, costs: impl Iterator<Item = (usize, i64)> + Clone) -> Result<(), Refusal> {
        let most = COST_MAX / (i64::try_from(self.nodes).unwrap_or(i64::MAX) + 1);
        if costs.clone().any(|(_, cost)| cost.unsigned_abs() >= most.unsigned_abs()) {
            return Err(Refusal::TooLarge { what: "costs" });
        }
        for (arc, cost) in costs {
            let at = place(arc, self.arcs.len());
            self.arcs[at].cost = cost;
        }
        self.reprice();
        Ok(())
    }

    /// Improves until no arc lowers the cost.
    ///
    /// # Errors
    /// Infeasible, or stopped; after a stop the call may be repeated and goes on where it was.
    pub fn solve(&mut self, stop: Stop) -> Result<(), Refusal> {
        if !std::mem::replace(&mut self.opened, true) {
            self.open();
        }
        let mut turn = 0;
        while let Some(arc) = self.entering() {
            if turn % PATIENCE == 0 && stop() {
                return Err(Refusal::Stopped);
            }
            self.pivot(arc);
            turn += 1;
        }
        let short = self.short();
        if short > 0 { Err(Refusal::Infeasible { short }) } else { Ok(()) }
    }

    /// Units that the arcs of the first tree still bring at their prohibitive cost.
    fn short(&self) -> i64 {
        let arcs = self.arcs.len();
        let artificial = self.tree[..self.nodes].iter().filter(|twig| (twig.link >> 1) as usize >= arcs);
        artificial.filter(|twig| !twig.up()).map(|twig| twig.flow).sum()
    }

    /// A first round by the cheapest arc into each node that wants something: a good start at little cost.
    fn open(&mut self) {
        let mut cheapest = vec![(i64::MAX, usize::MAX); self.nodes];
        for (at, arc) in self.arcs.iter().enumerate() {
            let best = &mut cheapest[arc.head as usize];
            if self.supply[arc.head as usize] < 0
                && arc.tail != arc.head
                && self.capacity[at] > 0
                && arc.cost < best.0
            {
                *best = (arc.cost, at);
            }
        }
        for (_, at) in cheapest.into_iter().filter(|&(_, at)| at != usize::MAX) {
            let arc = self.arcs[at];
            let reduced = arc.cost + self.potential[arc.tail as usize] - self.potential[arc.head as usize];
            if reduced * i64::from(self.state[at]) < 0 {
                self.pivot(at);
            }
        }
    }

    /// The most improving arc of the first block that has one.
    fn entering(&mut self) -> Option<usize> {
        let arcs = self.arcs.len();
        let mut seen = 0;
        let mut start = self.at;
        while seen < arcs {
            let end = (start + self.block).min(arcs);
            let mut best = 0;
            let mut found = None;
            let block = self.arcs[start..end].iter().zip(&self.state[start..end]);
            for (at, (arc, &state)) in block.enumerate() {
                let gap = self.potential[arc.tail as usize] - self.potential[arc.head as usize];
                let reduced = i64::from(state) * (arc.cost + gap);
                if reduced < best {
                    best = reduced;
                    found = Some(start + at);
                }
            }
            seen += end - start;
            start = if end == arcs { 0 } else { end };
            if found.is_some() {
                self.at = start;
                return found;
            }
        }
        None
    }

    /// Brings one arc in and another out.
    fn pivot(&mut self, arc: usize) {
        let Priced { tail, head, cost } = self.arcs[arc];
        let rising = self.state[arc] == EMPTY;
        let step = if rising { self.step(tail, head, arc) } else { self.step(head, tail, arc) };
        if step.out == NONE {
            self.state[arc] = -self.state[arc];
            return;
        }
        let leaving = &self.tree[step.out as usize];
        if let Some(state) = self.state.get_mut((leaving.link >> 1) as usize) {
            *state = if leaving.flow == 0 { EMPTY } else { FULL };
        }
        self.state[arc] = IN_TREE;
        let link =
            u32::try_from(arc).expect("arcs are fewer than ARCS_MAX") << 1 | u32::from(step.inside == tail);
        let flow = if rising { step.units } else { self.capacity[arc] - step.units };
        self.detach(step.out, step.join);
        self.turn(&step, link, flow, self.capacity[arc]);
        self.attach(&step);
        let shift = if step.inside == tail {
            self.potential[head as usize] - cost - self.potential[tail as usize]
        } else {
            self.potential[tail as usize] + cost - self.potential[head as usize]
        };
        let mut node = step.inside as usize;
        for _ in 0..self.tree[node].size {
            self.potential[node] += shift;
            node = self.tree[node].next as usize;
        }
    }

    /// Moves what the cycle through a new arc `from → to` can carry, and says which arc blocks.
    fn step(&mut self, from: u32, to: u32, arc: usize) -> Step {
        let (mut one, mut other) = (from, to);
        while one != other {
            if self.tree[one as usize].size < self.tree[other as usize].size {
                one = self.tree[one as usize].parent;
            } else {
                other = self.tree[other as usize].parent;
            }
        }
        let join = one;
        let mut step = Step { inside: from, outside: to, out: NONE, join, units: self.capacity[arc] };
        // The cycle runs join … from → to … join. Of equal blocks the last one along it is taken: strictly less on the way
        // that is walked backwards, less or equal on the other.
        let mut node = from;
        while node != join {
            let twig = &self.tree[node as usize];
            let room = twig.room(false);
            if room < step.units {
                (step.units, step.out) = (room, node);
            }
            node = twig.parent;
        }
        node = to;
        while node != join {
            let twig = &self.tree[node as usize];
            let room = twig.room(true);
            if room <= step.units {
                (step.units, step.out) = (room, node);
                (step.inside, step.outside) = (to, from);
            }
            node = twig.parent;
        }
        if step.units > 0 {
            for (start, toward_parent) in [(from, false), (to, true)] {
                let mut node = start;
                while node != join {
                    let twig = &mut self.tree[node as usize];
                    twig.flow += if twig.up() == toward_parent { step.units } else { -step.units };
                    node = twig.parent;
                }
            }
        }
        step
    }

    /// Takes the subtree of a node out of the preorder ring and out of its ancestors' counts up to `join`.
    fn detach(&mut self, node: u32, join: u32) {
        let Twig { parent, before, last, size, .. } = self.tree[node as usize];
        let after = self.tree[last as usize].next;
        self.tree[before as usize].next = after;
        self.tree[after as usize].before = before;
        let mut above = parent;
        while above != NONE && self.tree[above as usize].last == last {
            self.tree[above as usize].last = before;
            above = self.tree[above as usize].parent;
        }
        above = parent;
        while above != join {
            let twig = &mut self.tree[above as usize];
            twig.size -= size;
            above = twig.parent;
        }
    }

    /// Makes `inside` the top of the detached subtree whose top was `out`, hung by the new arc: the nodes between change
    /// parents, and the preorder becomes the subtree of each but for the subtree of the one before.
    fn turn(&mut self, step: &Step, link: u32, flow: i64, capacity: i64) {
        let whole = self.tree[step.out as usize].size;
        let mut stem = std::mem::take(&mut self.stem);
        stem.clear();
        let mut node = step.inside;
        while node != step.out {
            stem.push(node);
            node = self.tree[node as usize].parent;
        }
        stem.push(step.out);
        // First the order: `end` is the end of what is linked so far, `rest` what followed the subtree of the node before.
        let first = self.tree[step.inside as usize];
        let mut end = first.last;
        let (mut inner_before, mut inner_last) = (first.before, first.last);
        let mut rest = self.tree[inner_last as usize].next;
        for &node in &stem[1..] {
            let Twig { before, last, .. } = self.tree[node as usize];
            self.link_run(end, node);
            end = inner_before;
            if last != inner_last {
                let after = self.tree[last as usize].next;
                self.link_run(end, rest);
                (end, rest) = (last, after);
            }
            (inner_before, inner_last) = (before, last);
        }
        // Then parents, arcs and counts.
        let (mut above, mut arc) = (step.outside, (link, flow, capacity));
        let mut inner = 0;
        for &node in &stem {
            let twig = &mut self.tree[node as usize];
            let old = (twig.link ^ 1, twig.flow, twig.capacity);
            let size = twig.size;
            (twig.link, twig.flow, twig.capacity) = arc;
            twig.parent = above;
            twig.size = whole - inner;
            twig.last = end;
            (above, arc, inner) = (node, old, size);
        }
        self.stem = stem;
    }

    fn link_run(&mut self, end: u32, start: u32) {
        self.tree[end as usize].next = start;
        self.tree[start as usize].before = end;
    }

    /// Puts the turned subtree into the ring after its new parent and into the counts up to `join`.
    fn attach(&mut self, step: &Step) {
        let Twig { last, size, .. } = self.tree[step.inside as usize];
        let after = self.tree[step.outside as usize].next;
        self.link_run(step.outside, step.inside);
        self.link_run(last, after);
        let mut above = step.outside;
        while above != NONE && self.tree[above as usize].last == step.outside {
            self.tree[above as usize].last = last;
            above = self.tree[above as usize].parent;
        }
        above = step.outside;
        while above != step.join {
            let twig = &mut self.tree[above as usize];
            twig.size += size;
            above = twig.parent;
        }
    }

    /// The flow of each arc, in the order of the network.
    pub fn flow(&self) -> Vec<i64> {
        let arcs = self.arcs.len();
        let full = |at: usize| if self.state[at] == FULL { self.capacity[at] } else { 0 };
        let mut placed: Vec<i64> = (0..arcs).map(full).collect();
        for twig in &self.tree[..self.nodes] {
            if let Some(flow) = placed.get_mut((twig.link >> 1) as usize) {
                *flow = twig.flow;
            }
        }
        (0..arcs).map(|arc| placed[place(arc, arcs)]).collect()
    }

    /// The potential of each node.
    pub fn potential(&self) -> &[i64] {
        &self.potential[..self.nodes]
    }
}

/// Solves a network from nothing.
///
/// # Errors
/// What [`Simplex::new`] and [`Simplex::solve`] refuse.
pub fn solve(network: &Network, stop: Stop) -> Result<Solution, Refusal> {
    let mut simplex = Simplex::new(network)?;
    simplex.solve(stop)?;
    let (flow, potential) = (simplex.flow(), simplex.potential().to_vec());
    let cost = network.cost(&flow);
    let bound = network.bound(&potential, 1);
    Ok(Solution { flow, potential, scale: 1, cost, bound })
}
