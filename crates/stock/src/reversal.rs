//! Reversals 红字冲正: the only way to undo a fact. A new fact mirrors every line of the old one exactly; the old one stays.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Money, Quantity};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};
use crate::issue::{Gone, UnderLine, use_line};
use crate::lot::projected;
use crate::movement::{Kind, Line, MovementRow, Remark, balance, open_position, post, store};
use crate::request::{decidable, decided, open};
use crate::rotation::track::untrack;

record! {
    /// A fact that has been reversed.
    pub struct ReversalRow in "stock_reversal", Derived, key 2 {
        book_id: BookId,
        /// Index of the reversed fact.
        n: i64,
        /// Index of the fact that reversed it.
        by_n: i64,
    }
}

/// A reversal asked for; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReversal {
    /// Index of the fact to reverse.
    pub n: i64,
}

/// The fact of an approved reversal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversed {
    pub request: i64,
    /// Index of the reversed fact.
    pub n: i64,
    pub under: Option<UnderLine>,
    pub lines: Vec<(Kind, Line)>,
}

/// Why a fact cannot be reversed, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReversalRefusal {
    /// The fact moved no stock, or there is no such fact.
    Nothing { n: i64 },
    /// It is itself a reversal, or has been reversed.
    Done { n: i64 },
    /// Goods on the road are corrected by arrival, variance and settlement.
    Transfer,
    /// The mirror would leave a position with less than nothing.
    Negative { position: String, available: Quantity },
    /// Goods of the lot have left at average cost since: the mirror would leave value without goods.
    Value { position: String },
    /// Kits are taken apart by an act of their own.
    Kit,
    /// Other goods have been put at the position since.
    Mixed { position: String },
}

impl From<ReversalRefusal> for Stop {
    fn from(refusal: ReversalRefusal) -> Stop {
        use RefusalKind::{Conflict, NotFound};
        use ReversalRefusal as R;
        Stop::Refused(match refusal {
            R::Nothing { n } => Refusal::new(
                NotFound,
                "reversal.nothing",
                format!("第 {n} 条没有库存变动"),
                format!("fact {n} moved no stock"),
            )
            .at("n"),
            R::Done { n } => Refusal::new(
                Conflict,
                "reversal.done",
                format!("第 {n} 条已冲正或本身为冲正"),
                format!("fact {n} is reversed already or is itself a reversal"),
            )
            .at("n"),
            R::Transfer => Refusal::new(
                Conflict,
                "reversal.transfer",
                "调拨在途不能冲正",
                "goods on the road cannot be reversed",
            )
            .mend("用到货、差异和结算处理", "Use arrival, variance and settlement"),
            R::Kit => Refusal::new(
                Conflict,
                "reversal.kit",
                "组套拆套不能冲正",
                "putting kits together or taking them apart is not reversed",
            )
            .mend("用拆套或组套更正", "Take the kits apart, or put them together again"),
            R::Negative { position, available } => Refusal::new(
                Conflict,
                "reversal.negative",
                format!("冲正后货位 {position} 将为负(现有 {available})"),
                format!("the reversal would leave {position} below zero (it holds {available})"),
            )
            .mend("先冲正后来的出库", "Reverse the later issues first"),
            R::Value { position } => Refusal::new(
                Conflict,
                "reversal.value",
                format!("货位 {position} 的货物已按平均成本出库,冲正后金额与数量不符"),
                format!("goods have left {position} at average cost since; the reversal would leave value without goods"),
            )
            .mend("先冲正后来的出库", "Reverse the later issues first"),
            R::Mixed { position } => Refusal::new(
                Conflict,
                "reversal.mixed",
                format!("货位 {position} 已存放其他货物"),
                format!("position {position} holds other goods by now"),
            )
            .mend("先移出其他货物", "Move the other goods out first"),
        })
    }
}

/// The mirror of a fact's movements, if it may be made now.
fn mirror(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    n: i64,
) -> Result<(Vec<(Kind, Line)>, Option<UnderLine>), Stop> {
    let rows = store::of_fact(tx, book, n)?;
    if rows.is_empty() {
        return Err(ReversalRefusal::Nothing { n }.into());
    }
    let is_reversed = tx.get::<ReversalRow>(&[book.into(), n.into()])?.is_some();
    if is_reversed || rows.iter().any(|row| row.reverses.is_some()) {
        return Err(ReversalRefusal::Done { n }.into());
    }
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let kind = Kind::from_code(&row.kind)
            .ok_or_else(|| Fault::new(format!("movement of unknown kind {}", row.kind)))?;
        if matches!(kind, Kind::Dispatch | Kind::Arrive) {
            return Err(ReversalRefusal::Transfer.into());
        }
        if kind == Kind::Kit {
            return Err(ReversalRefusal::Kit.into());
        }
        lines.push((kind, line_of(row).mirrored()?));
    }
    // Lines that bring in come first, so that a chain within one fact never dips below zero on its way back.
    lines.sort_by_key(|(_, line)| line.quantity < Quantity::ZERO);
    check(tx, book, &lines, ctx.now().business_day())?;
    let under = under_line(tx, book, n, &rows)?;
    Ok((lines, under))
}

fn line_of(row: &MovementRow) -> Line {
    Line { position: row.position.clone(), lot: row.lot.clone(), quantity: row.quantity, amount: row.amount }
}

/// That the mirror leaves no balance below zero, no value without goods, and mixes nothing.
fn check(tx: &mut Tx<'_>, book: BookId, lines: &[(Kind, Line)], today: Date) -> Result<(), Stop> {
    for (i, (_, line)) in lines.iter().enumerate() {
        let held = balance(tx, book, &line.position, &line.lot)?;
        let held = held.map_or((Quantity::ZERO, Money::ZERO), |row| (row.quantity, row.amount));
        let (quantity, amount) = after(held, &lines[..=i], line)?;
        let position = || line.position.to_string();
        if quantity < Quantity::ZERO {
            return Err(ReversalRefusal::Negative { position: position(), available: held.0 }.into());
        }
        let last = lines[i + 1..].iter().all(|(_, later)| !same(later, line));
        if last && (amount < Money::ZERO || (quantity == Quantity::ZERO && amount != Money::ZERO)) {
            return Err(ReversalRefusal::Value { position: position() }.into());
        }
        if line.quantity > Quantity::ZERO {
            let row = open_position(tx, book, &line.position, today)?;
            let dedication = projected(tx, book, &line.lot)?.dedication();
            if row.dedicated.is_some_and(|holds| holds != dedication) {
                return Err(ReversalRefusal::Mixed { position: position() }.into());
            }
        }
    }
    Ok(())
}

fn same(a: &Line, b: &Line) -> bool {
    a.position == b.position && a.lot == b.lot
}

/// A balance after those lines that are about the same lot and position as `of`.
fn after(held: (Quantity, Money), lines: &[(Kind, Line)], of: &Line) -> Result<(Quantity, Money), Fault> {
    lines.iter().filter(|(_, line)| same(line, of)).try_fold(held, |(quantity, amount), (_, line)| {
        Ok((quantity.plus(line.quantity)?, amount.plus(line.amount)?))
    })
}

/// The directive's line that an issue used, so that its reversal gives it back.
fn under_line(
    tx: &mut Tx<'_>,
    book: BookId,
    n: i64,
    rows: &[MovementRow],
) -> Result<Option<UnderLine>, Stop> {
    let is_under = |row: &MovementRow| row.kind.as_ref() == Kind::Issue.code() && row.directive.is_some();
    if !rows.iter().any(is_under) {
        return Ok(None);
    }
    let fact = store::fact(tx, book, n)?;
    let entry = base::ledger::Entry::parse(&fact.entry).map_err(|e| Fault::new(format!("entry {n}: {e}")))?;
    let gone: Gone =
        serde_json::from_str(entry.body.get()).map_err(|e| Fault::new(format!("entry {n}: {e}")))?;
    Ok(gone.under)
}

/// Asks for a reversal. Its number is the index of the fact.
pub fn request(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, n: i64, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        mirror(tx, ctx, book, n)?;
        let posted = record(tx, ctx, book, Grounds::why(why), &NewReversal { n })?;
        let number = posted.n.to_string();
        Ok(Done::creating(posted, vec![number]))
    })
}

/// Approves a reversal; not by who asked for it.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, request: i64) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (row, new) = decidable::<NewReversal>(tx, ctx, book, request, "reversal")?;
        let (lines, under) = mirror(tx, ctx, book, new.n)?;
        let event = Reversed { request, n: new.n, under, lines };
        let order = event.under.as_ref().map(|under| under.directive.as_str());
        Ok(Done::plain(record(tx, ctx, book, Grounds { order, why: Some(&row.reason) }, &event)?))
    })
}

impl Event for NewReversal {
    const ACT: &'static str = "reversal.request";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        open(tx, post, "reversal", None, self)
    }
}

impl Event for Reversed {
    const ACT: &'static str = "reversal.approve";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        decided(tx, at, self.request, "approved")?;
        tx.put(&ReversalRow { book_id: at.book, n: self.n, by_n: at.n })?;
        let remark = Remark { reverses: Some(self.n), ..Remark::default() };
        for (i, (kind, line)) in self.lines.iter().enumerate() {
            post(tx, at, *kind, i as i64, std::slice::from_ref(line), remark)?;
        }
        let lines: Vec<Line> = self.lines.iter().map(|(_, line)| line.clone()).collect();
        untrack(tx, at, self.n, lines.len())?;
        use_line(tx, at.book, self.under.as_ref(), &lines)
    }
}
