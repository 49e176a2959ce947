//! Merkle-sum trees: every node commits to its hash *and* its sum of quantities on both sides, so that nobody can sign
//! a total that is not the sum of what is below it. A tree sums one thing only (one group of a statement, in one unit):
//! quantities are thousandths of that unit, never negative, and a sum that would overflow is refused.
//!
//! Leaf: `H(0x00 || data || u64 quantity)`. Node: `H(0x01 || left hash || u64 left sum || right hash || u64 right sum)`.
//! Shape: that of RFC 6962. A leaf may itself stand for the root of a lower tree (`docs/spec/statement.md`).

use std::marker::PhantomData;

use crate::{Hash, Suite, empty_root, suite};

/// Most siblings on the way from a leaf to the root.
pub const PATH_MAX: usize = 63;

/// A node of a sum tree: the hash and the total below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Commits to everything below, sums included.
    pub hash: Hash,
    /// Thousandths of the group's unit; never negative in a node made by this module.
    pub sum: i64,
}

/// Why a leaf, a tree or a proof was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SumError {
    /// A quantity below zero: it could hide another quantity.
    #[error("quantity below zero")]
    Negative,
    /// The total does not fit 63 bits.
    #[error("total is too large")]
    Overflow,
    /// No leaf of that index.
    #[error("no such leaf in the tree")]
    OutOfRange,
    /// Too few or too many siblings.
    #[error("proof has the wrong number of nodes")]
    WrongLength,
}

/// The node of one leaf. `data` says whose quantity it is; its meaning is the statement's.
pub fn leaf<S: Suite>(data: &[u8], quantity: i64) -> Result<Node, SumError> {
    let sum = u64::try_from(quantity).map_err(|_| SumError::Negative)?;
    let hash = suite::hash::<S>(&[&[0x00], data, &sum.to_be_bytes()]);
    Ok(Node { hash, sum: quantity })
}

/// The node above two nodes.
pub fn join<S: Suite>(left: &Node, right: &Node) -> Result<Node, SumError> {
    let unsigned = |sum: i64| u64::try_from(sum).map_err(|_| SumError::Negative);
    let (l, r) = (unsigned(left.sum)?, unsigned(right.sum)?);
    let sum = left.sum.checked_add(right.sum).ok_or(SumError::Overflow)?;
    let hash = suite::hash::<S>(&[&[0x01], &left.hash, &l.to_be_bytes(), &right.hash, &r.to_be_bytes()]);
    Ok(Node { hash, sum })
}

/// A whole sum tree in memory, ready to give proofs.
#[derive(Debug, Clone)]
pub struct Tree<S> {
    /// Leaves first; an odd last node goes up as it is, which gives the shape of RFC 6962.
    levels: Vec<Vec<Node>>,
    suite: PhantomData<S>,
}

impl<S: Suite> Tree<S> {
    /// Builds the tree; refuses negative quantities and totals beyond 63 bits.
    pub fn new(leaves: Vec<Node>) -> Result<Self, SumError> {
        if leaves.iter().any(|leaf| leaf.sum < 0) {
            return Err(SumError::Negative);
        }
        let mut levels = vec![leaves];
        while levels[levels.len() - 1].len() > 1 {
            let pairs = levels[levels.len() - 1].chunks(2);
            let above = pairs.map(|pair| match pair {
                [left, right] => join::<S>(left, right),
                alone => Ok(alone[0]),
            });
            levels.push(above.collect::<Result<_, _>>()?);
        }
        Ok(Self { levels, suite: PhantomData })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels[0].len() as u64
    }

    /// Root and total; `H("")` and 0 when there are no leaves.
    pub fn root(&self) -> Node {
        let empty = || Node { hash: empty_root::<S>(), sum: 0 };
        self.levels[self.levels.len() - 1].first().copied().unwrap_or_else(empty)
    }

    /// The siblings of leaf `index`, leaf to root.
    pub fn path(&self, index: u64) -> Result<Vec<Node>, SumError> {
        if index >= self.size() {
            return Err(SumError::OutOfRange);
        }
        let sibling =
            |(height, nodes): (usize, &Vec<Node>)| nodes.get((index as usize >> height) ^ 1).copied();
        Ok(self.levels.iter().enumerate().filter_map(sibling).collect())
    }
}

/// Climbs from a leaf to the root it leads to: compare the answer with the signed root *and* total.
/// `size` is the number of leaves of the tree.
pub fn climb<S: Suite>(leaf: &Node, index: u64, size: u64, path: &[Node]) -> Result<Node, SumError> {
    if index >= size {
        return Err(SumError::OutOfRange);
    }
    let (mut node, mut last, mut top) = (index, size - 1, *leaf);
    for sibling in path {
        while node == last && node & 1 == 0 && last > 0 {
            (node, last) = (node >> 1, last >> 1);
        }
        if last == 0 {
            return Err(SumError::WrongLength);
        }
        top = if node & 1 == 1 { join::<S>(sibling, &top)? } else { join::<S>(&top, sibling)? };
        (node, last) = (node >> 1, last >> 1);
    }
    // What remains may only be promotion along the right edge.
    while node == last && node & 1 == 0 && last > 0 {
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 { Ok(top) } else { Err(SumError::WrongLength) }
}
