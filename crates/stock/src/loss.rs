//! Clearing of losses 损耗核销: when a position is emptied, what is missing is split into moisture and impurity, natural loss within the
//! quota, and excess 超耗. The excess is nobody's routine: it takes a reason and a second person (V-29).

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, LotCode, PositionCode, Quantity};
use jiff::civil::Date;
use pack::{Catalogue, Condition, Decimal, months_started};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};
use crate::lot::{self, LotRow};
use crate::movement::{BalanceRow, Goods, Kind, Line, Remark, balance, goods, post, store, take};
use crate::quality::{PackRefusal, Written};
use crate::request::{RequestRefusal, decidable, decided, open};

/// A clearing to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClearing {
    pub position: PositionCode,
    pub lot: LotCode,
    /// What is really left there; zero when the position is empty.
    pub left: Quantity,
}

/// How a loss is made up. The parts add up to the loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// What came in, which rates apply to.
    pub intake: Quantity,
    /// Months in store, a started one counting in full.
    pub months: u32,
    /// Book less what is left.
    pub loss: Quantity,
    /// Weight that left with moisture and impurity; below zero if the goods grew damper.
    pub moisture: Quantity,
    /// The most that may be lost naturally.
    pub quota: Quantity,
    /// Natural loss, at most the quota.
    pub natural: Quantity,
    /// What neither explains.
    pub excess: Quantity,
}

/// The fact of a loss cleared, or asked to be cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    pub breakdown: Breakdown,
    pub lines: Vec<(Kind, Line)>,
}

/// The fact that a clearing with excess is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcessAsked {
    pub position: PositionCode,
    pub lot: LotCode,
    pub left: Quantity,
    pub breakdown: Breakdown,
}

/// The fact that a clearing with excess is approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcessCleared {
    pub request: i64,
    pub cleared: Cleared,
}

/// Why a loss is not cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossRefusal {
    /// Nothing is missing, or more is left than the book says.
    None { book: Quantity },
    /// The loss has an excess: a second person must approve it.
    Excess { excess: Quantity },
}

impl From<LossRefusal> for Stop {
    fn from(refusal: LossRefusal) -> Stop {
        use RefusalKind::Conflict;
        Stop::Refused(match refusal {
            LossRefusal::None { book } => Refusal::new(
                Conflict,
                "loss.none",
                format!("账面 {book},没有损耗"),
                format!("the book says {book}; nothing is missing"),
            )
            .mend("溢余用调整登记", "Record a surplus by an adjustment")
            .at("left"),
            LossRefusal::Excess { excess } => Refusal::new(
                Conflict,
                "loss.excess",
                format!("超耗 {excess},须申请并由第二人批准"),
                format!("an excess of {excess} must be asked for and approved by a second person"),
            )
            .mend("提交超耗申请并说明原因", "Ask for its clearing and say why"),
        })
    }
}

/// Splits a loss. Pure.
pub(crate) fn break_down(
    lot: &LotRow,
    goods: Goods<'_>,
    intake: (Quantity, Date),
    book: Quantity,
    left: Quantity,
    today: Date,
) -> Result<Breakdown, Stop> {
    let loss = book.minus(left)?;
    if loss <= Quantity::ZERO || left < Quantity::ZERO {
        return Err(LossRefusal::None { book }.into());
    }
    let (intake, since) = intake;
    let subject = goods.subject(today, &lot.owner_level);
    let reduced =
        match (condition(&lot.accepted)?, condition(&lot.latest)?, goods.pack.reduction_rule(&subject)) {
            (Some(then), Some(now), Some(rule)) => rule.reduce(intake.0, then, now).map_err(PackRefusal)?,
            _ => 0,
        };
    let moisture = Quantity(reduced.min(loss.0));
    let months = months_started(since, today).map_err(PackRefusal)?;
    let quota = match goods.pack.loss_rule(&subject) {
        Some(rule) => Quantity(rule.quota(intake.0, months).map_err(PackRefusal)?),
        None => Quantity::ZERO,
    };
    let unexplained = loss.minus(moisture)?;
    let natural = unexplained.min(quota);
    Ok(Breakdown { intake, months, loss, moisture, quota, natural, excess: unexplained.minus(natural)? })
}

/// Moisture and impurity of a test, if both were measured.
fn condition(test: &Option<std::sync::Arc<str>>) -> Result<Option<Condition>, Fault> {
    let Some(text) = test else { return Ok(None) };
    let written: Written =
        serde_json::from_str(text).map_err(|e| Fault::new(format!("measurements of a lot: {e}")))?;
    let value = |name: &str| written.get(name).and_then(|text| text.parse::<Decimal>().ok());
    Ok(value("moisture").zip(value("impurity")).map(|(moisture, impurity)| Condition { moisture, impurity }))
}

/// The lines of a clearing; what grew damper comes back first, so that the balance never dips below zero. Pure.
fn lines_of(balance: &BalanceRow, breakdown: &Breakdown) -> Result<Vec<(Kind, Line)>, Stop> {
    let mut rest = balance.clone();
    let mut lines = Vec::new();
    let parts = [
        (Kind::LossMoisture, breakdown.moisture),
        (Kind::LossNatural, breakdown.natural),
        (Kind::LossExcess, breakdown.excess),
    ];
    for (kind, quantity) in parts {
        if quantity == Quantity::ZERO {
            continue;
        }
        let line = if quantity < Quantity::ZERO {
            Line {
                position: rest.position.clone(),
                lot: rest.lot.clone(),
                quantity: quantity.negated()?,
                amount: Default::default(),
            }
        } else {
            take(&rest, quantity)?
        };
        rest.quantity = rest.quantity.plus(line.quantity)?;
        rest.amount = rest.amount.plus(line.amount)?;
        lines.push((kind, line));
    }
    Ok(lines)
}

fn work_out(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewClearing,
) -> Result<Cleared, Stop> {
    let lot = lot::get(tx, book, &new.lot)?;
    let goods = goods(packs, &lot.item)?;
    let none = || LossRefusal::None { book: Quantity::ZERO };
    let held = balance(tx, book, &new.position, &new.lot)?.ok_or_else(none)?;
    let (intake, first_day) = store::intake(tx, book, &new.position, &new.lot)?.ok_or_else(none)?;
    let since = first_day.min(lot.received_on);
    let today = ctx.now().business_day();
    let breakdown = break_down(&lot, goods, (intake, since), held.quantity, new.left, today)?;
    let lines = lines_of(&held, &breakdown)?;
    Ok(Cleared { breakdown, lines })
}

/// Clears a loss that moisture, impurity and the natural-loss quota explain.
pub fn clear(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewClearing,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let event = work_out(tx, ctx, packs, book, new)?;
        if event.breakdown.excess > Quantity::ZERO {
            return Err(LossRefusal::Excess { excess: event.breakdown.excess }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Asks to clear a loss with an excess. Its number is the index of the fact.
pub fn request(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewClearing,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let breakdown = work_out(tx, ctx, packs, book, new)?.breakdown;
        let event =
            ExcessAsked { position: new.position.clone(), lot: new.lot.clone(), left: new.left, breakdown };
        let posted = record(tx, ctx, book, Grounds::why(why), &event)?;
        let number = posted.n.to_string();
        Ok(Done::creating(posted, vec![number]))
    })
}

/// Approves the clearing of a loss with an excess; not by who asked for it, and only while the stock is as it was.
pub fn approve(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    request: i64,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (row, asked) = decidable::<ExcessAsked>(tx, ctx, book, request, "loss")?;
        let new = NewClearing { position: asked.position, lot: asked.lot, left: asked.left };
        let cleared = work_out(tx, ctx, packs, book, &new)?;
        if cleared.breakdown.loss != asked.breakdown.loss {
            return Err(RequestRefusal::Stale.into());
        }
        Ok(Done::plain(record(
            tx,
            ctx,
            book,
            Grounds::why(&row.reason),
            &ExcessCleared { request, cleared },
        )?))
    })
}

impl Cleared {
    fn post(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        for (i, (kind, line)) in self.lines.iter().enumerate() {
            post(tx, at, *kind, i as i64, std::slice::from_ref(line), Remark::default())?;
        }
        let lines: Vec<Line> = self.lines.iter().map(|(_, line)| line.clone()).collect();
        crate::rotation::track::emptied(tx, at, &lines)
    }
}

impl Event for Cleared {
    const ACT: &'static str = "loss.clear";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        self.post(tx, at)
    }
}

impl Event for ExcessAsked {
    const ACT: &'static str = "loss.request";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        open(tx, at, "loss", Some(self.position.as_str()), self)
    }
}

impl Event for ExcessCleared {
    const ACT: &'static str = "loss.approve";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        decided(tx, at, self.request, "approved")?;
        self.cleared.post(tx, at)
    }
}

#[cfg(test)]
mod test;
