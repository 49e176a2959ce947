//! Reading a book back: entries, tiles in the C2SP layout, checkpoints and proofs. Everything here comes from a
//! snapshot; what cannot be served (beyond the size asked for) is absent, not invented.

use super::fact::FactRow;
use super::head::TileRow;
use super::sign::CheckpointRow;
use crate::store::{Read, Value};
use crate::term::BookId;
use crate::term::fault::Fault;
use chain::proof::Nodes;
use chain::tile::{self, Kind, Tile};
use chain::{Hash, Suite};

/// One fact of a book.
pub fn entry(read: &mut Read<'_>, book: BookId, n: i64) -> Result<Option<FactRow>, Fault> {
    read.get::<FactRow>(&[book.into(), n.into()])
}

/// Number of facts in all books together.
pub fn total(read: &mut Read<'_>) -> Result<i64, Fault> {
    read.number("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM book", &[])
}

/// Facts of a book from an index on, in order, at most `limit`.
pub fn facts(read: &mut Read<'_>, book: BookId, from: i64, limit: i64) -> Result<Vec<FactRow>, Fault> {
    read.list::<FactRow>(
        "WHERE book_id = $1 AND n >= $2 ORDER BY n LIMIT $3",
        &[book.into(), from.into(), limit.into()],
    )
}

/// The newest facts of all books, newest first, at most `limit`.
pub fn recent(read: &mut Read<'_>, limit: i64) -> Result<Vec<FactRow>, Fault> {
    read.list::<FactRow>("ORDER BY at DESC, book_id, n DESC LIMIT $1", &[limit.into()])
}

/// The newest checkpoint of a book.
pub fn latest_checkpoint(read: &mut Read<'_>, book: BookId) -> Result<Option<CheckpointRow>, Fault> {
    Ok(read.list::<CheckpointRow>("WHERE book_id = $1 ORDER BY size DESC LIMIT 1", &[book.into()])?.pop())
}

/// The checkpoints of a book before one size, oldest first.
pub fn earlier_checkpoints(
    read: &mut Read<'_>,
    book: BookId,
    size: i64,
) -> Result<Vec<CheckpointRow>, Fault> {
    read.list::<CheckpointRow>("WHERE book_id = $1 AND size < $2 ORDER BY size", &[book.into(), size.into()])
}

/// The newest checkpoint of a book that covers an index.
pub fn checkpoint_at(read: &mut Read<'_>, book: BookId, n: i64) -> Result<Option<CheckpointRow>, Fault> {
    Ok(latest_checkpoint(read, book)?.filter(|checkpoint| checkpoint.size > n))
}

/// The bytes of a tile (hashes or entries), or nothing when the book does not reach that far.
pub fn tile_bytes<S: Suite>(
    read: &mut Read<'_>,
    book: BookId,
    tile: &Tile,
) -> Result<Option<Vec<u8>>, Fault> {
    match tile.kind {
        Kind::Hashes(_) => tile_hashes::<S>(read, book, tile),
        Kind::Entries => entries(read, book, tile),
    }
}

/// First and last index of a run of `width` places of tile `index`.
fn span(tile: &Tile) -> Result<(i64, i64), Fault> {
    let first = i64::try_from(tile.index * tile::WIDTH).map_err(|_| Fault::new("tile index too large"))?;
    Ok((first, first + i64::from(tile.width) - 1))
}

fn entries(read: &mut Read<'_>, book: BookId, tile: &Tile) -> Result<Option<Vec<u8>>, Fault> {
    let (first, last) = span(tile)?;
    let mut bundle = Vec::new();
    let mut count = 0;
    let sql = "SELECT entry FROM fact WHERE book_id = $1 AND n BETWEEN $2 AND $3 ORDER BY n";
    read.each(sql, &[book.into(), first.into(), last.into()], &mut |row| {
        let Value::Bytes(entry) = &row[0] else { return Err(Fault::new("an entry is not bytes")) };
        count += 1;
        tile::append_entry(&mut bundle, entry).map_err(|e| Fault::new(format!("entry bundle: {e}")))
    })?;
    Ok((count == usize::from(tile.width)).then_some(bundle))
}

/// The hashes of a tile, 32 bytes apiece.
pub fn tile_hashes<S: Suite>(
    read: &mut Read<'_>,
    book: BookId,
    tile: &Tile,
) -> Result<Option<Vec<u8>>, Fault> {
    let Kind::Hashes(level) = tile.kind else { return Ok(None) };
    let length = usize::from(tile.width) * 32;
    let mut hashes = Vec::with_capacity(length);
    if level == 0 {
        let (first, last) = span(tile)?;
        let column = format!("leaf_{}", S::NAME);
        let sql = format!("SELECT {column} FROM fact WHERE book_id = $1 AND n BETWEEN $2 AND $3 ORDER BY n");
        read.each(&sql, &[book.into(), first.into(), last.into()], &mut |row| {
            let Value::Bytes(hash) = &row[0] else { return Err(Fault::new("a leaf hash is not bytes")) };
            hashes.extend_from_slice(hash);
            Ok(())
        })?;
    } else {
        let n = i64::try_from(tile.index).map_err(|_| Fault::new("tile index too large"))?;
        let key = [book.into(), S::NAME.into(), i64::from(level).into(), n.into()];
        if let Some(row) = read.get::<TileRow>(&key)? {
            hashes.extend_from_slice(row.hashes.get(..length).unwrap_or(&[]));
        }
    }
    Ok((hashes.len() == length).then_some(hashes))
}

/// Reads one tile that must be there.
fn required<S: Suite>(read: &mut Read<'_>, book: BookId, tile: &Tile) -> Result<Vec<u8>, Fault> {
    let missing = || Fault::new(format!("tile {} of book {} is missing", tile.path(), book.0));
    tile_hashes::<S>(read, book, tile)?.ok_or_else(missing)
}

impl From<chain::proof::ProofError> for Fault {
    fn from(error: chain::proof::ProofError) -> Self {
        Self::new(format!("proof: {error}"))
    }
}

/// The inclusion proof of an entry in the tree of `size` entries: sibling hashes from leaf to root.
pub fn inclusion<S: Suite>(read: &mut Read<'_>, book: BookId, n: u64, size: u64) -> Result<Vec<Hash>, Fault> {
    Nodes::<S, _>::new(size, |tile| required::<S>(read, book, &tile)).inclusion(n)
}

/// The consistency proof between two sizes of a book.
pub fn consistency<S: Suite>(
    read: &mut Read<'_>,
    book: BookId,
    old: u64,
    size: u64,
) -> Result<Vec<Hash>, Fault> {
    Nodes::<S, _>::new(size, |tile| required::<S>(read, book, &tile)).consistency(old)
}
