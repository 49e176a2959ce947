//! Signing heads. A signed checkpoint is stored before it is shown, so this node never signs two that disagree.

use super::keys::NodeKeys;
use crate::record;
use crate::store::{Read, Tx};
use crate::term::fault::{Fault, Stop};
use crate::term::{BookId, Instant, OrgCode};
use std::sync::Arc;

record! {
    /// A signed tree head of a book, both suites at the same size.
    pub struct CheckpointRow in "checkpoint", Ledger, key 2 {
        book_id: BookId,
        size: i64,
        /// When it was signed.
        at: Instant,
        /// C2SP checkpoint note over the SHA-256 tree, Ed25519.
        note: Arc<str>,
        /// The same over the SM3 tree, SM2.
        gm_note: Arc<str>,
    }
}

/// Signs the present head of each of these books that has none yet; how many were signed.
pub fn sign_checkpoints(
    tx: &mut Tx<'_>,
    keys: &NodeKeys,
    now: Instant,
    books: &[BookId],
) -> Result<usize, Stop> {
    let mut signed = 0;
    for book in books {
        let (origin, size, roots) = {
            let head = tx.head(*book)?;
            (head.origin.clone(), head.size(), (head.root_sha256(), head.root_sm3()))
        };
        if tx.get::<CheckpointRow>(&[(*book).into(), size.into()])?.is_some() {
            continue;
        }
        let unsigned = u64::try_from(size).map_err(|_| Fault::new("a head of negative size"))?;
        let (note, gm_note) = keys.checkpoint(&origin, unsigned, roots)?;
        tx.put(&CheckpointRow { book_id: *book, size, at: now, note: note.into(), gm_note: gm_note.into() })?;
        signed += 1;
    }
    Ok(signed)
}

/// Books whose present head has no checkpoint, with their owners.
pub fn unsigned(read: &mut Read<'_>) -> Result<Vec<(BookId, OrgCode)>, Fault> {
    let sql = "SELECT id, org FROM book WHERE NOT EXISTS \
        (SELECT 1 FROM checkpoint WHERE checkpoint.book_id = book.id AND checkpoint.size = book.size) ORDER BY id";
    read.query(sql, &[])?.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect()
}
