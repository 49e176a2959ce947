//! Verifying a book as an outsider sees it: the C2SP files served at `/log/<org>/` or written by `inrs export`.
//! It needs the two public keys and a way to fetch a file; it trusts nothing else.

use super::{Bad, Both, Counts};
use chain::checkpoint::Checkpoint;
use chain::note::Verifier;
use chain::tile::{Kind, Tile};
use chain::{Sha256Suite, Sm3Suite, Suite};

/// A published book.
pub struct Published<'a> {
    /// Origin of its SHA-256 checkpoints.
    pub origin: &'a str,
    /// Its Ed25519 key.
    pub ed25519: &'a dyn Verifier,
    /// Its SM2 key.
    pub sm2: &'a dyn Verifier,
}

/// Fetches a file of the book's folder by its path; the text says why it could not be had.
pub type Fetch<'f> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'f;

/// Verifies a published book: both checkpoints, every entry, every tile. Returns what held or the first thing wrong.
pub fn published(
    book: &Published<'_>,
    fetch: &mut Fetch<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, Bad> {
    let mut counts = Counts::default();
    let mut both = Both::new(book.origin);
    let sha256 = head(book, "checkpoint", book.origin, book.ed25519, fetch)?;
    let gm = format!("{}{}", book.origin, Sm3Suite::ORIGIN_SUFFIX);
    let sm3 = head(book, "gm/checkpoint", &gm, book.sm2, fetch)?;
    both.sha256.expect_head(sha256.size, sha256.root);
    both.sm3.expect_head(sm3.size, sm3.root);
    both.sha256.demand_tiles(0);
    both.sm3.demand_tiles(0);
    counts.checkpoints += 2;
    // the two heads are signed together, but a book may grow between two downloads
    let size = sha256.size.max(sm3.size);
    tiles::<Sha256Suite>(book, sha256.size, fetch, &mut |level, n, bytes| {
        both.sha256.expect_tile(level, n, bytes).map_err(|f| Bad::found(book.origin, &f))
    })?;
    tiles::<Sm3Suite>(book, sm3.size, fetch, &mut |level, n, bytes| {
        both.sm3.expect_tile(level, n, bytes).map_err(|f| Bad::found(book.origin, &f))
    })?;
    for index in 0..size.div_ceil(chain::tile::WIDTH) {
        let Some(tile) = Tile::entries(index, size) else { break };
        let path = tile.path();
        let bundle = fetch(&path).map_err(|e| missing(book, index * chain::tile::WIDTH, &path, &e))?;
        let entries = chain::tile::parse_bundle(&bundle, tile.width)
            .map_err(|e| missing(book, index * chain::tile::WIDTH, &path, &e.to_string()))?;
        for entry in entries {
            both.entry(entry, None)?;
        }
        progress(both.sha256.size());
    }
    both.finish(&mut counts)?;
    Ok(counts)
}

fn missing(book: &Published<'_>, index: u64, path: &str, error: &str) -> Bad {
    Bad::told(
        book.origin,
        index,
        format!("取不到 {path}：{error}"),
        format!("{path} could not be had: {error}"),
    )
}

fn head(
    book: &Published<'_>,
    path: &str,
    origin: &str,
    key: &dyn Verifier,
    fetch: &mut Fetch<'_>,
) -> Result<Checkpoint, Bad> {
    let note = fetch(path).map_err(|e| missing(book, 0, path, &e))?;
    Checkpoint::open_as(&note, origin, key).map_err(|e| {
        Bad::told(book.origin, 0, format!("{path} 签名不对：{e}"), format!("{path} does not hold: {e}"))
    })
}

/// Every tile of hashes that a tree of this size has.
fn tiles<S: Suite>(
    book: &Published<'_>,
    size: u64,
    fetch: &mut Fetch<'_>,
    each: &mut dyn FnMut(u8, u64, &[u8]) -> Result<(), Bad>,
) -> Result<(), Bad> {
    for tile in chain::tile::added(0, size) {
        let Kind::Hashes(level) = tile.kind else { continue };
        let path = format!("{}{}", S::FOLDER, tile.path());
        let bytes = fetch(&path).map_err(|e| missing(book, tile.index * chain::tile::WIDTH, &path, &e))?;
        each(level, tile.index, &bytes)?;
    }
    Ok(())
}
