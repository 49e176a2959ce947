//! The independent check: rebuilds a tree from its entries alone and compares it with every signed head and stored tile.
//! It uses the definition of RFC 6962 and none of the writer's code, believes nothing it is given but the entries,
//! and names the first place that disagrees.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::proof::mth;
use crate::tile::{self, TileError};
use crate::{Hash, Suite, empty_root, leaf_hash};

/// The first thing found wrong with a book. Ranges are of entry indices, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The entry is not the one its stored leaf hash was made from.
    #[error("entry {index} does not match its stored leaf hash ({suite})")]
    Entry {
        /// Which tree noticed.
        suite: &'static str,
        /// The entry.
        index: u64,
    },
    /// A stored tile above the leaves does not follow from the entries: one of them and its leaf hash were changed.
    #[error(
        "an entry in {from}..{to} was changed together with its leaf hash: stored tile {level} disagrees ({suite})"
    )]
    Tile {
        /// Which tree noticed.
        suite: &'static str,
        /// Level of the tile that disagrees.
        level: u8,
        /// First entry of the range.
        from: u64,
        /// End of the range.
        to: u64,
    },
    /// The root of the first `to` entries is not the one that was signed.
    #[error("the first {to} entries do not lead to the signed root; those before {from} do ({suite})")]
    Head {
        /// Which tree noticed.
        suite: &'static str,
        /// Size of the last signed head that agreed, 0 if none.
        from: u64,
        /// Size of the signed head that disagrees.
        to: u64,
    },
    /// A head was signed over more entries than the book has: its tail was cut off.
    #[error("the book ends at {size} but a head over {signed} entries was signed ({suite})")]
    CutOff {
        /// Which tree noticed.
        suite: &'static str,
        /// Entries the book has.
        size: u64,
        /// Entries the signed head has.
        signed: u64,
    },
    /// A tile is stored for entries the book does not have.
    #[error("tile {level}/{index} holds more than the book's {size} entries ({suite})")]
    Surplus {
        /// Which tree noticed.
        suite: &'static str,
        /// Level of the tile.
        level: u8,
        /// Index of the tile.
        index: u64,
        /// Entries the book has.
        size: u64,
    },
    /// A tile the tree has is not stored, or only a shorter one is.
    #[error("tile {level}/{index} is missing or cut short ({suite})")]
    Missing {
        /// Which tree noticed.
        suite: &'static str,
        /// Level of the tile.
        level: u8,
        /// Index of the tile.
        index: u64,
    },
    /// Stored bytes that are no tile or bundle.
    #[error("stored tile {level}/{index} cannot be read ({suite}): {error}")]
    Unreadable {
        /// Which tree noticed.
        suite: &'static str,
        /// Level of the tile; 0 for a bundle too.
        level: u8,
        /// Index of the tile.
        index: u64,
        /// What is wrong with it.
        error: TileError,
    },
}

impl Finding {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Finding::Entry { suite, index } => format!("第 {index} 条记录与已存的叶散列不符（{suite}）"),
            Finding::Tile { suite, level, from, to } => {
                format!(
                    "第 {from} 至 {} 条记录中有一条连同其叶散列被改动：第 {level} 级瓦片不符（{suite}）",
                    to - 1
                )
            }
            Finding::Head { suite, from, to } => {
                format!("前 {to} 条记录得不出已签名的根；前 {from} 条可以（{suite}）")
            }
            Finding::CutOff { suite, size, signed } => {
                format!("账册止于 {size} 条，而已有 {signed} 条的签名检查点：尾部被截断（{suite}）")
            }
            Finding::Surplus { suite, level, index, size } => {
                format!("瓦片 {level}/{index} 超出账册的 {size} 条记录（{suite}）")
            }
            Finding::Missing { suite, level, index } => {
                format!("瓦片 {level}/{index} 缺失或不完整（{suite}）")
            }
            Finding::Unreadable { suite, level, index, .. } => {
                format!("瓦片 {level}/{index} 无法读取（{suite}）")
            }
        }
    }

    /// First entry that can be the bad one.
    pub fn index(&self) -> u64 {
        match *self {
            Finding::Entry { index, .. } => index,
            Finding::Tile { from, .. } | Finding::Head { from, .. } => from,
            Finding::CutOff { size, .. } | Finding::Surplus { size, .. } => size,
            Finding::Missing { level, index, .. } | Finding::Unreadable { level, index, .. } => index
                .saturating_mul(tile::WIDTH)
                .checked_shl(u32::from(level) * tile::HEIGHT)
                .unwrap_or(u64::MAX),
        }
    }
}

/// A tree that held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Entries hashed.
    pub size: u64,
    /// Root over all of them.
    pub root: Hash,
    /// Signed heads that agreed.
    pub heads: u64,
    /// Stored tiles that agreed.
    pub tiles: u64,
}

/// Checks one tree of a book. Give it heads and tiles before the entries they cover, then every entry in order, then
/// [`TreeCheck::finish`]. Memory: 8 KiB a level, plus the tiles and heads still waiting for their entries.
#[derive(Debug, Clone)]
pub struct TreeCheck<S> {
    size: u64,
    /// For each tile level the hashes of its unfinished tile (fewer than 256).
    levels: Vec<Vec<Hash>>,
    heads: BTreeMap<u64, Vec<Hash>>,
    tiles: BTreeMap<(u8, u64), Vec<Vec<Hash>>>,
    /// Lowest level whose tiles must all be stored; none if they may be absent.
    demanded: Option<u8>,
    good_head: u64,
    checked_heads: u64,
    checked_tiles: u64,
    suite: PhantomData<S>,
}

impl<S: Suite> TreeCheck<S> {
    /// A check that has seen no entry.
    pub fn new() -> Self {
        Self {
            size: 0,
            levels: vec![Vec::new()],
            heads: BTreeMap::new(),
            tiles: BTreeMap::new(),
            demanded: None,
            good_head: 0,
            checked_heads: 0,
            checked_tiles: 0,
            suite: PhantomData,
        }
    }

    /// The root of the first `size` entries must be `root`: a head whose signature the caller has checked, or one it
    /// remembers. Give heads before their last entry; one that comes late is compared only if the size is just reached.
    pub fn expect_head(&mut self, size: u64, root: Hash) {
        self.heads.entry(size).or_default().push(root);
    }

    /// The stored tile of hashes must follow from the entries. Several widths of one tile may be given.
    pub fn expect_tile(&mut self, level: u8, index: u64, bytes: &[u8]) -> Result<(), Finding> {
        let width = (bytes.len() / 32).clamp(1, tile::WIDTH as usize) as u16;
        let unreadable = |error| Finding::Unreadable { suite: S::NAME, level, index, error };
        let hashes = tile::parse_hashes(bytes, width).map_err(unreadable)?;
        self.tiles.entry((level, index)).or_default().push(hashes.to_vec());
        Ok(())
    }

    /// From `level` up, every tile the tree has must be given, as wide as the entries make it: without this a tile that was
    /// never given is not missed.
    pub fn demand_tiles(&mut self, level: u8) {
        self.demanded = Some(level);
    }

    /// All `width` entries of the next bundle, in order.
    pub fn bundle(&mut self, bundle: &[u8], width: u16) -> Result<(), Finding> {
        let index = self.size / tile::WIDTH;
        let unreadable = |error| Finding::Unreadable { suite: S::NAME, level: 0, index, error };
        for entry in tile::parse_bundle(bundle, width).map_err(unreadable)? {
            self.entry(entry)?;
        }
        Ok(())
    }

    /// The next entry. Returns its leaf hash.
    pub fn entry(&mut self, entry: &[u8]) -> Result<Hash, Finding> {
        let leaf = leaf_hash::<S>(entry);
        self.leaf(leaf)?;
        Ok(leaf)
    }

    /// The next entry, with the leaf hash that is stored for it.
    pub fn entry_with(&mut self, entry: &[u8], stored: &Hash) -> Result<(), Finding> {
        let leaf = leaf_hash::<S>(entry);
        if leaf != *stored {
            return Err(Finding::Entry { suite: S::NAME, index: self.size });
        }
        self.leaf(leaf)
    }

    fn leaf(&mut self, leaf: Hash) -> Result<(), Finding> {
        if self.size == 0 {
            self.check_heads()?;
        }
        self.size += 1;
        self.levels[0].push(leaf);
        self.fold()?;
        self.check_heads()
    }

    /// Entries so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root over the entries so far.
    pub fn root(&self) -> Hash {
        let mut below: Option<Hash> = None;
        for level in &self.levels {
            if let Some(unfinished) = below {
                below = Some(mth::<S>(&[level.as_slice(), &[unfinished]].concat()));
            } else if !level.is_empty() {
                below = Some(mth::<S>(level));
            }
        }
        below.unwrap_or_else(empty_root::<S>)
    }

    /// Compares what is still waiting; heads and tiles beyond the last entry are findings.
    pub fn finish(mut self) -> Result<Checked, Finding> {
        if self.size == 0 {
            self.check_heads()?;
        }
        for level in 0..self.levels.len() {
            let index = (self.size >> (level as u32 * tile::HEIGHT)) / tile::WIDTH;
            let hashes = std::mem::take(&mut self.levels[level]);
            self.compare(level as u8, index, &hashes)?;
            self.levels[level] = hashes;
        }
        if let Some(&(level, index)) = self.tiles.keys().next() {
            return Err(Finding::Surplus { suite: S::NAME, level, index, size: self.size });
        }
        if let Some(&signed) = self.heads.keys().next_back() {
            return Err(Finding::CutOff { suite: S::NAME, size: self.size, signed });
        }
        Ok(Checked {
            size: self.size,
            root: self.root(),
            heads: self.checked_heads,
            tiles: self.checked_tiles,
        })
    }

    /// Closes every level whose tile became full: compares it and hands its root up.
    fn fold(&mut self) -> Result<(), Finding> {
        for level in 0.. {
            if (self.levels[level].len() as u64) < tile::WIDTH {
                break;
            }
            let index = (self.size >> (level as u32 * tile::HEIGHT)) / tile::WIDTH - 1;
            let hashes = std::mem::take(&mut self.levels[level]);
            self.compare(level as u8, index, &hashes)?;
            if self.levels.len() == level + 1 {
                self.levels.push(Vec::new());
            }
            self.levels[level + 1].push(mth::<S>(&hashes));
        }
        Ok(())
    }

    /// Compares the stored copies of one tile with the hashes that follow from the entries.
    fn compare(&mut self, level: u8, index: u64, hashes: &[Hash]) -> Result<(), Finding> {
        let mut whole = hashes.is_empty() || self.demanded.is_none_or(|demanded| level < demanded);
        for stored in self.tiles.remove(&(level, index)).unwrap_or_default() {
            if let Some(i) = differs(&stored, hashes) {
                return Err(self.damaged(level, index * tile::WIDTH + i));
            }
            if stored.len() > hashes.len() {
                return Err(Finding::Surplus { suite: S::NAME, level, index, size: self.size });
            }
            whole |= stored.len() == hashes.len();
            self.checked_tiles += 1;
        }
        if whole { Ok(()) } else { Err(Finding::Missing { suite: S::NAME, level, index }) }
    }

    fn check_heads(&mut self) -> Result<(), Finding> {
        let Some(roots) = self.heads.remove(&self.size) else { return Ok(()) };
        let root = self.root();
        if roots.iter().any(|signed| *signed != root) {
            return Err(self.locate());
        }
        self.good_head = self.size;
        self.checked_heads += roots.len() as u64;
        Ok(())
    }

    /// A head disagrees: the unfinished tiles may already say which entry it is.
    fn locate(&self) -> Finding {
        for (level, hashes) in self.levels.iter().enumerate() {
            let index = (self.size >> (level as u32 * tile::HEIGHT)) / tile::WIDTH;
            let stored = self.tiles.get(&(level as u8, index));
            if let Some(i) = stored.into_iter().flatten().find_map(|stored| differs(stored, hashes)) {
                return self.damaged(level as u8, index * tile::WIDTH + i);
            }
        }
        Finding::Head { suite: S::NAME, from: self.good_head, to: self.size }
    }

    fn damaged(&self, level: u8, position: u64) -> Finding {
        if level == 0 {
            return Finding::Entry { suite: S::NAME, index: position };
        }
        let shift = u32::from(level) * tile::HEIGHT;
        Finding::Tile { suite: S::NAME, level, from: position << shift, to: (position + 1) << shift }
    }
}

impl<S: Suite> Default for TreeCheck<S> {
    fn default() -> Self {
        Self::new()
    }
}

fn differs(stored: &[Hash], found: &[Hash]) -> Option<u64> {
    stored.iter().zip(found).position(|(stored, found)| stored != found).map(|i| i as u64)
}
