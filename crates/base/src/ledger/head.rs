//! The head of a book: its size and the right edge of its two trees. It moves by compare-and-swap only, so two servers
//! cannot fork a book.

use crate::record;
use crate::store::{Engine, Tx, Value};
use crate::term::fault::{Fault, FaultKind};
use crate::term::{BookId, Instant, OrgCode};
use chain::range::Range;
use chain::{Hash, Sha256Suite, Sm3Suite, Suite};
use std::sync::Arc;

record! {
    /// Hashes of one tile above the leaves: roots of 256^level entries each, 32 bytes apiece, growing to 256 of them.
    pub struct TileRow in "tile", Ledger, key 4 {
        book_id: BookId,
        /// `sha256` or `sm3`.
        suite: Arc<str>,
        /// Tile level, 1 and up; level 0 is read from the facts themselves.
        level: i64,
        n: i64,
        hashes: Arc<[u8]>,
    }
}

/// A book's head.
#[derive(Debug, Clone)]
pub struct Head {
    /// The book.
    pub book: BookId,
    /// Its owner.
    pub org: OrgCode,
    /// Its name to the world: the origin of its checkpoints.
    pub origin: Arc<str>,
    /// Instant of the last fact; facts of a book never go back in time.
    pub at: Instant,
    sha256: Range<Sha256Suite>,
    sm3: Range<Sm3Suite>,
    /// The size the store holds; differs from `size()` while a batch is open.
    stored: i64,
}

impl Head {
    /// Reads a head by book number.
    pub(crate) const SELECT: &'static str =
        "SELECT id, org, origin, at, size, range_sha256, range_sm3 FROM book WHERE id = $1";

    pub(crate) fn from_row(row: &[Value]) -> Result<Self, Fault> {
        let bad = |e: chain::range::BadRange| Fault::new(format!("head: {e}"));
        let head = Self {
            book: row[0].to()?,
            org: row[1].to()?,
            origin: row[2].to()?,
            at: row[3].to()?,
            stored: row[4].to()?,
            sha256: Range::from_bytes(&row[5].to::<Arc<[u8]>>()?).map_err(bad)?,
            sm3: Range::from_bytes(&row[6].to::<Arc<[u8]>>()?).map_err(bad)?,
        };
        if head.size() != head.stored || head.sm3.size() != head.sha256.size() {
            return Err(Fault::new(format!("head of book {} disagrees with its own trees", head.book.0)));
        }
        Ok(head)
    }

    /// Number of entries.
    pub fn size(&self) -> i64 {
        self.sha256.size() as i64 // a range refuses sizes beyond i64 when it is read, and grows by one
    }

    /// Root of the SHA-256 tree.
    pub fn root_sha256(&self) -> Hash {
        self.sha256.root()
    }

    /// Root of the SM3 tree.
    pub fn root_sm3(&self) -> Hash {
        self.sm3.root()
    }

    pub(crate) fn changed(&self) -> bool {
        self.size() != self.stored
    }

    pub(crate) fn settled(&mut self) {
        self.stored = self.size();
    }

    /// Moves the stored head from where this batch found it to where it stands now, or reports the lost race.
    pub(crate) fn swap(&self, engine: &mut dyn Engine) -> Result<(), Fault> {
        let args = [
            self.book.into(),
            self.stored.into(),
            self.size().into(),
            self.at.into(),
            Value::Bytes(self.sha256.to_bytes().into()),
            Value::Bytes(self.sm3.to_bytes().into()),
        ];
        let sql = "UPDATE book SET size = $3, at = $4, range_sha256 = $5, range_sm3 = $6 WHERE id = $1 AND size = $2";
        match engine.exec(sql, &args)? {
            1 => Ok(()),
            _ => Err(Fault::of(
                FaultKind::Conflict,
                format!("book {} was moved by another server", self.book.0),
            )),
        }
    }
}

/// Appends the two leaf hashes of a new entry and stores the tile hashes they complete.
pub(super) fn push(tx: &mut Tx<'_>, book: BookId, at: Instant, sha256: Hash, sm3: Hash) -> Result<(), Fault> {
    let head = tx.head_mut(book)?;
    head.at = at;
    let mut complete: Vec<(&'static str, u8, u64, Hash)> = Vec::new();
    head.sha256.push_with(sha256, |level, n, hash| {
        if level > 0 {
            complete.push((Sha256Suite::NAME, level, n, hash));
        }
    });
    head.sm3.push_with(sm3, |level, n, hash| {
        if level > 0 {
            complete.push((Sm3Suite::NAME, level, n, hash));
        }
    });
    for (suite, level, n, hash) in complete {
        let (level, n) = (i64::from(level), n as i64 / 256);
        let old = tx.get::<TileRow>(&[book.into(), suite.into(), level.into(), n.into()])?;
        let mut hashes = old.map_or_else(Vec::new, |row| row.hashes.to_vec());
        hashes.extend(hash);
        tx.put(&TileRow { book_id: book, suite: suite.into(), level, n, hashes: hashes.into() })?;
    }
    Ok(())
}
