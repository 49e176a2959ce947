//! Inclusion and consistency proofs (RFC 6962 section 2.1, RFC 9162 section 2.1.3 and 2.1.4): made from stored tiles,
//! checked from nothing but hashes. A proof made from wrong tiles is a wrong proof: the check, not the making, is trusted.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::tile::{self, Kind, Tile, TileError};
use crate::{Hash, Suite, empty_root, node_hash};

/// Why a proof was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index is not in a tree of that size, or the sizes are the wrong way round.
    #[error("no such entry or size in the tree")]
    OutOfRange,
    /// Too few or too many hashes.
    #[error("proof has the wrong number of hashes")]
    WrongLength,
    /// The hashes do not lead to the root.
    #[error("proof does not lead to the root")]
    WrongRoot,
    /// A stored tile could not be read as one.
    #[error(transparent)]
    Tile(#[from] TileError),
}

/// Root over leaf hashes: the definition of RFC 6962 section 2.1, recursively.
pub(crate) fn mth<S: Suite>(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root::<S>(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len() as u64) as usize);
            node_hash::<S>(&mth::<S>(left), &mth::<S>(right))
        }
    }
}

/// The largest power of two below `n` (n > 1).
fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

/// The inclusion proof of one of `leaves`: the definition of RFC 6962 section 2.1.1, for trees small enough to hold.
pub(crate) fn inclusion_among<S: Suite>(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, ProofError> {
    let size = leaves.len() as u64;
    path(index, size)?
        .into_iter()
        .map(|(low, high)| Ok(mth::<S>(&leaves[low as usize..high as usize])))
        .collect()
}

/// The siblings of entry `index`, leaf to root, as ranges of entries.
fn path(index: u64, size: u64) -> Result<Vec<(u64, u64)>, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let mut siblings = Vec::new();
    let (mut low, mut high) = (0, size);
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            siblings.push((middle, high));
            high = middle;
        } else {
            siblings.push((low, middle));
            low = middle;
        }
    }
    siblings.reverse();
    Ok(siblings)
}

/// Reads tree nodes out of tiles. Each tile is asked for once, at the width it has in a tree of `size` entries.
pub struct Nodes<S, R> {
    size: u64,
    read: R,
    tiles: HashMap<(u8, u64), Vec<Hash>>,
    suite: PhantomData<S>,
}

impl<S, R, E> Nodes<S, R>
where
    S: Suite,
    R: FnMut(Tile) -> Result<Vec<u8>, E>,
    E: From<ProofError>,
{
    /// `read` returns the bytes of a tile of hashes of exactly the width asked for.
    pub fn new(size: u64, read: R) -> Self {
        Self { size, read, tiles: HashMap::new(), suite: PhantomData }
    }

    /// The proof that entry `index` is in the tree: sibling hashes from leaf to root.
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, E> {
        path(index, self.size)?.into_iter().map(|(low, high)| self.subtree(low, high)).collect()
    }

    /// The proof that the tree of `old` entries is a prefix of this one (RFC 6962 section 2.1.2).
    /// Empty when `old` is 0 or the whole size.
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, E> {
        if old > self.size {
            return Err(ProofError::OutOfRange.into());
        }
        if old == 0 || old == self.size {
            return Ok(Vec::new());
        }
        let mut path = Vec::new();
        let (mut low, mut high) = (0, self.size);
        while high != old {
            let middle = low + split(high - low);
            if old <= middle {
                path.push((middle, high));
                high = middle;
            } else {
                path.push((low, middle));
                low = middle;
            }
        }
        if low > 0 {
            path.push((low, high));
        }
        path.into_iter().rev().map(|(low, high)| self.subtree(low, high)).collect()
    }

    /// Root over the whole tree as the tiles have it.
    pub fn root(&mut self) -> Result<Hash, E> {
        if self.size == 0 { Ok(empty_root::<S>()) } else { self.subtree(0, self.size) }
    }

    /// Root over the entries `[low, high)` of a subtree of the tree.
    fn subtree(&mut self, low: u64, high: u64) -> Result<Hash, E> {
        let length = high - low;
        if length.is_power_of_two() && low.is_multiple_of(length) {
            return self.node(length.trailing_zeros(), low / length);
        }
        let middle = low + split(length);
        let (left, right) = (self.subtree(low, middle)?, self.subtree(middle, high)?);
        Ok(node_hash::<S>(&left, &right))
    }

    /// The perfect node `index` at tree height `height`.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, E> {
        let (level, above) = ((height / tile::HEIGHT) as u8, height % tile::HEIGHT);
        let first = index << above;
        let (number, offset) = (first / tile::WIDTH, (first % tile::WIDTH) as usize);
        let hashes = self.tile(level, number)?;
        let part = hashes.get(offset..offset + (1 << above)).ok_or(ProofError::OutOfRange)?;
        Ok(mth::<S>(part))
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], E> {
        if !self.tiles.contains_key(&(level, index)) {
            let tile = Tile::hashes(level, index, self.size).ok_or(ProofError::OutOfRange)?;
            debug_assert!(matches!(tile.kind, Kind::Hashes(_)));
            let bytes = (self.read)(tile)?;
            let hashes = tile::parse_hashes(&bytes, tile.width).map_err(ProofError::from)?;
            self.tiles.insert((level, index), hashes.to_vec());
        }
        Ok(&self.tiles[&(level, index)])
    }
}

/// Checks that `leaf` stands at `index` of the tree (RFC 9162 section 2.1.3.2).
pub fn verify_inclusion<S: Suite>(
    root: &Hash,
    size: u64,
    index: u64,
    leaf: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash::<S>(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = node_hash::<S>(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match last {
        0 if hash == *root => Ok(()),
        0 => Err(ProofError::WrongRoot),
        _ => Err(ProofError::WrongLength),
    }
}

/// Checks that the tree of `old` entries is a prefix of the tree of `size` entries (RFC 9162 section 2.1.4.2).
/// The empty tree is a prefix of every tree and needs an empty proof.
pub fn verify_consistency<S: Suite>(
    old: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > size {
        return Err(ProofError::OutOfRange);
    }
    if old == 0 || old == size {
        let expected = if old == 0 { empty_root::<S>() } else { *root };
        return match proof {
            [] if *old_root == expected => Ok(()),
            [] => Err(ProofError::WrongRoot),
            _ => Err(ProofError::WrongLength),
        };
    }
    // An old tree that is a perfect subtree is itself the first hash of the path.
    let start: &[Hash] = if old.is_power_of_two() { std::slice::from_ref(old_root) } else { &[] };
    let mut path = start.iter().chain(proof);
    let skip = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> skip, (size - 1) >> skip);
    let first = path.next().ok_or(ProofError::WrongLength)?;
    let (mut old_hash, mut hash) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash::<S>(sibling, &old_hash);
            hash = node_hash::<S>(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = node_hash::<S>(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(ProofError::WrongLength);
    }
    if old_hash == *old_root && hash == *root { Ok(()) } else { Err(ProofError::WrongRoot) }
}
