//! A book and its opening. One organisation owns exactly one book; the number is this store's own, the origin is the
//! book's name to the world.

use crate::record;
use crate::store::{Read, Record, Tx, Value};
use crate::term::fault::Fault;
use crate::term::{BookId, Instant, OrgCode};
use chain::range::Range;
use chain::{Sha256Suite, Sm3Suite};
use std::sync::Arc;

record! {
    /// A book as the store holds it.
    pub struct Book in "book", Ledger, key 1 {
        id: BookId,
        org: OrgCode,
        /// Origin of its SHA-256 checkpoints; `/gm` is added for the SM3 tree.
        origin: Arc<str>,
        /// Raised when a book goes on after a restore, so that an old copy is recognised.
        epoch: i64,
        /// Instant of the last fact.
        at: Instant,
        /// Number of entries.
        size: i64,
        range_sha256: Arc<[u8]>,
        range_sm3: Arc<[u8]>,
    }
}

record! {
    /// The book of an organisation, looked up by its code.
    pub struct Home in "book", Ledger, key 1 {
        org: OrgCode,
        id: BookId,
    }
}

/// A book to be opened.
pub struct NewBook<'a> {
    /// Its owner.
    pub org: &'a OrgCode,
    /// The node's name, first part of the origin, e.g. `demo.inrs.example`.
    pub node: &'a str,
}

/// Opens the book of an organisation. A second book for the same organisation is a duplicate fault.
pub fn open_book(tx: &mut Tx<'_>, new: &NewBook<'_>) -> Result<BookId, Fault> {
    let highest = tx.query("SELECT COALESCE(MAX(id), 0) FROM book", &[])?;
    let id = BookId(highest.first().map_or(Ok(0), |row| row[0].to::<i64>())? + 1);
    tx.insert(&Book {
        id,
        org: new.org.clone(),
        origin: format!("{}/book/{}", new.node, new.org).into(),
        epoch: 1,
        at: Instant(0),
        size: 0,
        range_sha256: Range::<Sha256Suite>::new().to_bytes().into(),
        range_sm3: Range::<Sm3Suite>::new().to_bytes().into(),
    })?;
    tx.query("SELECT 1", &[])?; // sends the insert, so that the head can be read in this very batch
    Ok(id)
}

/// The book of an organisation, if it has one here.
pub fn home(tx: &mut Tx<'_>, org: &OrgCode) -> Result<Option<BookId>, Fault> {
    if let Some(found) = tx.peek::<Home>(&[org.into()])? {
        return Ok(Some(found.id));
    }
    // An absent book is not remembered: it may be opened in this batch.
    let rows = tx.query("SELECT id FROM book WHERE org = $1", &[org.into()])?;
    match rows.first() {
        Some(_) => Ok(tx.get::<Home>(&[org.into()])?.map(|home| home.id)),
        None => Ok(None),
    }
}

impl Book {
    /// The book of an organisation, on a snapshot.
    pub fn of(read: &mut Read<'_>, org: &OrgCode) -> Result<Option<Self>, Fault> {
        Ok(read.list::<Self>("WHERE org = $1", &[org.into()])?.pop())
    }

    /// Every book, by number.
    pub fn all(read: &mut Read<'_>) -> Result<Vec<Self>, Fault> {
        read.list::<Self>("ORDER BY id", &[] as &[Value])
    }

    /// The name of its table and of its columns, for copies.
    pub fn columns() -> &'static [&'static str] {
        Self::TABLE.columns
    }
}
