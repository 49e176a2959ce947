//! Loans 借用 and reallocations 调剂: asked for by the organisation in need, approved and handed over by the one that has the things. The whole
//! matter stands in the lender's book, where both sides sign; only taking over a reallocated thing is a fact of the receiver's book.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{AssetCode, BookId, Instant, LoanCode, Money, OrgCode, PoolCode};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asset::{self, AssetRow};
use super::word::{Condition, Intake, Matter, Outcome, Progress, State};
use super::{PropertyRefusal, pool, unfit, worded, worded_if};
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::lot::next_number;

record! {
    /// A loan or reallocation, in the lender's book.
    pub struct LoanRow in "stock_loan", Derived, key 2 {
        book_id: BookId,
        loan: LoanCode,
        /// [`Matter`].
        kind: Arc<str>,
        borrower: OrgCode,
        /// Temporary body or event the things are for: when it ends, they come back.
        occasion: Option<Arc<str>>,
        purpose: Arc<str>,
        from_on: Date,
        /// Last day; none for a reallocation.
        due_on: Option<Date>,
        /// [`Progress`].
        state: Arc<str>,
        asked_at: Instant,
        asked_by: Arc<str>,
        decided_by: Option<Arc<str>>,
        handed_by: Option<Arc<str>>,
        handed_on: Option<Date>,
        accepted_by: Option<Arc<str>>,
        closed_on: Option<Date>,
        /// Why it was refused or called back.
        reason: Option<Arc<str>>,
        /// Things in it.
        assets: i64,
        /// Things not back yet.
        out: i64,
        /// What the things were worth on the day they were handed over.
        worth: Money,
        /// What handing over cost.
        cost: Money,
        /// Compensation found due at the return, and what of it was paid.
        owed: Money,
        paid: Money,
        /// Index of the last fact about it.
        n: i64,
    }
}

record! {
    /// One thing of a loan.
    pub struct LoanLineRow in "stock_loan_line", Derived, key 3 {
        book_id: BookId,
        loan: LoanCode,
        asset: AssetCode,
        worth: Money,
        /// [`Outcome`] of the return inspection; none while it is out.
        outcome: Option<Arc<str>>,
        damage: Money,
        returned_on: Option<Date>,
    }
}

impl LoanRow {
    /// How far it is.
    pub fn progress(&self) -> Result<Progress, Fault> {
        Progress::from_code(&self.state)
            .ok_or_else(|| Fault::new(format!("state {} of {}", self.state, self.loan)))
    }

    /// Whether it lends or gives.
    pub fn matter(&self) -> Result<Matter, Fault> {
        Matter::from_code(&self.kind)
            .ok_or_else(|| Fault::new(format!("kind {} of {}", self.kind, self.loan)))
    }

    /// Whether things are out after their last day. The day after its end a temporary body or event has nothing to keep: its
    /// loans are due without anybody asking.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.out > 0 && self.handed_on.is_some() && self.due_on.is_some_and(|due| due < today)
    }

    fn stands(&self, allowed: &[Progress]) -> Result<(), Stop> {
        let progress = self.progress()?;
        if allowed.contains(&progress) {
            return Ok(());
        }
        Err(PropertyRefusal::Loan { loan: self.loan.to_string(), progress }.into())
    }
}

/// Things one loan may have.
pub const ASSETS_MAX: usize = 100;
/// Longest loan in months: provisional (U), no source sets one.
pub const MONTHS_MAX: i32 = 12;

/// A loan or reallocation to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLoan {
    pub kind: Matter,
    pub assets: Vec<AssetCode>,
    /// Temporary body or event.
    pub occasion: Option<String>,
    pub purpose: String,
    pub from_on: Date,
    /// For a loan; the end of the temporary body or event where there is one.
    pub due_on: Option<Date>,
}

/// The fact of a loan asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub loan: LoanCode,
    pub borrower: OrgCode,
    pub new: NewLoan,
}

/// The fact of an approval: the things are promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    pub loan: LoanCode,
    pub on: Date,
}

/// The fact of a refusal, before anything was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub loan: LoanCode,
    pub on: Date,
}

/// What a thing was worth when it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    pub asset: AssetCode,
    pub worth: Money,
}

/// The fact of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub loan: LoanCode,
    pub cost: Money,
    pub lines: Vec<Leaving>,
    pub on: Date,
}

/// The fact of a receipt by the borrower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    pub loan: LoanCode,
}

/// What the inspection of one thing at its return found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    pub asset: AssetCode,
    pub outcome: Outcome,
    pub condition: Condition,
    /// Compensation due, fen.
    pub damage: Money,
}

/// The fact of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub loan: LoanCode,
    pub lines: Vec<Inspected>,
    pub on: Date,
}

/// The fact of a compensation paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compensated {
    pub loan: LoanCode,
    pub amount: Money,
    /// Number of the payment's voucher.
    pub voucher: String,
    pub on: Date,
}

/// The fact of a call-back: these loans are due on another, earlier day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recalled {
    pub loans: Vec<LoanCode>,
    pub occasion: Option<String>,
    pub due_on: Date,
}

/// Loads a loan of this book.
fn get(tx: &mut Tx<'_>, book: BookId, loan: &LoanCode) -> Result<LoanRow, Stop> {
    let row = tx.get::<LoanRow>(&[book.into(), loan.into()])?;
    row.ok_or_else(|| PropertyRefusal::UnknownLoan { loan: loan.to_string() }.into())
}

fn projected(tx: &mut Tx<'_>, book: BookId, loan: &LoanCode) -> Result<LoanRow, Fault> {
    let row = tx.get::<LoanRow>(&[book.into(), loan.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names loan {loan}, which this book lacks")))
}

/// Checks the days of a loan. Pure.
fn check_days(new: &NewLoan, today: Date) -> Result<(), Stop> {
    if new.from_on < today {
        return Err(unfit("from_on"));
    }
    match (new.kind, new.due_on) {
        (Matter::Reallocation, None) => Ok(()),
        (Matter::Loan, Some(due)) => {
            let longest = new.from_on.saturating_add(Span::new().months(MONTHS_MAX));
            if due < new.from_on || due > longest { Err(unfit("due_on")) } else { Ok(()) }
        }
        _ => Err(unfit("due_on")),
    }
}

/// Asks for things of another organisation, in that organisation's book. Nothing is reserved until it is approved.
pub fn ask(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewLoan) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (lender, borrower) = (tx.head(book)?.org.clone(), ctx.actor.org.clone());
        if lender == borrower {
            return Err(PropertyRefusal::OwnLoan.into());
        }
        let today = ctx.now().business_day();
        check_days(new, today)?;
        let distinct: BTreeSet<&AssetCode> = new.assets.iter().collect();
        if new.assets.is_empty() || new.assets.len() > ASSETS_MAX || distinct.len() < new.assets.len() {
            return Err(unfit("assets"));
        }
        for code in &new.assets {
            let row = asset::get(tx, book, code)?;
            row.is_shared()?;
            row.may_become(State::Promised)?;
        }
        let new = NewLoan {
            purpose: worded(&new.purpose, "purpose", 200)?,
            occasion: worded_if(new.occasion.as_deref(), "occasion", 100)?,
            ..new.clone()
        };
        if let Some(name) = &new.occasion {
            super::occasion::lasts(tx, book, name, new.due_on)?;
        }
        let number = next_number(tx, book, lender.as_str(), 'B', today.year())?;
        let event = Asked { loan: LoanCode::parse(&number)?, borrower, new };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![number]))
    })
}

/// Approves a loan; not by who asked for it, and only while every thing is still on the shelf.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, loan: &LoanCode) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, loan)?;
        row.stands(&[Progress::Asked])?;
        second_person(&row.asked_by, ctx)?;
        for code in super::store::loan_assets(tx, book, loan)? {
            let asset = asset::get(tx, book, &code)?;
            asset.is_shared()?;
            asset.may_become(State::Promised)?;
        }
        let event = Approved { loan: loan.clone(), on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Refuses a loan or takes back its approval, before anything was handed over.
pub fn reject(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, loan: &LoanCode, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        get(tx, book, loan)?.stands(&[Progress::Asked, Progress::Approved])?;
        let event = Rejected { loan: loan.clone(), on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Hands the things over. What they are worth today is written into the fact: the savings of the report rest on it.
pub fn hand(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, loan: &LoanCode, cost: Money) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, loan)?;
        row.stands(&[Progress::Approved])?;
        if cost < Money::ZERO {
            return Err(unfit("cost"));
        }
        let on = ctx.now().business_day();
        let mut lines = Vec::new();
        for asset in super::store::loan_assets(tx, book, loan)? {
            let worth = asset::get(tx, book, &asset)?.worth(on)?;
            lines.push(Leaving { asset, worth });
        }
        let event = Handed { loan: loan.clone(), cost, lines, on };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Signs the receipt, as somebody of the borrowing organisation. A reallocation is taken into the own book instead.
pub fn accept(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, loan: &LoanCode) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, loan)?;
        if row.borrower != ctx.actor.org {
            return Err(PropertyRefusal::UnknownLoan { loan: loan.to_string() }.into());
        }
        if row.matter()? == Matter::Reallocation {
            return Err(PropertyRefusal::Take.into());
        }
        row.stands(&[Progress::Handed])?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &Accepted { loan: loan.clone() })?))
    })
}

/// Takes things back, each inspected: accepted, to be repaired, or rejected as lost or destroyed; with the compensation due.
pub fn take_back(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    loan: &LoanCode,
    lines: &[Inspected],
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, loan)?;
        if row.matter()? == Matter::Reallocation {
            return Err(PropertyRefusal::Take.into());
        }
        row.stands(&[Progress::Handed, Progress::Received])?;
        let distinct: BTreeSet<&AssetCode> = lines.iter().map(|line| &line.asset).collect();
        if lines.is_empty() || distinct.len() < lines.len() {
            return Err(unfit("lines"));
        }
        for line in lines {
            let asset = asset::get(tx, book, &line.asset)?;
            if asset.loan.as_deref() != Some(loan.as_str()) {
                let state = asset.state()?;
                return Err(PropertyRefusal::State { asset: asset.asset.to_string(), state }.into());
            }
            // What comes back sound owes nothing; what does not come back owes something.
            let owes = line.damage > Money::ZERO;
            let fits = match line.outcome {
                Outcome::Accepted => line.damage == Money::ZERO,
                Outcome::Repair => line.damage >= Money::ZERO,
                Outcome::Rejected => owes,
            };
            if !fits {
                return Err(unfit("damage"));
            }
        }
        let event = Returned { loan: loan.clone(), lines: lines.to_vec(), on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Records compensation that was paid; what is beyond the debt is refused.
pub fn compensate(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    loan: &LoanCode,
    amount: Money,
    voucher: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, loan)?;
        if amount <= Money::ZERO || amount > row.owed.minus(row.paid)? {
            return Err(unfit("amount"));
        }
        let voucher = worded(voucher, "voucher", 100)?;
        let event = Compensated { loan: loan.clone(), amount, voucher, on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// What is called back: one loan, or everything that a temporary body or event has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    Loan(LoanCode),
    Occasion(String),
}

/// Calls things back before their time: the loans are due on the new day.
pub fn recall(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    whose: &Whose,
    due_on: Date,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        if due_on < ctx.now().business_day() {
            return Err(unfit("due_on"));
        }
        let (codes, occasion) = match whose {
            Whose::Loan(loan) => (vec![loan.clone()], None),
            Whose::Occasion(name) => {
                (super::store::loans_of(tx, book, name.trim())?, Some(name.trim().to_owned()))
            }
        };
        let mut loans = Vec::new();
        for code in codes {
            let row = get(tx, book, &code)?;
            let open = row.out > 0 && row.due_on.is_some_and(|due| due_on < due);
            if !open && occasion.is_none() {
                return Err(
                    PropertyRefusal::Loan { loan: code.to_string(), progress: row.progress()? }.into()
                );
            }
            loans.extend(open.then_some(code));
        }
        if loans.is_empty() {
            return Err(unfit("occasion"));
        }
        let event = Recalled { loans, occasion, due_on };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// What the receiver's book needs to know of a thing that comes to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetFacts {
    pub asset: AssetCode,
    pub item: String,
    pub name: String,
    pub spec: String,
    pub title: String,
    pub condition: Condition,
    pub price: Money,
    pub acquired_on: Date,
    pub life_ends_on: Option<Date>,
    pub purpose: Option<String>,
    pub photos: String,
}

/// The fact of reallocated things taken into the receiver's book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub loan: LoanCode,
    pub assets: Vec<AssetFacts>,
    pub pool: Option<PoolCode>,
    pub place: String,
    pub on: Date,
}

/// A reallocation to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTake {
    pub loan: LoanCode,
    /// A warehouse of the receiver, if the things go into one; they are in use either way until they are turned to the shelf.
    pub pool: Option<PoolCode>,
    pub place: String,
}

/// Takes reallocated things into the own book: from here on this organisation answers for them.
pub fn take(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewTake) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let unknown = || PropertyRefusal::UnknownLoan { loan: new.loan.to_string() };
        let lender = OrgCode::parse(new.loan.as_str().get(..18).unwrap_or_default())?;
        let from = home(tx, &lender)?.ok_or_else(unknown)?;
        let row = tx.get::<LoanRow>(&[from.into(), (&new.loan).into()])?.ok_or_else(unknown)?;
        if row.borrower != tx.head(book)?.org || row.matter()? != Matter::Reallocation {
            return Err(unknown().into());
        }
        row.stands(&[Progress::Handed])?;
        if let Some(pool) = &new.pool {
            pool::get(tx, book, pool)?;
        }
        let mut assets = Vec::new();
        for code in super::store::loan_assets(tx, from, &new.loan)? {
            let here = tx.get::<AssetRow>(&[book.into(), (&code).into()])?;
            if let Some(here) = here.filter(|here| here.state().is_ok_and(State::is_held)) {
                let state = here.state()?;
                return Err(PropertyRefusal::State { asset: code.to_string(), state }.into());
            }
            assets.push(facts_of(&asset::get(tx, from, &code)?)?);
        }
        let place = worded(&new.place, "place", 100)?;
        let on = ctx.now().business_day();
        let event = Taken { loan: new.loan.clone(), assets, pool: new.pool.clone(), place, on };
        let created = event.assets.iter().map(|asset| asset.asset.to_string()).collect();
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, created))
    })
}

fn facts_of(row: &AssetRow) -> Result<AssetFacts, Fault> {
    Ok(AssetFacts {
        asset: row.asset.clone(),
        item: row.item.to_string(),
        name: row.name.to_string(),
        spec: row.spec.to_string(),
        title: row.title.to_string(),
        condition: row.condition()?,
        price: row.price,
        acquired_on: row.acquired_on,
        life_ends_on: row.life_ends_on,
        purpose: row.purpose.as_deref().map(str::to_owned),
        photos: row.photos.to_string(),
    })
}

impl Event for Taken {
    const ACT: &'static str = "asset.take";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let origin: Arc<str> = self.loan.as_str().get(..18).unwrap_or_default().into();
        for asset in &self.assets {
            tx.put(&AssetRow {
                book_id: post.book,
                asset: asset.asset.clone(),
                item: asset.item.as_str().into(),
                name: asset.name.as_str().into(),
                spec: asset.spec.as_str().into(),
                title: asset.title.as_str().into(),
                intake: Intake::Reallocated.code().into(),
                state: State::InUse.code().into(),
                condition: asset.condition.code().into(),
                pool: self.pool.as_ref().map(PoolCode::shared),
                place: self.place.as_str().into(),
                price: asset.price,
                acquired_on: asset.acquired_on,
                life_ends_on: asset.life_ends_on,
                purpose: asset.purpose.as_deref().map(Arc::from),
                origin: origin.clone(),
                photos: asset.photos.as_str().into(),
                keeper: post.user.into(),
                handler: None,
                holder: None,
                loan: None,
                since: self.on,
                received_n: post.n,
                n: post.n,
            })?;
        }
        Ok(())
    }
}

mod project;
