//! Temporary bodies and large events 临时机构、大型活动: each has an end, and what is lent to it is due then. At the end everything still
//! out is called back by a fact that nobody has to ask for.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, LoanCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::loan::LoanRow;
use super::word::Body;
use super::{store, unfit, worded};
use crate::event::{Event, Grounds, Post, reason, record};
use crate::lot::{bump_serial, next_number};

record! {
    /// A temporary body or event, in the book of the organisation that lends to it.
    pub struct OccasionRow in "stock_occasion", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `V`, year, serial.
        occasion: Arc<str>,
        /// Loans name it so.
        name: Arc<str>,
        /// [`Body`].
        kind: Arc<str>,
        /// Document that set it up.
        document: Arc<str>,
        from_on: Date,
        /// Its last day.
        ends_on: Date,
        /// Day it was ended and everything called back; none while it lasts.
        ended_on: Option<Date>,
        /// Loans called back at the end.
        recalled: i64,
        n: i64,
    }
}

/// A temporary body or event to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOccasion {
    pub name: String,
    pub kind: Body,
    pub document: String,
    pub from_on: Date,
    pub ends_on: Date,
}

/// The fact of one registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub occasion: String,
    pub new: NewOccasion,
}

/// The fact of another last day. An earlier one calls back what would be due later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub occasion: String,
    pub ends_on: Date,
    pub loans: Vec<LoanCode>,
}

/// The fact of its end: everything still out is called back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub occasion: String,
    pub loans: Vec<LoanCode>,
    pub on: Date,
}

/// Why an act about a temporary body or event is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OccasionRefusal {
    Unknown {
        occasion: String,
    },
    /// Another one that lasts has this name.
    Named {
        name: String,
    },
    /// It has ended.
    Ended {
        occasion: String,
    },
    /// It lasts longer than today.
    Lasts {
        ends_on: Date,
    },
    /// A loan would outlast it.
    Outlasts {
        ends_on: Date,
    },
}

impl From<OccasionRefusal> for Stop {
    fn from(refusal: OccasionRefusal) -> Stop {
        use OccasionRefusal as O;
        use RefusalKind::{Conflict, NotFound};
        let (kind, code, field, zh, en) = match refusal {
            O::Unknown { occasion } => (
                NotFound,
                "occasion.unknown",
                "occasion",
                format!("没有临时机构或活动 {occasion}"),
                format!("there is no temporary body or event {occasion}"),
            ),
            O::Named { name } => (
                Conflict,
                "occasion.named",
                "name",
                format!("“{name}”已登记且未结束"),
                format!("“{name}” is registered and has not ended"),
            ),
            O::Ended { occasion } => (
                Conflict,
                "occasion.ended",
                "occasion",
                format!("{occasion} 已结束"),
                format!("{occasion} has ended"),
            ),
            O::Lasts { ends_on } => (
                Conflict,
                "occasion.lasts",
                "occasion",
                format!("到 {ends_on} 才结束；提前结束请先改结束日"),
                format!("it lasts until {ends_on}; move its end to end it earlier"),
            ),
            O::Outlasts { ends_on } => (
                Conflict,
                "occasion.outlasts",
                "due_on",
                format!("归还日不得晚于其结束日 {ends_on}"),
                format!("nothing lent to it may be due after its end on {ends_on}"),
            ),
        };
        Stop::Refused(Refusal::new(kind, code, zh, en).at(field))
    }
}

fn get(tx: &mut Tx<'_>, book: BookId, occasion: &str) -> Result<OccasionRow, Stop> {
    let row = tx.get::<OccasionRow>(&[book.into(), occasion.into()])?;
    let row = row.ok_or_else(|| OccasionRefusal::Unknown { occasion: occasion.to_owned() })?;
    if row.ended_on.is_some() {
        return Err(OccasionRefusal::Ended { occasion: row.name.to_string() }.into());
    }
    Ok(row)
}

/// That a loan for a registered occasion ends with it. An occasion nobody registered has no end but the loan's own.
pub(super) fn lasts(tx: &mut Tx<'_>, book: BookId, name: &str, due_on: Option<Date>) -> Result<(), Stop> {
    match store::occasion_named(tx, book, name)? {
        Some(row) if due_on.is_some_and(|due| due > row.ends_on) => {
            Err(OccasionRefusal::Outlasts { ends_on: row.ends_on }.into())
        }
        _ => Ok(()),
    }
}

/// Registers a temporary body or event.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewOccasion) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let new = NewOccasion {
            name: worded(&new.name, "name", 100)?,
            document: worded(&new.document, "document", 100)?,
            ..new.clone()
        };
        if new.ends_on < new.from_on || new.ends_on < today {
            return Err(unfit("ends_on"));
        }
        if store::occasion_named(tx, book, &new.name)?.is_some() {
            return Err(OccasionRefusal::Named { name: new.name }.into());
        }
        let org = tx.head(book)?.org.clone();
        let occasion = next_number(tx, book, org.as_str(), 'V', today.year())?;
        let event = Registered { occasion: occasion.clone(), new };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![occasion]))
    })
}

/// Loans of an occasion that are out and due after a day.
fn due_after(tx: &mut Tx<'_>, book: BookId, name: &str, day: Date) -> Result<Vec<LoanCode>, Stop> {
    let mut later = Vec::new();
    for loan in store::loans_of(tx, book, name)? {
        let row = tx.get::<LoanRow>(&[book.into(), (&loan).into()])?;
        if row.is_some_and(|row| row.due_on.is_some_and(|due| due > day)) {
            later.push(loan);
        }
    }
    Ok(later)
}

/// Moves the end. An earlier end calls back at once what is due after it; a later one lengthens no loan.
pub fn move_end(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    occasion: &str,
    ends_on: Date,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = get(tx, book, occasion)?;
        if ends_on < ctx.now().business_day() || ends_on < row.from_on || ends_on == row.ends_on {
            return Err(unfit("ends_on"));
        }
        let loans = due_after(tx, book, &row.name, ends_on)?;
        let event = Moved { occasion: occasion.to_owned(), ends_on, loans };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Ends it on or after its last day: what is still out is due now. The day's close does this by itself.
pub fn end(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, occasion: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, occasion)?;
        let on = ctx.now().business_day();
        if on < row.ends_on {
            return Err(OccasionRefusal::Lasts { ends_on: row.ends_on }.into());
        }
        let loans = store::loans_of(tx, book, &row.name)?;
        let event = Ended { occasion: occasion.to_owned(), loans, on };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

fn projected(tx: &mut Tx<'_>, post: &Post<'_>, occasion: &str) -> Result<OccasionRow, Fault> {
    let row = tx.get::<OccasionRow>(&[post.book.into(), occasion.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names occasion {occasion}, which this book lacks")))
}

/// Makes loans due on a day, unless they are due before.
fn call_back(
    tx: &mut Tx<'_>,
    post: &Post<'_>,
    loans: &[LoanCode],
    day: Date,
    why: &str,
) -> Result<(), Fault> {
    for loan in loans {
        let row = tx.get::<LoanRow>(&[post.book.into(), loan.into()])?;
        let row =
            row.ok_or_else(|| Fault::new(format!("a fact calls back {loan}, which this book lacks")))?;
        let due_on = row.due_on.map(|due| due.min(day));
        tx.put(&LoanRow { due_on, reason: Some(why.into()), n: post.n, ..row })?;
    }
    Ok(())
}

impl Event for Registered {
    const ACT: &'static str = "occasion.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.occasion)?;
        tx.put(&OccasionRow {
            book_id: post.book,
            occasion: self.occasion.as_str().into(),
            name: self.new.name.as_str().into(),
            kind: self.new.kind.code().into(),
            document: self.new.document.as_str().into(),
            from_on: self.new.from_on,
            ends_on: self.new.ends_on,
            ended_on: None,
            recalled: 0,
            n: post.n,
        })
    }
}

impl Event for Moved {
    const ACT: &'static str = "occasion.move";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.occasion)?;
        call_back(tx, post, &self.loans, self.ends_on, post.why.unwrap_or_default())?;
        tx.put(&OccasionRow { ends_on: self.ends_on, n: post.n, ..row })
    }
}

impl Event for Ended {
    const ACT: &'static str = "occasion.end";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.occasion)?;
        call_back(tx, post, &self.loans, row.ends_on, "机构或活动结束，自动召回")?;
        tx.put(&OccasionRow { ended_on: Some(self.on), recalled: self.loans.len() as i64, n: post.n, ..row })
    }
}
