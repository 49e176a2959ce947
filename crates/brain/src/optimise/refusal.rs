//! Why a network is not solved, said to a person in Chinese and English. Never a fault: each of these can be asked for.

use super::network::{ARCS_MAX, NODES_MAX};

/// An expected reason why a network has no solution, or none yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More nodes than the solvers can number.
    #[error("more than {NODES_MAX} nodes: divide the problem")]
    TooManyNodes,
    /// More arcs than the solvers can number.
    #[error("more than {ARCS_MAX} arcs: divide the problem")]
    TooManyArcs,
    /// An arc names a node that is not there.
    #[error("arc {arc} ends at node {node}, which is not there: name one of the nodes")]
    NoSuchNode {
        /// Arc, from 0.
        arc: usize,
        /// Node named, from 0.
        node: usize,
    },
    /// An arc could carry less than nothing.
    #[error("arc {arc} has capacity {capacity}: give it zero or more")]
    NegativeCapacity {
        /// Arc, from 0.
        arc: usize,
        /// The capacity given.
        capacity: i64,
    },
    /// Costs or quantities so large that sums could leave 64 bits.
    #[error("{what} too large for exact sums in 64 bits: use a coarser unit")]
    TooLarge {
        /// What is too large: `costs`, `capacities` or `supplies`.
        what: &'static str,
    },
    /// What goes in is not what comes out.
    #[error("supply and demand differ by {surplus}: they must be equal")]
    Unbalanced {
        /// Sum of all supplies; negative if demand is larger.
        surplus: i128,
    },
    /// No flow satisfies every supply and demand within the capacities.
    #[error(
        "no feasible flow: at least {short} units cannot reach where they are wanted; raise capacities on the way or lower demand"
    )]
    Infeasible {
        /// Units that cannot be placed, a lower bound.
        short: i64,
    },
    /// The caller said stop before there was a flow to show.
    #[error("stopped before a feasible flow was found: allow more time")]
    Stopped,
}

impl Refusal {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::TooManyNodes => "flow.too-many-nodes",
            Refusal::TooManyArcs => "flow.too-many-arcs",
            Refusal::NoSuchNode { .. } => "flow.no-such-node",
            Refusal::NegativeCapacity { .. } => "flow.negative-capacity",
            Refusal::TooLarge { .. } => "flow.too-large",
            Refusal::Unbalanced { .. } => "flow.unbalanced",
            Refusal::Infeasible { .. } => "flow.infeasible",
            Refusal::Stopped => "flow.stopped",
        }
    }

    /// The same in Chinese, with how to mend it.
    pub fn zh(&self) -> String {
        match self {
            Refusal::TooManyNodes => format!("节点超过 {NODES_MAX} 个：请拆分问题"),
            Refusal::TooManyArcs => format!("弧超过 {ARCS_MAX} 条：请拆分问题"),
            Refusal::NoSuchNode { arc, node } => {
                format!("第 {arc} 条弧指向不存在的节点 {node}：请改为已有节点")
            }
            Refusal::NegativeCapacity { arc, capacity } => {
                format!("第 {arc} 条弧的容量为 {capacity}：容量应不小于零")
            }
            Refusal::TooLarge { what } => {
                let what = match *what {
                    "costs" => "费用",
                    "capacities" => "容量",
                    _ => "供需量",
                };
                format!("{what}过大，64 位整数无法保证精确：请改用更大的计量单位")
            }
            Refusal::Unbalanced { surplus } => format!("供给与需求相差 {surplus}：两者应相等"),
            Refusal::Infeasible { short } => {
                format!("无可行方案：至少 {short} 个单位送不到需求处；请提高沿途容量或降低需求")
            }
            Refusal::Stopped => "尚未得到可行方案即被叫停：请放宽时限".to_owned(),
        }
    }
}
