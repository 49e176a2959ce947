//! Sum trees: totals that cannot lie.

use chain::sum::{Node, SumError, Tree, climb, join, leaf};
use chain::{Sha256Suite, Sm3Suite, Suite};
use proptest::prelude::*;

/// The definition: split at the largest power of two below n, add and hash.
fn naive<S: Suite>(nodes: &[Node]) -> Node {
    match nodes.len() {
        1 => nodes[0],
        n => {
            let mut k = 1;
            while k * 2 < n {
                k *= 2;
            }
            join::<S>(&naive::<S>(&nodes[..k]), &naive::<S>(&nodes[k..])).unwrap()
        }
    }
}

fn leaves<S: Suite>(quantities: &[i64]) -> Vec<Node> {
    quantities
        .iter()
        .enumerate()
        .map(|(i, q)| leaf::<S>(format!("position {i}").as_bytes(), *q).unwrap())
        .collect()
}

fn holds<S: Suite>(quantities: &[i64]) {
    let leaves = leaves::<S>(quantities);
    let tree = Tree::<S>::new(leaves.clone()).unwrap();
    assert_eq!(tree.root(), naive::<S>(&leaves));
    assert_eq!(tree.root().sum, quantities.iter().sum::<i64>());
    for (i, leaf) in leaves.iter().enumerate() {
        let path = tree.path(i as u64).unwrap();
        assert_eq!(climb::<S>(leaf, i as u64, tree.size(), &path), Ok(tree.root()));
    }
}

#[test]
fn every_leaf_leads_to_the_root_and_the_total() {
    for n in 1..70 {
        holds::<Sha256Suite>(&(0..n).map(|i| i * i).collect::<Vec<_>>());
        holds::<Sm3Suite>(&(0..n).map(|i| i * 1_000).collect::<Vec<_>>());
    }
}

#[test]
fn a_total_below_zero_or_beyond_63_bits_is_refused() {
    assert_eq!(leaf::<Sha256Suite>(b"position", -1), Err(SumError::Negative));
    let full = leaf::<Sha256Suite>(b"a", i64::MAX).unwrap();
    let one = leaf::<Sha256Suite>(b"b", 1).unwrap();
    assert_eq!(join::<Sha256Suite>(&full, &one), Err(SumError::Overflow));
    assert_eq!(Tree::<Sha256Suite>::new(vec![full, one]).unwrap_err(), SumError::Overflow);
    let owed = Node { sum: -5, ..one };
    assert_eq!(join::<Sha256Suite>(&full, &owed), Err(SumError::Negative));
    assert_eq!(Tree::<Sha256Suite>::new(vec![owed]).unwrap_err(), SumError::Negative);
    // The same total made of a hidden debt: 10 + 5 - 5. The climb refuses it, whatever the hash.
    let leaf = leaf::<Sha256Suite>(b"mine", 10).unwrap();
    assert_eq!(climb::<Sha256Suite>(&leaf, 0, 2, &[owed]), Err(SumError::Negative));
}

/// Moving quantity from one side to the other keeps the total but not the root: each side's sum is committed to.
#[test]
fn quantity_cannot_move_between_the_sides_of_a_node() {
    let nodes = leaves::<Sm3Suite>(&[10, 20]);
    let honest = join::<Sm3Suite>(&nodes[0], &nodes[1]).unwrap();
    let moved = join::<Sm3Suite>(&Node { sum: 15, ..nodes[0] }, &Node { sum: 15, ..nodes[1] }).unwrap();
    assert_eq!(moved.sum, honest.sum);
    assert_ne!(moved.hash, honest.hash);
}

#[test]
fn a_path_of_the_wrong_length_is_refused() {
    let leaves = leaves::<Sha256Suite>(&[1, 2, 3, 4, 5]);
    let tree = Tree::<Sha256Suite>::new(leaves.clone()).unwrap();
    let path = tree.path(4).unwrap();
    assert_eq!(path.len(), 1);
    assert_eq!(climb::<Sha256Suite>(&leaves[4], 4, 5, &[]), Err(SumError::WrongLength));
    assert_eq!(climb::<Sha256Suite>(&leaves[4], 4, 5, &[path[0], path[0]]), Err(SumError::WrongLength));
    assert_eq!(climb::<Sha256Suite>(&leaves[4], 5, 5, &path), Err(SumError::OutOfRange));
    assert_eq!(tree.path(5), Err(SumError::OutOfRange));
    assert_eq!(Tree::<Sha256Suite>::new(Vec::new()).unwrap().root().sum, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No other quantity, index or size leads to the same root and total.
    #[test]
    fn a_changed_leaf_does_not_lead_to_the_root(
        quantities in prop::collection::vec(0i64..1_000_000, 2..60),
        at in any::<prop::sample::Index>(),
        other in 0i64..1_000_000,
    ) {
        let at = at.index(quantities.len());
        prop_assume!(other != quantities[at]);
        let leaves = leaves::<Sha256Suite>(&quantities);
        let tree = Tree::<Sha256Suite>::new(leaves).unwrap();
        let path = tree.path(at as u64).unwrap();
        let lie = leaf::<Sha256Suite>(format!("position {at}").as_bytes(), other).unwrap();
        prop_assert_ne!(climb::<Sha256Suite>(&lie, at as u64, tree.size(), &path).unwrap(), tree.root());
    }
}
