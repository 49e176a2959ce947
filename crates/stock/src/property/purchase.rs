//! The purchase gate 能调剂不购置: a request to buy carries the search of everything idle, and a match blocks it until finance overrides it
//! with a reason. The search spans books and is made by the hub; here it is evidence that stands in the fact.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{AssetCode, BookId, Instant, Money, OrgCode, PurchaseCode};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::word::Gate;
use super::{PropertyRefusal, unfit, worded, worded_if};
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::lot::{bump_serial, next_number};
use crate::movement::goods;

record! {
    /// A request to buy, at the gate; in the book of the organisation that asks.
    pub struct PurchaseRow in "stock_purchase", Derived, key 2 {
        book_id: BookId,
        purchase: PurchaseCode,
        item: Arc<str>,
        words: Arc<str>,
        /// Pieces.
        quantity: i64,
        /// Price of one, fen.
        price: Money,
        needed_on: Date,
        /// How long it is needed, days.
        days: i64,
        purpose: Arc<str>,
        /// [`Gate`].
        gate: Arc<str>,
        /// Things looked at, things that would serve, pieces covered.
        considered: i64,
        serving: i64,
        covers: i64,
        /// The best matches: a JSON array of [`Candidate`].
        matches: Arc<str>,
        /// What the asker says against the match.
        plea: Option<Arc<str>>,
        asked_at: Instant,
        asked_by: Arc<str>,
        decided_by: Option<Arc<str>>,
        reason: Option<Arc<str>>,
    }
}

impl PurchaseRow {
    /// What the gate says.
    pub fn gate(&self) -> Result<Gate, Fault> {
        Gate::from_code(&self.gate)
            .ok_or_else(|| Fault::new(format!("gate {} of {}", self.gate, self.purchase)))
    }

    /// The best matches of the search.
    pub fn matches(&self) -> Result<Vec<Candidate>, Fault> {
        serde_json::from_str(&self.matches)
            .map_err(|e| Fault::new(format!("matches of {}: {e}", self.purchase)))
    }
}

/// A request to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPurchase {
    pub item: String,
    /// Words of the specification, separated by blanks.
    pub words: String,
    pub quantity: i64,
    /// Price of one, fen.
    pub price: Money,
    pub needed_on: Date,
    /// How long it is needed, days.
    pub days: i64,
    pub purpose: String,
    pub plea: Option<String>,
}

/// A thing that would serve, with the parts of its score in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub asset: AssetCode,
    pub org: OrgCode,
    pub score: i64,
    pub class: i64,
    pub words: i64,
    pub quality: i64,
    pub near: i64,
    pub life: i64,
}

/// What a search of everything idle found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    pub considered: i64,
    pub serving: i64,
    pub covers: i64,
    pub matches: Vec<Candidate>,
}

/// The fact of a request with its search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub purchase: PurchaseCode,
    pub new: NewPurchase,
    pub search: Search,
    pub gate: Gate,
}

/// The fact of an override by finance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    pub purchase: PurchaseCode,
}

/// Pieces one request may be for.
pub const QUANTITY_MAX: i64 = 10_000;
/// Longest need in days: the longest life of the pack, and some.
pub const DAYS_MAX: i64 = 7_300;

/// Asks at the gate. The search goes into the fact; a match blocks the purchase.
pub fn ask(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewPurchase,
    search: &Search,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        goods(packs, &new.item)?;
        if !(1..=QUANTITY_MAX).contains(&new.quantity) {
            return Err(unfit("quantity"));
        }
        if new.price < Money::ZERO {
            return Err(unfit("price"));
        }
        if !(1..=DAYS_MAX).contains(&new.days) {
            return Err(unfit("days"));
        }
        let new = NewPurchase {
            words: worded_if(Some(&new.words), "words", 200)?.unwrap_or_default(),
            purpose: worded(&new.purpose, "purpose", 200)?,
            plea: worded_if(new.plea.as_deref(), "plea", 500)?,
            ..new.clone()
        };
        let (org, today) = (tx.head(book)?.org.clone(), ctx.now().business_day());
        let number = next_number(tx, book, org.as_str(), 'G', today.year())?;
        let gate = if search.serving > 0 { Gate::Matched } else { Gate::None };
        let event = Asked { purchase: PurchaseCode::parse(&number)?, new, search: search.clone(), gate };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![number]))
    })
}

/// Lets a blocked purchase through, for a reason; by finance, and not by who asked for it.
pub fn override_gate(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    purchase: &PurchaseCode,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = tx.get::<PurchaseRow>(&[book.into(), purchase.into()])?;
        let row = row.ok_or_else(|| PropertyRefusal::Purchase { purchase: purchase.to_string() })?;
        let gate = row.gate()?;
        if gate != Gate::Matched {
            return Err(PropertyRefusal::Gate { gate }.into());
        }
        second_person(&row.asked_by, ctx)?;
        let event = Overridden { purchase: purchase.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

impl Event for Asked {
    const ACT: &'static str = "purchase.ask";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.purchase.as_str())?;
        let matches = serde_json::to_string(&self.search.matches);
        let matches = matches.map_err(|e| Fault::new(format!("matches of {}: {e}", self.purchase)))?;
        let new = &self.new;
        tx.put(&PurchaseRow {
            book_id: post.book,
            purchase: self.purchase.clone(),
            item: new.item.as_str().into(),
            words: new.words.as_str().into(),
            quantity: new.quantity,
            price: new.price,
            needed_on: new.needed_on,
            days: new.days,
            purpose: new.purpose.as_str().into(),
            gate: self.gate.code().into(),
            considered: self.search.considered,
            serving: self.search.serving,
            covers: self.search.covers,
            matches: matches.into(),
            plea: new.plea.as_deref().map(Arc::from),
            asked_at: post.at,
            asked_by: post.user.into(),
            decided_by: None,
            reason: None,
        })
    }
}

impl Event for Overridden {
    const ACT: &'static str = "purchase.override";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = tx.get::<PurchaseRow>(&[post.book.into(), (&self.purchase).into()])?;
        let row = row.ok_or_else(|| Fault::new(format!("a fact names purchase {}", self.purchase)))?;
        let (gate, decided_by) = (Gate::Overridden.code().into(), Some(post.user.into()));
        tx.put(&PurchaseRow { gate, decided_by, reason: post.why.map(Arc::from), ..row })
    }
}
