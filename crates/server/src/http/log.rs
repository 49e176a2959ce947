//! The books as transparency logs, in the raw C2SP formats any log client reads: checkpoints and tiles of both trees.
//! Checkpoints and hash tiles commit to entries without showing them, so anybody may have them; entries are for those
//! who may read the book.

pub mod checkpoint;
pub mod entries;
pub mod tile;

use super::problem::Problem;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use base::ledger::Book;
use base::store::Read;
use base::term::OrgCode;
use chain::tile::{Kind, Tile};

/// A tile once full never changes.
const FOREVER: &str = "max-age=31536000, immutable";

/// The book of an organisation that is named in a path.
fn book(read: &mut Read<'_>, org: &OrgCode) -> Result<Book, Problem> {
    Book::of(read, org)?.ok_or_else(Problem::not_found)
}

/// The tile that a path names; entries and hashes have separate addresses.
fn tile(path: &str) -> Result<Tile, Problem> {
    Tile::parse(path).map_err(|_| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "tile.path",
            "不是 C2SP tlog-tiles 的地址",
            "not an address of C2SP tlog-tiles",
        )
    })
}

/// Headers of a tile: a full one may be kept for good, by everybody or by the caller only.
fn kept(tile: &Tile) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let shared = if tile.kind == Kind::Entries { "private" } else { "public" };
    let caching = if tile.is_full() { format!("{shared}, {FOREVER}") } else { format!("{shared}, no-cache") };
    if let Ok(caching) = HeaderValue::from_str(&caching) {
        headers.insert(header::CACHE_CONTROL, caching);
    }
    headers
}
