//! Rotation 轮换: plans down to the position, approved by a second person, and carried out by nothing but real movements.
//! What has left and come back is written by issues and receipts at the planned positions; nobody can declare it.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, Instant, LotCode, Money, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::PositionRow;
use crate::lot::{bump_serial, next_number};

record! {
    /// A plan, in the book of the organisation that holds the goods.
    pub struct PlanRow in "stock_rotation_plan", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `R`, year, serial.
        plan: Arc<str>,
        year: i64,
        /// `static` or `dynamic`.
        mode: Arc<str>,
        /// Document the plan follows.
        authority: Arc<str>,
        /// `draft`, `approved`, `withdrawn`.
        state: Arc<str>,
        drafted_at: Instant,
        drafted_by: Arc<str>,
        approved_by: Option<Arc<str>>,
        reason: Option<Arc<str>>,
    }
}

record! {
    /// One line of a plan and how far it is carried out.
    pub struct LineRow in "stock_rotation_line", Derived, key 3 {
        book_id: BookId,
        plan: Arc<str>,
        /// From 1.
        line: i64,
        /// Where the old goods lie.
        position: PositionCode,
        /// Where the new ones will lie: the same, unless they are bought first.
        refill: PositionCode,
        lot: LotCode,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        harvest_year: Option<i64>,
        /// To leave, and to come back.
        quantity: Quantity,
        /// Last day for the old goods to be gone.
        out_by: Date,
        /// Last day for the new goods to be in.
        back_by: Date,
        /// Oldest harvest that may come in.
        harvest_min: Option<i64>,
        /// Price window, fen for one unit.
        sale_min: Option<Money>,
        purchase_max: Option<Money>,
        /// From the pack's rule on the day of the draft.
        gap_months: Option<i64>,
        extension_months_max: Option<i64>,
        /// Least physical stock, percent.
        physical_percent: Option<i64>,
        quantity_out: Quantity,
        /// Of it, over a weighbridge.
        weighed_out: Quantity,
        /// Day the position was empty: the gap clock starts.
        emptied_on: Option<Date>,
        quantity_back: Quantity,
        weighed_back: Quantity,
        /// Paid for what came back.
        purchase: Money,
        /// Day the refill was complete: the gap clock stops.
        refilled_on: Option<Date>,
        extension_asked: Option<i64>,
        extension_reason: Option<Arc<str>>,
        extension_by: Option<Arc<str>>,
        /// Approved, months.
        extension_months: i64,
    }
}

record! {
    /// One movement that carried out a line. What a reversal takes back stands below zero.
    pub struct TripRow in "stock_rotation_trip", Derived, key 3 {
        book_id: BookId,
        n: i64,
        k: i64,
        plan: Arc<str>,
        line: i64,
        at: Instant,
        day: Date,
        /// `out` or `back`.
        direction: Arc<str>,
        position: PositionCode,
        lot: LotCode,
        harvest_year: Option<i64>,
        quantity: Quantity,
        /// Value at cost of what left, price paid for what came.
        amount: Money,
        weighed: bool,
        /// Receiver or supplier.
        party: Option<Arc<str>>,
        vehicle: Option<Arc<str>>,
        /// Index of the fact this one takes back.
        reverses: Option<i64>,
    }
}

record! {
    /// Money of a line that no movement shows.
    pub struct CostRow in "stock_rotation_cost", Derived, key 2 {
        book_id: BookId,
        n: i64,
        plan: Arc<str>,
        line: i64,
        /// `sale`, `transport`, `fee`, `loss`, `other`.
        kind: Arc<str>,
        /// Fen; proceeds of a sale as well as costs stand above zero.
        amount: Money,
        /// Voucher or contract number.
        document: Arc<str>,
        day: Date,
        by_user: Arc<str>,
    }
}

/// How a plan renews its goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Empty a position, refill it 静态轮换.
    Static,
    /// Part by part, old and new side by side 动态轮换.
    Dynamic,
}

impl Mode {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Mode::Static => "static",
            Mode::Dynamic => "dynamic",
        }
    }
}

/// Kinds of money of a line.
pub const COST_KINDS: [&str; 5] = ["sale", "transport", "fee", "loss", "other"];
/// Lines a plan may have: a fact holds 64 KiB, and a line takes some 500 bytes of it.
pub const LINES_MAX: usize = 100;
/// Months of extension one request may ask for when the pack sets no limit; unconfirmed.
const EXTENSION_MAX: i64 = 2;

/// A line to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlanLine {
    pub position: PositionCode,
    /// Where the new goods go; the same position unless given.
    pub refill: Option<PositionCode>,
    pub lot: LotCode,
    pub quantity: Quantity,
    pub out_by: Date,
    pub back_by: Date,
    pub harvest_min: Option<i64>,
    pub sale_min: Option<Money>,
    pub purchase_max: Option<Money>,
}

/// A plan to draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    pub year: i64,
    pub mode: Mode,
    pub authority: String,
    pub lines: Vec<NewPlanLine>,
}

/// A line as the fact holds it, with the rules of its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    pub position: PositionCode,
    pub refill: PositionCode,
    pub lot: LotCode,
    pub item: String,
    pub nature: String,
    pub owner_level: String,
    pub harvest_year: Option<i64>,
    pub quantity: Quantity,
    pub out_by: Date,
    pub back_by: Date,
    pub harvest_min: Option<i64>,
    pub sale_min: Option<Money>,
    pub purchase_max: Option<Money>,
    /// Id of the pack's rotation rule.
    pub rule: Option<String>,
    pub gap_months: Option<i64>,
    pub extension_months_max: Option<i64>,
    pub physical_percent: Option<i64>,
}

/// The fact of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    pub plan: String,
    pub year: i64,
    pub mode: Mode,
    pub authority: String,
    pub lines: Vec<PlanLine>,
}

/// The fact of an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanApproved {
    pub plan: String,
}

/// The fact of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub plan: String,
}

/// More time asked for a line; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub plan: String,
    pub line: i64,
    pub months: i64,
}

/// The fact of more time given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    pub plan: String,
    pub line: i64,
}

/// Money of a line; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub plan: String,
    pub line: i64,
    pub kind: String,
    /// Fen, not zero; below zero takes back an earlier entry.
    pub amount: Money,
    pub document: String,
}

/// Drafts a plan. Its code is in what was created; it binds nobody until a second person approves it.
pub fn draft(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewPlan,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        if new.lines.is_empty() || new.lines.len() > LINES_MAX {
            return Err(RotationRefusal::Lines.into());
        }
        if !(2000..=2200).contains(&new.year) {
            return Err(RotationRefusal::Field { field: "year" }.into());
        }
        let authority = new.authority.trim();
        if authority.is_empty() || authority.chars().count() > 100 {
            return Err(RotationRefusal::Field { field: "authority" }.into());
        }
        let mut lines: Vec<PlanLine> = Vec::with_capacity(new.lines.len());
        for line in &new.lines {
            let line = check::line(tx, packs, book, new.mode, line, today)?;
            if lines.iter().any(|l| check::meets(l, &line)) {
                return Err(RotationRefusal::Busy { position: line.position.to_string() }.into());
            }
            lines.push(line);
        }
        let org = tx.head(book)?.org.clone();
        let plan = next_number(tx, book, org.as_str(), 'R', today.year())?;
        let event = Drafted {
            plan: plan.clone(),
            year: new.year,
            mode: new.mode,
            authority: authority.to_owned(),
            lines,
        };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![plan]))
    })
}

/// Judges one line as a draft would, by itself; whether it meets another line of its plan is the caller's to see.
pub fn judge_line(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    book: BookId,
    mode: Mode,
    line: &NewPlanLine,
    today: Date,
) -> Result<(), Stop> {
    check::line(tx, packs, book, mode, line, today).map(drop)
}

fn plan_in(tx: &mut Tx<'_>, book: BookId, plan: &str, states: &[&str]) -> Result<PlanRow, Stop> {
    let row = tx.get::<PlanRow>(&[book.into(), plan.into()])?;
    let row = row.ok_or_else(|| RotationRefusal::Unknown { plan: plan.to_owned() })?;
    if states.contains(&row.state.as_ref()) {
        return Ok(row);
    }
    Err(RotationRefusal::State { plan: plan.to_owned(), state: row.state.to_string() }.into())
}

/// Every line of a plan, in order.
fn lines_of(tx: &mut Tx<'_>, book: BookId, plan: &str) -> Result<Vec<LineRow>, Fault> {
    let mut lines = Vec::new();
    // A plan's lines are numbered without gaps, so the first that is missing ends it.
    while let Some(line) = tx.get::<LineRow>(&[book.into(), plan.into(), (lines.len() as i64 + 1).into()])? {
        lines.push(line);
    }
    Ok(lines)
}

/// Approves a plan; not by who drafted it. From now on movements at its positions carry it out.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, plan: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = plan_in(tx, book, plan, &["draft"])?;
        second_person(&row.drafted_by, ctx)?;
        for line in lines_of(tx, book, plan)? {
            check::free(tx, book, &line)?;
        }
        let event = PlanApproved { plan: plan.to_owned() };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: Some(plan), why: None }, &event)?))
    })
}

/// Withdraws a draft, or an approved plan of which nothing has moved yet.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, plan: &str, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        plan_in(tx, book, plan, &["draft", "approved"])?;
        let begun =
            |line: &LineRow| line.quantity_out != Quantity::ZERO || line.quantity_back != Quantity::ZERO;
        if lines_of(tx, book, plan)?.iter().any(begun) {
            return Err(RotationRefusal::Begun.into());
        }
        let event = Withdrawn { plan: plan.to_owned() };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: Some(plan), why: Some(why) }, &event)?))
    })
}

fn line_in(tx: &mut Tx<'_>, book: BookId, plan: &str, line: i64) -> Result<LineRow, Stop> {
    plan_in(tx, book, plan, &["approved"])?;
    let row = tx.get::<LineRow>(&[book.into(), plan.into(), line.into()])?;
    row.ok_or_else(|| RotationRefusal::Unknown { plan: format!("{plan}/{line}") }.into())
}

/// Asks for a longer gap, with the reason.
pub fn extend(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, ask: &Extension, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = line_in(tx, book, &ask.plan, ask.line)?;
        let most = row.extension_months_max.unwrap_or(EXTENSION_MAX);
        if ask.months < 1 || row.extension_months + ask.months > most {
            return Err(RotationRefusal::Extension { most }.into());
        }
        if row.extension_asked.is_some() || row.refilled_on.is_some() || row.gap_months.is_none() {
            return Err(RotationRefusal::NotExtendable.into());
        }
        let grounds = Grounds { order: Some(&ask.plan), why: Some(why) };
        Ok(Done::plain(record(tx, ctx, book, grounds, ask)?))
    })
}

/// Gives the longer gap asked for; not by who asked.
pub fn permit(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, plan: &str, line: i64) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = line_in(tx, book, plan, line)?;
        let Some(by) = row.extension_by.filter(|_| row.extension_asked.is_some()) else {
            return Err(RotationRefusal::NotAsked.into());
        };
        second_person(&by, ctx)?;
        let event = Extended { plan: plan.to_owned(), line };
        let grounds = Grounds { order: Some(plan), why: row.extension_reason.as_deref() };
        Ok(Done::plain(record(tx, ctx, book, grounds, &event)?))
    })
}

/// Enters money of a line that no movement shows: proceeds of the sale, transport, fees, loss.
pub fn cost(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Cost) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        line_in(tx, book, &new.plan, new.line)?;
        if !COST_KINDS.contains(&new.kind.as_str()) {
            return Err(RotationRefusal::Field { field: "kind" }.into());
        }
        if new.amount == Money::ZERO || new.amount.0.saturating_abs() > AMOUNT_MAX {
            return Err(RotationRefusal::Field { field: "amount" }.into());
        }
        if new.document.trim().is_empty() || new.document.chars().count() > 100 {
            return Err(RotationRefusal::Field { field: "document" }.into());
        }
        let grounds = Grounds { order: Some(&new.plan), why: None };
        Ok(Done::plain(record(tx, ctx, book, grounds, new)?))
    })
}

/// Largest amount of one entry: ten thousand million yuan, so that no sum of entries leaves 64 bits.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

impl Event for Drafted {
    const ACT: &'static str = "rotation.draft";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.plan)?;
        tx.put(&PlanRow {
            book_id: post.book,
            plan: self.plan.as_str().into(),
            year: self.year,
            mode: self.mode.code().into(),
            authority: self.authority.as_str().into(),
            state: "draft".into(),
            drafted_at: post.at,
            drafted_by: post.user.into(),
            approved_by: None,
            reason: None,
        })?;
        for (i, line) in self.lines.iter().enumerate() {
            tx.put(&LineRow {
                book_id: post.book,
                plan: self.plan.as_str().into(),
                line: i as i64 + 1,
                position: line.position.clone(),
                refill: line.refill.clone(),
                lot: line.lot.clone(),
                item: line.item.as_str().into(),
                nature: line.nature.as_str().into(),
                owner_level: line.owner_level.as_str().into(),
                harvest_year: line.harvest_year,
                quantity: line.quantity,
                out_by: line.out_by,
                back_by: line.back_by,
                harvest_min: line.harvest_min,
                sale_min: line.sale_min,
                purchase_max: line.purchase_max,
                gap_months: line.gap_months,
                extension_months_max: line.extension_months_max,
                physical_percent: line.physical_percent,
                quantity_out: Quantity::ZERO,
                weighed_out: Quantity::ZERO,
                emptied_on: None,
                quantity_back: Quantity::ZERO,
                weighed_back: Quantity::ZERO,
                purchase: Money::ZERO,
                refilled_on: None,
                extension_asked: None,
                extension_reason: None,
                extension_by: None,
                extension_months: 0,
            })?;
        }
        Ok(())
    }
}

fn projected(tx: &mut Tx<'_>, book: BookId, plan: &str) -> Result<PlanRow, Fault> {
    tx.get::<PlanRow>(&[book.into(), plan.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names rotation plan {plan}, which this book lacks")))
}

fn projected_line(tx: &mut Tx<'_>, book: BookId, plan: &str, line: i64) -> Result<LineRow, Fault> {
    tx.get::<LineRow>(&[book.into(), plan.into(), line.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names line {plan}/{line}, which this book lacks")))
}

/// Points the positions of a plan's lines at it, or at nothing.
fn point(tx: &mut Tx<'_>, book: BookId, plan: &str, to: track::Pointer) -> Result<(), Fault> {
    for line in lines_of(tx, book, plan)? {
        for position in [&line.position, &line.refill] {
            if let Some(row) = tx.get::<PositionRow>(&[book.into(), position.into()])? {
                let rotation = match to {
                    track::Pointer::Line => Some(format!("{plan}/{}", line.line).into()),
                    track::Pointer::Nothing => None,
                };
                tx.put(&PositionRow { rotation, ..row })?;
            }
        }
    }
    Ok(())
}

impl Event for PlanApproved {
    const ACT: &'static str = "rotation.approve";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.plan)?;
        tx.put(&PlanRow { state: "approved".into(), approved_by: Some(post.user.into()), ..row })?;
        point(tx, post.book, &self.plan, track::Pointer::Line)
    }
}

impl Event for Withdrawn {
    const ACT: &'static str = "rotation.withdraw";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.plan)?;
        if row.state.as_ref() == "approved" {
            point(tx, post.book, &self.plan, track::Pointer::Nothing)?;
        }
        tx.put(&PlanRow { state: "withdrawn".into(), reason: post.why.map(Arc::from), ..row })
    }
}

impl Event for Extension {
    const ACT: &'static str = "rotation.extend";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected_line(tx, post.book, &self.plan, self.line)?;
        tx.put(&LineRow {
            extension_asked: Some(self.months),
            extension_reason: post.why.map(Arc::from),
            extension_by: Some(post.user.into()),
            ..row
        })
    }
}

impl Event for Extended {
    const ACT: &'static str = "rotation.permit";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected_line(tx, post.book, &self.plan, self.line)?;
        let extension_months = row.extension_months + row.extension_asked.unwrap_or(0);
        tx.put(&LineRow { extension_months, extension_asked: None, ..row })
    }
}

impl Event for Cost {
    const ACT: &'static str = "rotation.cost";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&CostRow {
            book_id: post.book,
            n: post.n,
            plan: self.plan.as_str().into(),
            line: self.line,
            kind: self.kind.as_str().into(),
            amount: self.amount,
            document: self.document.trim().into(),
            day: post.at.business_day(),
            by_user: post.user.into(),
        })
    }
}

mod check;
pub mod finding;
mod refusal;
pub mod store;
pub(crate) mod track;

pub use refusal::RotationRefusal;

#[cfg(test)]
mod test;
