//! Tiles and entry bundles of C2SP `tlog-tiles`: where a hash stands, what a tile is called, what its bytes are.
//! Nothing here fetches or stores a tile.

use crate::{Hash, Suite, proof};

/// Tree levels one tile spans.
pub const HEIGHT: u32 = 8;
/// Hashes in a full tile.
pub const WIDTH: u64 = 1 << HEIGHT;
/// Highest tile level a tree of at most 2^63 - 1 entries can have.
pub const LEVEL_MAX: u8 = 7;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The entries themselves (a bundle).
    Entries,
    /// Hashes of a tile level: 0 = leaf hashes, l = roots of 256^l entries.
    Hashes(u8),
}

/// Coordinates of one tile or bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// Hashes of a level, or entries.
    pub kind: Kind,
    /// Position in its level, from 0.
    pub index: u64,
    /// Hashes (or entries) held: 256 when full, 1 to 255 when partial.
    pub width: u16,
}

/// Why a path, a tile or a bundle was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// Not a path of `tlog-tiles`, or not its one canonical spelling.
    #[error("not a tile path")]
    Path,
    /// A tile of hashes whose length is not 32 bytes for each hash of its width.
    #[error("tile holds {found} bytes, {expected} were expected")]
    Length {
        /// Bytes the width asks for.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// A bundle that ends inside an entry.
    #[error("entry bundle is cut off inside entry {0}")]
    Cut(usize),
    /// A bundle with another number of entries than its width.
    #[error("entry bundle holds {found} entries, {expected} were expected")]
    Count {
        /// Entries the width asks for.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// An entry of more than 65,535 bytes.
    #[error("entry of {0} bytes is longer than 65535")]
    EntryTooLong(usize),
}

impl Tile {
    /// A tile of hashes as it stands in a tree of `size` entries; `None` if it would be empty.
    pub fn hashes(level: u8, index: u64, size: u64) -> Option<Tile> {
        let width = width(level, index, size)?;
        Some(Tile { kind: Kind::Hashes(level), index, width })
    }

    /// An entry bundle as it stands in a tree of `size` entries; `None` if it would be empty.
    pub fn entries(index: u64, size: u64) -> Option<Tile> {
        Some(Tile { kind: Kind::Entries, index, width: width(0, index, size)? })
    }

    /// True when nothing more can be added.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == WIDTH
    }

    /// First entry below this tile, and how many entries one of its hashes stands for; `None` above 2^63 entries.
    pub fn span(&self) -> Option<(u64, u64)> {
        let level = match self.kind {
            Kind::Entries => 0,
            Kind::Hashes(level) => level,
        };
        let each = 1u64.checked_shl(u32::from(level) * HEIGHT)?;
        Some((self.index.checked_mul(WIDTH)?.checked_mul(each)?, each))
    }

    /// Path below the book's folder (and below `gm/` for the SM3 tree): `tile/1/x001/x234/067.p/12`, `tile/entries/000`.
    pub fn path(&self) -> String {
        let kind = match self.kind {
            Kind::Entries => "entries".to_string(),
            Kind::Hashes(level) => level.to_string(),
        };
        let mut index = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            index = format!("x{:03}/{index}", rest % 1000);
            rest /= 1000;
        }
        let partial = if self.is_full() { String::new() } else { format!(".p/{}", self.width) };
        format!("tile/{kind}/{index}{partial}")
    }

    /// Reads a path; refuses every spelling but the one [`Tile::path`] writes.
    pub fn parse(path: &str) -> Result<Tile, TileError> {
        Self::read(path).filter(|tile| tile.path() == path).ok_or(TileError::Path)
    }

    fn read(path: &str) -> Option<Tile> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(level.parse().ok().filter(|level| *level <= LEVEL_MAX)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok().filter(|w| (1..WIDTH as u16).contains(w))?),
            None => (rest, WIDTH as u16),
        };
        let mut value = 0u64;
        for group in index.split('/') {
            let digits = group.strip_prefix('x').unwrap_or(group);
            value = value
                .checked_mul(1000)?
                .checked_add(digits.parse::<u16>().ok().filter(|g| *g < 1000)?.into())?;
        }
        let tile = Tile { kind, index: value, width };
        tile.span().map(|_| tile)
    }
}

/// Width of tile `index` of `level` in a tree of `size` entries, 1 to 256; `None` if it holds nothing.
pub fn width(level: u8, index: u64, size: u64) -> Option<u16> {
    let hashes = size.checked_shr(u32::from(level) * HEIGHT).unwrap_or(0);
    let held = hashes.saturating_sub(index.checked_mul(WIDTH)?).min(WIDTH);
    (held > 0).then_some(held as u16)
}

/// Every tile of hashes a tree of `size` entries has that a tree of `old` entries has not: level by level, left to right.
/// With `old` 0 this is the whole tree; entry bundles are the level-0 tiles with [`Kind::Entries`].
pub fn added(old: u64, size: u64) -> impl Iterator<Item = Tile> {
    let hashes = |level: u8, size: u64| size >> (u32::from(level) * HEIGHT);
    (0..=LEVEL_MAX).flat_map(move |level| {
        let (from, to) = (hashes(level, old), hashes(level, size));
        let tiles = if from < to { from / WIDTH..to.div_ceil(WIDTH) } else { 0..0 };
        tiles.filter_map(move |index| Tile::hashes(level, index, size))
    })
}

/// The hashes of a tile's bytes; refuses any length but 32 × width.
pub fn parse_hashes(bytes: &[u8], width: u16) -> Result<&[Hash], TileError> {
    let expected = usize::from(width) * 32;
    match bytes.as_chunks::<32>() {
        (hashes, []) if hashes.len() == usize::from(width) => Ok(hashes),
        _ => Err(TileError::Length { expected, found: bytes.len() }),
    }
}

/// Root over the hashes of a tile (RFC 6962 MTH over them as leaves): for a full tile the hash that stands for it one
/// level up; empty root for no hashes.
pub fn root<S: Suite>(hashes: &[Hash]) -> Hash {
    proof::mth::<S>(hashes)
}

/// Appends one entry to a bundle: two bytes of length, big-endian, then the entry of at most 65,535 bytes.
pub fn append_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TileError> {
    let length = u16::try_from(entry.len()).map_err(|_| TileError::EntryTooLong(entry.len()))?;
    bundle.extend(length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle; refuses a bundle that is cut off or has another number of entries than `width`.
pub fn parse_bundle(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, TileError> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bundle;
    while !rest.is_empty() {
        let cut = TileError::Cut(entries.len());
        let (length, after) = rest.split_first_chunk::<2>().ok_or(cut)?;
        let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(cut)?;
        entries.push(entry);
        rest = after;
    }
    if entries.len() != usize::from(width) {
        return Err(TileError::Count { expected: width.into(), found: entries.len() });
    }
    Ok(entries)
}
