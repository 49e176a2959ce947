//! Stocktakes 盘点: counted blind by two people against a place in the book, while the depot keeps working.
//! A difference is between the count and the book at one index, so that movements before and after it stay what they are.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, Instant, LotCode, PositionCode, Quantity};
use serde::{Deserialize, Serialize};

use crate::adjustment::line_for;
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::PositionRow;
use crate::lot::LotRow;
use crate::movement::{BalanceRow, Kind, Line, Remark, balance, post, store as movements};

record! {
    /// A stocktake, named by the index of the fact that opened it: the place in the book it is counted against.
    pub struct CountRow in "stock_count", Derived, key 2 {
        book_id: BookId,
        n: i64,
        /// Code of the site, warehouse, bay or position that is counted.
        scope: Arc<str>,
        /// `open`, `closed`.
        state: Arc<str>,
        reason: Arc<str>,
        opened_at: Instant,
        opened_by: Arc<str>,
        closed_by: Option<Arc<str>>,
        closed_n: Option<i64>,
    }
}

record! {
    /// One lot at one position under a stocktake.
    pub struct CountLineRow in "stock_count_line", Derived, key 4 {
        book_id: BookId,
        /// Index of the fact that opened the stocktake.
        count: i64,
        position: PositionCode,
        lot: LotCode,
        /// On the book at the opening. Not shown to counters.
        book: Quantity,
        first: Option<Quantity>,
        first_by: Option<Arc<str>>,
        /// First count less the book at the index it was made against.
        first_difference: Option<Quantity>,
        second: Option<Quantity>,
        second_by: Option<Arc<str>>,
        second_difference: Option<Quantity>,
        /// How often the line was sent back to be counted anew.
        recounts: i64,
    }
}

impl CountLineRow {
    /// The difference both counts agree on.
    pub fn agreed(&self) -> Option<Quantity> {
        self.first_difference.filter(|first| self.second_difference == Some(*first))
    }
}

/// A stocktake to open; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCount {
    pub scope: String,
}

/// Which moment a counted quantity is true for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsOf {
    /// The opening of the stocktake: the counter has allowed for what moved since.
    Opening,
    /// The moment of entry: as the pile stands now.
    Now,
}

/// A counted quantity; also the body of the fact. The book quantity is not part of it: the counter does not know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub count: i64,
    pub position: PositionCode,
    pub lot: LotCode,
    pub quantity: Quantity,
    pub as_of: AsOf,
}

/// A line sent back to be counted anew; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    pub count: i64,
    pub position: PositionCode,
    pub lot: LotCode,
}

/// Why a line differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    pub position: PositionCode,
    pub lot: LotCode,
    pub reason: String,
}

/// The fact of a stocktake closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountClosed {
    pub count: i64,
    pub explained: Vec<Explained>,
    /// The differences, as adjustments.
    pub lines: Vec<Line>,
}

/// Opens a stocktake of everything whose position code begins with the scope. The depot keeps working.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewCount, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let own = new.scope.starts_with(tx.head(book)?.org.as_str());
        if !own
            || !matches!(new.scope.len(), 21 | 25 | 28 | 30)
            || movements::balances_in(tx, book, &new.scope)?.is_empty()
        {
            return Err(CountRefusal::Scope { scope: new.scope.clone() }.into());
        }
        let posted = record(tx, ctx, book, Grounds::why(why), new)?;
        let number = posted.n.to_string();
        Ok(Done::creating(posted, vec![number]))
    })
}

fn open_count(tx: &mut Tx<'_>, book: BookId, count: i64) -> Result<CountRow, Stop> {
    let row = tx.get::<CountRow>(&[book.into(), count.into()])?.ok_or(CountRefusal::Unknown { count })?;
    if row.state.as_ref() == "open" { Ok(row) } else { Err(CountRefusal::Closed { count }.into()) }
}

/// Enters a counted quantity: the first count, or the second by another person.
pub fn enter(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Counted) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = open_count(tx, book, new.count)?;
        let known = tx.get::<LotRow>(&[book.into(), (&new.lot).into()])?.is_some();
        let placed = tx.get::<PositionRow>(&[book.into(), (&new.position).into()])?.is_some();
        if !known || !placed || !new.position.as_str().starts_with(row.scope.as_ref()) {
            return Err(CountRefusal::Line.into());
        }
        if new.quantity < Quantity::ZERO {
            return Err(CountRefusal::Quantity.into());
        }
        if let Some(line) = line_of(tx, book, new.count, &new.position, &new.lot)? {
            if line.first_by.as_deref() == Some(ctx.actor.user.as_str()) {
                return Err(CountRefusal::SameCounter.into());
            }
            if line.second.is_some() {
                return Err(CountRefusal::Full.into());
            }
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

/// Sends a line back to be counted anew by two people.
pub fn recount(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Recount, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        open_count(tx, book, new.count)?;
        let line = line_of(tx, book, new.count, &new.position, &new.lot)?.ok_or(CountRefusal::Line)?;
        if line.first.is_none() {
            return Err(CountRefusal::NotCounted.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), new)?))
    })
}

/// Closes a stocktake: what both counts agree on becomes an adjustment. Not by a counter of a line that differs. Of two people closing at
/// once one succeeds; the other is told that it is closed.
pub fn close(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    count: i64,
    explained: &[Explained],
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        open_count(tx, book, count)?;
        let lines = store::lines_in(tx, book, count)?;
        let unsettled = lines.iter().filter(|line| line.agreed().is_none()).count();
        if unsettled > 0 {
            return Err(CountRefusal::Unsettled { lines: unsettled }.into());
        }
        let mut event = CountClosed { count, explained: Vec::new(), lines: Vec::new() };
        for line in &lines {
            let Some(difference) = line.agreed().filter(|difference| *difference != Quantity::ZERO) else {
                continue;
            };
            let reason = explained.iter().find(|e| e.position == line.position && e.lot == line.lot);
            let unexplained = || CountRefusal::Unexplained {
                position: line.position.to_string(),
                lot: line.lot.to_string(),
            };
            let reason = reason.filter(|e| !e.reason.trim().is_empty()).ok_or_else(unexplained)?;
            for counter in [&line.first_by, &line.second_by].into_iter().flatten() {
                second_person(counter, ctx)?;
            }
            let held = balance(tx, book, &line.position, &line.lot)?;
            event.lines.push(adjust(line, held.as_ref(), difference)?);
            event.explained.push(reason.clone());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// The adjustment that a difference becomes on the balance as it is now. Pure.
fn adjust(line: &CountLineRow, held: Option<&BalanceRow>, difference: Quantity) -> Result<Line, Stop> {
    let available = held.map_or(Quantity::ZERO, |row| row.quantity);
    if available.plus(difference)? < Quantity::ZERO {
        return Err(CountRefusal::Negative { position: line.position.to_string(), available }.into());
    }
    line_for(&line.position, &line.lot, held, difference)
}

fn line_of(
    tx: &mut Tx<'_>,
    book: BookId,
    count: i64,
    position: &PositionCode,
    lot: &LotCode,
) -> Result<Option<CountLineRow>, Fault> {
    tx.get::<CountLineRow>(&[book.into(), count.into(), position.into(), lot.into()])
}

fn blank(
    book: BookId,
    count: i64,
    position: &PositionCode,
    lot: &LotCode,
    quantity: Quantity,
) -> CountLineRow {
    CountLineRow {
        book_id: book,
        count,
        position: position.clone(),
        lot: lot.clone(),
        book: quantity,
        first: None,
        first_by: None,
        first_difference: None,
        second: None,
        second_by: None,
        second_difference: None,
        recounts: 0,
    }
}

impl Event for NewCount {
    const ACT: &'static str = "count.open";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        for held in movements::balances_in(tx, post.book, &self.scope)? {
            tx.put(&blank(post.book, post.n, &held.position, &held.lot, held.quantity))?;
        }
        tx.put(&CountRow {
            book_id: post.book,
            n: post.n,
            scope: self.scope.as_str().into(),
            state: "open".into(),
            reason: post.why.unwrap_or_default().into(),
            opened_at: post.at,
            opened_by: post.user.into(),
            closed_by: None,
            closed_n: None,
        })
    }
}

impl Event for Counted {
    const ACT: &'static str = "count.enter";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let line = line_of(tx, post.book, self.count, &self.position, &self.lot)?;
        let mut line =
            line.unwrap_or_else(|| blank(post.book, self.count, &self.position, &self.lot, Quantity::ZERO));
        let book = match self.as_of {
            AsOf::Opening => line.book,
            AsOf::Now => {
                balance(tx, post.book, &self.position, &self.lot)?.map_or(Quantity::ZERO, |row| row.quantity)
            }
        };
        let difference = Some(self.quantity.minus(book)?);
        if line.first.is_none() {
            (line.first, line.first_by, line.first_difference) =
                (Some(self.quantity), Some(post.user.into()), difference);
        } else {
            (line.second, line.second_by, line.second_difference) =
                (Some(self.quantity), Some(post.user.into()), difference);
        }
        tx.put(&line)
    }
}

impl Event for Recount {
    const ACT: &'static str = "count.recount";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let line = line_of(tx, post.book, self.count, &self.position, &self.lot)?;
        let line = line.ok_or_else(|| Fault::new("a fact sends back a line that is not counted"))?;
        let fresh = blank(post.book, self.count, &self.position, &self.lot, line.book);
        tx.put(&CountLineRow { recounts: line.recounts + 1, ..fresh })
    }
}

impl Event for CountClosed {
    const ACT: &'static str = "count.close";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        post(tx, at, Kind::Count, 0, &self.lines, Remark::default())?;
        let row = tx.get::<CountRow>(&[at.book.into(), self.count.into()])?;
        let row = row.ok_or_else(|| {
            Fault::new(format!("a fact closes stocktake {}, which this book lacks", self.count))
        })?;
        let (closed_by, closed_n) = (Some(at.user.into()), Some(at.n));
        tx.put(&CountRow { state: "closed".into(), closed_by, closed_n, ..row })
    }
}

mod refusal;
pub mod store;

pub use refusal::CountRefusal;
