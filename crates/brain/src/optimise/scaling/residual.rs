//! The residual network of one phase: arcs both ways, excess at nodes, and the push–relabel that clears it.
//! It knows one ε; phases and what they leave out are its caller's.

use std::collections::VecDeque;

use super::super::Stop;

/// Longest path along which units are moved at once (partial augment–relabel).
const PATH_MAX: usize = 4;
/// Nodes taken up between two questions whether to stop.
const PATIENCE: usize = 4096;
/// Potentials below this mean that sums could leave 64 bits.
const POTENTIAL_MIN: i64 = -(1 << 60);
/// Most distance classes of a global update; nodes farther than that are moved as far as the last class.
const CLASSES_MAX: usize = 1 << 14;

/// An arc that takes part in the phase.
pub struct Chosen {
    pub tail: u32,
    pub head: u32,
    pub cost: i64,
    /// How much more it can carry, and what it carries.
    pub room: i64,
    pub flow: i64,
}

/// How a phase ended.
pub enum End {
    /// No excess is left: the flow is feasible and ε-optimal.
    Balanced,
    /// So many units cannot reach any node that wants them.
    Cut(i64),
    /// The caller said stop.
    Stopped,
    /// Potentials ran out of 64 bits.
    TooFar,
}

/// One direction of an arc.
#[derive(Clone, Copy)]
struct Half {
    head: u32,
    /// The other direction.
    twin: u32,
    cost: i64,
    room: i64,
}

pub struct Residual {
    halves: Vec<Half>,
    /// The halves that leave node `v` are `start[v]..start[v + 1]`.
    start: Vec<u32>,
    /// Where the search for a way out of a node goes on.
    current: Vec<u32>,
    potential: Vec<i64>,
    excess: Vec<i64>,
    /// The forward half of each chosen arc.
    forward: Vec<u32>,
    waiting: VecDeque<u32>,
    relabels: usize,
}

impl Residual {
    pub fn new(arcs: impl Iterator<Item = Chosen> + Clone, potential: Vec<i64>, excess: Vec<i64>) -> Self {
        let nodes = potential.len();
        let mut start = vec![0u32; nodes + 2];
        for arc in arcs.clone() {
            start[arc.tail as usize + 2] += 1;
            start[arc.head as usize + 2] += 1;
        }
        for node in 2..nodes + 2 {
            start[node] += start[node - 1];
        }
        let mut halves = vec![Half { head: 0, twin: 0, cost: 0, room: 0 }; start[nodes + 1] as usize];
        let mut forward = Vec::new();
        for arc in arcs {
            let out = start[arc.tail as usize + 1];
            start[arc.tail as usize + 1] += 1;
            let back = start[arc.head as usize + 1];
            start[arc.head as usize + 1] += 1;
            halves[out as usize] = Half { head: arc.head, twin: back, cost: arc.cost, room: arc.room };
            halves[back as usize] = Half { head: arc.tail, twin: out, cost: -arc.cost, room: arc.flow };
            forward.push(out);
        }
        start.pop();
        let current = start[..nodes].to_vec();
        Self { halves, start, current, potential, excess, forward, waiting: VecDeque::new(), relabels: 0 }
    }

    /// The flow of each chosen arc.
    pub fn flows(&self) -> impl Iterator<Item = i64> + '_ {
        self.forward.iter().map(|&half| self.halves[self.halves[half as usize].twin as usize].room)
    }

    pub fn take_potential(&mut self) -> Vec<i64> {
        std::mem::take(&mut self.potential)
    }

    fn node_halves(&self, node: usize) -> std::ops::Range<usize> {
        self.start[node] as usize..self.start[node + 1] as usize
    }

    /// Makes the flow feasible and ε-optimal.
    pub fn refine(&mut self, epsilon: i64, stop: Stop) -> End {
        self.saturate();
        let nodes = self.potential.len();
        self.waiting = (0..nodes).filter(|&node| self.excess[node] > 0).map(number).collect();
        self.relabels = 0;
        let mut turn = 0;
        if let Some(end) = self.update(epsilon) {
            return end;
        }
        while let Some(node) = self.waiting.pop_front() {
            if self.excess[node as usize] <= 0 {
                continue;
            }
            if turn % PATIENCE == 0 && stop() {
                return End::Stopped;
            }
            turn += 1;
            if let Some(end) = self.discharge(node as usize, epsilon) {
                return end;
            }
            if self.relabels >= nodes {
                self.relabels = 0;
                if let Some(end) = self.update(epsilon) {
                    return end;
                }
            }
        }
        End::Balanced
    }

    /// Fills every half that would gain, so that what is left to do is to move the excess this makes.
    fn saturate(&mut self) {
        for node in 0..self.potential.len() {
            for at in self.node_halves(node) {
                let half = self.halves[at];
                if half.room > 0 && half.cost + self.potential[node] - self.potential[half.head as usize] < 0
                {
                    self.push(node, at, half.room);
                }
            }
        }
    }

    fn push(&mut self, node: usize, at: usize, units: i64) {
        let Half { head, twin, .. } = self.halves[at];
        self.halves[at].room -= units;
        self.halves[twin as usize].room += units;
        self.excess[node] -= units;
        self.excess[head as usize] += units;
    }

    /// Moves the excess of one node away along short paths until it has none.
    fn discharge(&mut self, node: usize, epsilon: i64) -> Option<End> {
        let mut path = [(0usize, 0usize); PATH_MAX];
        while self.excess[node] > 0 {
            let (mut tip, mut length) = (node, 0);
            while length < PATH_MAX && (length == 0 || self.excess[tip] >= 0) {
                match self.way(tip, epsilon) {
                    Way::Along(at) => {
                        path[length] = (tip, at);
                        length += 1;
                        tip = self.halves[at].head as usize;
                    }
                    Way::Relabelled => {
                        self.relabels += 1;
                        if self.relabels >= self.potential.len() {
                            // Time to look where the others are; this node comes first again afterwards.
                            self.waiting.push_front(number(node));
                            return None;
                        }
                        if length > 0 {
                            length -= 1;
                            tip = path[length].0;
                        }
                    }
                    Way::None if length == 0 => return Some(End::Cut(self.excess[node])),
                    // Nothing leaves the tip yet: once it holds excess, the way it came by does.
                    Way::None => break,
                    Way::TooFar => return Some(End::TooFar),
                }
            }
            for &(from, at) in &path[..length] {
                let half = self.halves[at];
                let units = self.excess[from].min(half.room);
                let into = half.head as usize;
                let before = self.excess[into];
                self.push(from, at, units);
                if before <= 0 && self.excess[into] > 0 {
                    self.waiting.push_back(half.head);
                }
            }
        }
        None
    }

    /// The next half along which units would gain; if there is none, the node's potential falls until there is.
    fn way(&mut self, node: usize, epsilon: i64) -> Way {
        let price = self.potential[node];
        let range = self.node_halves(node);
        let current = self.current[node] as usize;
        for (offset, half) in self.halves[current..range.end].iter().enumerate() {
            if half.room > 0 && half.cost + price - self.potential[half.head as usize] < 0 {
                self.current[node] = number(current + offset);
                return Way::Along(current + offset);
            }
        }
        let mut least = i64::MAX;
        let mut found = range.start;
        for (offset, half) in self.halves[range.clone()].iter().enumerate() {
            if half.room > 0 {
                let reduced = half.cost + price - self.potential[half.head as usize];
                if reduced < least {
                    (least, found) = (reduced, range.start + offset);
                }
            }
        }
        self.current[node] = number(found);
        if least == i64::MAX {
            return Way::None;
        }
        if least < 0 {
            return Way::Along(found);
        }
        self.potential[node] = price - least - epsilon;
        if self.potential[node] < POTENTIAL_MIN { Way::TooFar } else { Way::Relabelled }
    }

    /// Lowers every potential by ε times the node's distance from the nearest node that wants units, so that excess flows there
    /// straight. Tells of excess that can reach none.
    fn update(&mut self, epsilon: i64) -> Option<End> {
        let nodes = self.potential.len();
        let shift = epsilon.trailing_zeros();
        let mut rank = vec![u32::MAX; nodes];
        let mut settled = vec![false; nodes];
        let mut classes: Vec<Vec<u32>> =
            vec![(0..nodes).filter(|&n| self.excess[n] < 0).map(number).collect()];
        for &node in &classes[0] {
            rank[node as usize] = 0;
        }
        let mut active = self.excess.iter().filter(|&&excess| excess > 0).count();
        if active == 0 {
            return None;
        }
        let mut class = 0;
        while active > 0 && class < classes.len() {
            while let Some(node) = classes[class].pop() {
                let node = node as usize;
                if std::mem::replace(&mut settled[node], true) {
                    continue;
                }
                active -= usize::from(self.excess[node] > 0);
                for at in self.node_halves(node) {
                    let out = self.halves[at];
                    let from = out.head as usize;
                    if settled[from] || self.halves[out.twin as usize].room == 0 {
                        continue;
                    }
                    let reduced = self.potential[from] - out.cost - self.potential[node];
                    let length = usize::try_from((reduced >> shift) + 1).unwrap_or(0);
                    let farther = (class + length).min(CLASSES_MAX);
                    if farther < rank[from] as usize {
                        rank[from] = number(farther);
                        if classes.len() <= farther {
                            classes.resize_with(farther + 1, Vec::new);
                        }
                        classes[farther].push(number(from));
                    }
                }
            }
            class += 1;
        }
        if active > 0 {
            let stuck = (0..nodes).filter(|&node| !settled[node] && self.excess[node] > 0);
            return Some(End::Cut(stuck.map(|node| self.excess[node]).sum()));
        }
        let last = i64::try_from(class.saturating_sub(1)).unwrap_or(0);
        for node in 0..nodes {
            let steps = if settled[node] { i64::from(rank[node]) } else { last };
            if steps > 0 {
                self.potential[node] -= epsilon * steps;
                self.current[node] = self.start[node];
            }
        }
        None
    }
}

enum Way {
    Along(usize),
    Relabelled,
    None,
    TooFar,
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("halves are fewer than twice ARCS_MAX")
}
