//! Roots and proofs: the published vectors of RFC 6962's reference implementation, the definition, and ct-merkle.

use std::collections::HashMap;

use chain::proof::{Nodes, ProofError, verify_consistency, verify_inclusion};
use chain::range::Range;
use chain::tile::{self, Tile};
use chain::{Hash, Sha256Suite, Sm3Suite, Suite, leaf_hash};
use proptest::prelude::*;

use crate::oracle::{entries, hash, mth, unhex};

/// The eight leaves of certificate-transparency's reference tests.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// A tree with the tiles a writer would keep.
struct Log<S> {
    range: Range<S>,
    levels: HashMap<u8, Vec<Hash>>,
}

impl<S: Suite> Log<S> {
    fn of(entries: &[Vec<u8>]) -> Self {
        let mut log = Self { range: Range::new(), levels: HashMap::new() };
        for entry in entries {
            log.range.push_with(leaf_hash::<S>(entry), |level, index, hash| {
                let hashes = log.levels.entry(level).or_default();
                assert_eq!(hashes.len() as u64, index, "hashes of a level come in order");
                hashes.push(hash);
            });
        }
        log
    }

    /// Proofs over the first `size` entries.
    fn nodes(&self, size: u64) -> Nodes<S, impl FnMut(Tile) -> Result<Vec<u8>, ProofError>> {
        Nodes::new(size, |tile: Tile| {
            let (_, each) = tile.span().expect("small tree");
            let level = (each.trailing_zeros() / 8) as u8;
            let from = (tile.index * 256) as usize;
            Ok(self.levels[&level][from..from + usize::from(tile.width)].concat())
        })
    }
}

#[test]
fn roots_are_the_published_ones() {
    let mut range = Range::<Sha256Suite>::new();
    for (leaf, root) in LEAVES.iter().zip(ROOTS) {
        range.push(leaf_hash::<Sha256Suite>(&unhex(leaf)));
        assert_eq!(range.root(), hash(root));
    }
}

/// Inclusion and consistency proofs of the reference tests (index and sizes here start at 0 and 1 as in RFC 9162).
#[test]
fn proofs_are_the_published_ones() {
    let leaves: Vec<Vec<u8>> = LEAVES.iter().map(|leaf| unhex(leaf)).collect();
    let log = Log::<Sha256Suite>::of(&leaves);
    let inclusion = [
        (0, 1, vec![]),
        (
            0,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            vec![
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, vec!["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            vec![
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (index, size, expected) in inclusion {
        let expected: Vec<Hash> = expected.into_iter().map(hash).collect();
        assert_eq!(log.nodes(size).inclusion(index), Ok(expected), "entry {index} of {size}");
    }
    let consistency = [
        (1, 1, vec![]),
        (
            1,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            vec![
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            vec![
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (old, size, expected) in consistency {
        let expected: Vec<Hash> = expected.into_iter().map(hash).collect();
        assert_eq!(log.nodes(size).consistency(old), Ok(expected), "{old} to {size}");
    }
}

fn every_proof_holds<S: Suite>(size: usize) {
    let entries = entries(size);
    let log = Log::<S>::of(&entries);
    let root = mth::<S>(&entries);
    assert_eq!(log.range.root(), root);
    let mut nodes = log.nodes(size as u64);
    assert_eq!(nodes.root(), Ok(root));
    for (index, entry) in entries.iter().enumerate() {
        let leaf = leaf_hash::<S>(entry);
        let proof = nodes.inclusion(index as u64).unwrap();
        assert_eq!(verify_inclusion::<S>(&root, size as u64, index as u64, &leaf, &proof), Ok(()));
        let other = verify_inclusion::<S>(&root, size as u64, index as u64, &[7; 32], &proof);
        assert_eq!(other, Err(ProofError::WrongRoot));
    }
    for old in 0..=size {
        let old_root = mth::<S>(&entries[..old]);
        let proof = nodes.consistency(old as u64).unwrap();
        assert_eq!(
            verify_consistency::<S>(old as u64, &old_root, size as u64, &root, &proof),
            Ok(()),
            "{old} to {size}"
        );
        if old > 0 {
            let forged = verify_consistency::<S>(old as u64, &[7; 32], size as u64, &root, &proof);
            assert!(forged.is_err(), "{old} to {size}");
        }
    }
}

#[test]
fn every_proof_of_a_small_tree_holds_in_both_suites() {
    for size in (1..40).chain([255, 256, 257, 300]) {
        every_proof_holds::<Sha256Suite>(size);
        every_proof_holds::<Sm3Suite>(size);
    }
}

#[test]
fn tiles_above_the_leaves_carry_large_trees() {
    let entries = entries(66_000);
    let log = Log::<Sha256Suite>::of(&entries);
    let root = log.range.root();
    assert_eq!(root, mth::<Sha256Suite>(&entries));
    for index in [0, 1, 255] {
        let below = &log.levels[&0][index * 256..index * 256 + 256];
        assert_eq!(
            tile::root::<Sha256Suite>(below),
            log.levels[&1][index],
            "a full tile hashes to its place above"
        );
    }
    for index in [0, 255, 256, 40_000, 65_535, 65_536, 65_999] {
        let proof = log.nodes(66_000).inclusion(index).unwrap();
        let leaf = leaf_hash::<Sha256Suite>(&entries[index as usize]);
        assert_eq!(verify_inclusion::<Sha256Suite>(&root, 66_000, index, &leaf, &proof), Ok(()));
    }
    for old in [1, 255, 256, 300, 65_535, 65_536, 65_537, 65_999] {
        let old_root = mth::<Sha256Suite>(&entries[..old as usize]);
        let proof = log.nodes(66_000).consistency(old).unwrap();
        assert_eq!(verify_consistency::<Sha256Suite>(old, &old_root, 66_000, &root, &proof), Ok(()));
    }
}

#[test]
fn a_proof_of_the_wrong_length_is_refused() {
    let log = Log::<Sha256Suite>::of(&entries(9));
    let root = log.range.root();
    let leaf = leaf_hash::<Sha256Suite>(&entries(9)[3]);
    let proof = log.nodes(9).inclusion(3).unwrap();
    let longer = [proof.as_slice(), &[[0; 32]]].concat();
    let cases = [
        (3, &proof[..3], ProofError::WrongLength),
        (3, &longer[..], ProofError::WrongLength),
        (9, &proof[..], ProofError::OutOfRange),
        (2, &proof[..], ProofError::WrongRoot),
    ];
    for (index, proof, error) in cases {
        assert_eq!(verify_inclusion::<Sha256Suite>(&root, 9, index, &leaf, proof), Err(error));
    }
    let proof = log.nodes(9).consistency(6).unwrap();
    let old = Log::<Sha256Suite>::of(&entries(6)).range.root();
    let short = verify_consistency::<Sha256Suite>(6, &old, 9, &root, &proof[1..]);
    assert!(short.is_err());
    assert_eq!(verify_consistency::<Sha256Suite>(9, &root, 6, &old, &[]), Err(ProofError::OutOfRange));
    assert_eq!(verify_consistency::<Sha256Suite>(9, &root, 9, &root, &proof), Err(ProofError::WrongLength));
    assert_eq!(verify_consistency::<Sha256Suite>(0, &[1; 32], 9, &root, &[]), Err(ProofError::WrongRoot));
    assert_eq!(log.nodes(9).inclusion(9), Err(ProofError::OutOfRange));
    assert_eq!(log.nodes(9).consistency(10), Err(ProofError::OutOfRange));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// ct-merkle is an RFC 6962 implementation by other people.
    #[test]
    fn roots_and_proofs_agree_with_ct_merkle(size in 1usize..700, index in any::<prop::sample::Index>()) {
        let entries = entries(size);
        let log = Log::<Sm3Suite>::of(&entries);
        let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<sm3::Sm3, Vec<u8>>::new();
        entries.iter().for_each(|entry| theirs.push(entry.clone()));
        let head = theirs.root();
        prop_assert_eq!(log.range.root().to_vec(), head.as_bytes().to_vec());
        let index = index.index(size);
        let proof = theirs.prove_inclusion(index);
        prop_assert_eq!(log.nodes(size as u64).inclusion(index as u64).unwrap().concat(), proof.as_bytes());
        if index > 0 {
            let proof = theirs.prove_consistency(size - index);
            prop_assert_eq!(log.nodes(size as u64).consistency(index as u64).unwrap().concat(), proof.as_bytes());
        }
    }

    /// A writer that stops and starts again at any point goes on with the same tree.
    #[test]
    fn a_stored_range_goes_on(size in 0usize..600, stop in any::<prop::sample::Index>()) {
        let entries = entries(size);
        let stop = stop.index(size + 1);
        let before = Log::<Sha256Suite>::of(&entries[..stop]).range;
        let mut range = Range::<Sha256Suite>::from_bytes(&before.to_bytes()).unwrap();
        prop_assert_eq!(&range, &before);
        entries[stop..].iter().for_each(|entry| range.push(leaf_hash::<Sha256Suite>(entry)));
        prop_assert_eq!(range.root(), mth::<Sha256Suite>(&entries));
        prop_assert_eq!(range.size(), size as u64);
    }
}
