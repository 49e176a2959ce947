//! Public-property warehouses 公物仓: what they pool, at which level, main or forward. They are where assets belong on paper; a shelf or
//! a position is told by the asset.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, PoolCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::word::{Level, PoolKind, Rank, Title};
use super::{PropertyRefusal, worded};
use crate::event::{Event, Grounds, Post, record};
use crate::lot::{bump_serial, next_number};

record! {
    /// A public-property warehouse.
    pub struct PoolRow in "stock_pool", Derived, key 2 {
        book_id: BookId,
        pool: PoolCode,
        name: Arc<str>,
        /// [`PoolKind`].
        kind: Arc<str>,
        /// [`Level`].
        level: Arc<str>,
        /// [`Rank`].
        rank: Arc<str>,
        /// The main warehouse a forward one belongs to.
        parent: Option<Arc<str>>,
        /// Where it stands, in words.
        address: Arc<str>,
        registered_on: Date,
    }
}

impl PoolRow {
    /// What it pools.
    pub fn kind(&self) -> Result<PoolKind, Fault> {
        PoolKind::from_code(&self.kind).ok_or_else(|| Fault::new(format!("pool kind {}", self.kind)))
    }

    /// That things of a title may lie here: case property and confiscated goods have stores of their own, and those take
    /// nothing else.
    pub(crate) fn takes(&self, title: Title) -> Result<(), Stop> {
        let kind = self.kind()?;
        let fits = match title {
            Title::Case => kind == PoolKind::Case,
            Title::Confiscated => kind == PoolKind::Confiscated,
            Title::State | Title::Donated => !matches!(kind, PoolKind::Case | PoolKind::Confiscated),
        };
        if fits { Ok(()) } else { Err(PropertyRefusal::PoolKind { kind }.into()) }
    }
}

/// A warehouse to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPool {
    pub name: String,
    pub kind: PoolKind,
    pub level: Level,
    pub rank: Rank,
    /// For a forward warehouse: the main one of the same book.
    pub parent: Option<PoolCode>,
    pub address: String,
}

/// The fact of a warehouse registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub pool: PoolCode,
    pub new: NewPool,
    pub on: Date,
}

/// Loads a warehouse of this book.
pub(crate) fn get(tx: &mut Tx<'_>, book: BookId, pool: &PoolCode) -> Result<PoolRow, Stop> {
    let row = tx.get::<PoolRow>(&[book.into(), pool.into()])?;
    row.ok_or_else(|| PropertyRefusal::Pool { pool: pool.to_string() }.into())
}

/// Registers a public-property warehouse.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewPool) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        if (new.rank == Rank::Forward) != new.parent.is_some() {
            return Err(super::unfit("parent"));
        }
        if let Some(parent) = &new.parent {
            let main = get(tx, book, parent)?;
            if main.rank.as_ref() != Rank::Main.code() {
                return Err(super::unfit("parent"));
            }
        }
        let new = NewPool {
            name: worded(&new.name, "name", 100)?,
            address: worded(&new.address, "address", 200)?,
            ..new.clone()
        };
        let (org, on) = (tx.head(book)?.org.clone(), ctx.now().business_day());
        let number = next_number(tx, book, org.as_str(), 'P', on.year())?;
        let event = Registered { pool: PoolCode::parse(&number)?, new, on };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![number]))
    })
}

impl Event for Registered {
    const ACT: &'static str = "pool.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.pool.as_str())?;
        tx.put(&PoolRow {
            book_id: post.book,
            pool: self.pool.clone(),
            name: self.new.name.as_str().into(),
            kind: self.new.kind.code().into(),
            level: self.new.level.code().into(),
            rank: self.new.rank.code().into(),
            parent: self.new.parent.as_ref().map(PoolCode::shared),
            address: self.new.address.as_str().into(),
            registered_on: self.on,
        })
    }
}
