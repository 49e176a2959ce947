//! The compact range: the right edge of a growing tree, at most 63 hashes, enough to append and to know the root.
//! It never holds entries and never looks back.

use std::marker::PhantomData;

use crate::{Hash, Suite, empty_root, node_hash, tile};

/// Right edge of the tree over `[0, size)`: one hash for each set bit of the size, largest subtree first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range<S> {
    size: u64,
    peaks: Vec<Hash>,
    suite: PhantomData<S>,
}

/// Stored bytes that are not a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{length} bytes do not hold a compact range")]
pub struct BadRange {
    /// Length of the refused bytes.
    pub length: usize,
}

impl<S: Suite> Range<S> {
    /// The empty tree.
    pub fn new() -> Self {
        Self { size: 0, peaks: Vec::new(), suite: PhantomData }
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree (RFC 6962 MTH).
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => empty_root::<S>(),
            Some(last) => peaks.fold(*last, |right, left| node_hash::<S>(left, &right)),
        }
    }

    /// Appends one leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_with(leaf, |_, _, _| {});
    }

    /// Appends one leaf hash and reports each hash that now has a place in a tile: `done(level, index, hash)` with the
    /// *tile* level (0 = leaves, l = roots of 256^l entries) and the index of the hash within that level
    /// (it stands in tile `index / 256` at offset `index % 256`). The leaf itself is reported first.
    pub fn push_with(&mut self, leaf: Hash, mut done: impl FnMut(u8, u64, Hash)) {
        done(0, self.size, leaf);
        let mut hash = leaf;
        for height in 1..=self.size.trailing_ones() {
            let left = self.peaks.pop().expect("one peak for each set bit of the size");
            hash = node_hash::<S>(&left, &hash);
            if height.is_multiple_of(tile::HEIGHT) {
                done((height / tile::HEIGHT) as u8, self.size >> height, hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// `size` as 8 bytes big-endian, then the hashes, largest subtree first: at most 2,024 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.peaks.len());
        bytes.extend(self.size.to_be_bytes());
        self.peaks.iter().for_each(|peak| bytes.extend(peak));
        bytes
    }

    /// Reads what [`Range::to_bytes`] wrote; refuses any other length and sizes above 2^63 - 1.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadRange> {
        let bad = BadRange { length: bytes.len() };
        let (size, peaks) = bytes.split_first_chunk::<8>().ok_or(bad)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = peaks.as_chunks::<32>();
        if size > i64::MAX as u64 || peaks.len() != size.count_ones() as usize || !rest.is_empty() {
            return Err(bad);
        }
        Ok(Self { size, peaks: peaks.to_vec(), suite: PhantomData })
    }
}

impl<S: Suite> Default for Range<S> {
    fn default() -> Self {
        Self::new()
    }
}
