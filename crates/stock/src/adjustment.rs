//! Adjustments 调整: a correction of what a position holds, asked for with a reason by one person and approved by another.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, LotCode, Money, PositionCode, Quantity};
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};
use crate::lot::{self, Chosen};
use crate::movement::{
    BalanceRow, Kind, Line, MovementRefusal, Remark, balance, check_berth, check_quantity, goods, load_berth,
    post, take,
};
use crate::request::{decidable, decided, open};

/// An adjustment asked for; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAdjustment {
    pub position: PositionCode,
    pub lot: LotCode,
    /// What is to be added, above zero, or taken off, below.
    pub change: Quantity,
}

/// The fact of an approved adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    pub request: i64,
    pub lines: Vec<Line>,
}

/// What an adjustment does to a balance, at its average cost; goods added where nothing lies are worth nothing until settled. Pure.
pub(crate) fn line_for(
    position: &PositionCode,
    lot: &LotCode,
    held: Option<&BalanceRow>,
    change: Quantity,
) -> Result<Line, Stop> {
    if change >= Quantity::ZERO {
        let amount = match held {
            Some(row) if row.quantity > Quantity::ZERO => row.amount.scaled(change.0, row.quantity.0)?,
            _ => Money::ZERO,
        };
        return Ok(Line { position: position.clone(), lot: lot.clone(), quantity: change, amount });
    }
    let asked = change.negated()?;
    take(held.ok_or(MovementRefusal::Short { available: Quantity::ZERO, asked })?, asked)
}

/// Checks an adjustment against the book as it stands.
fn check(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewAdjustment,
) -> Result<Line, Stop> {
    if new.change == Quantity::ZERO {
        return Err(Stop::Refused(
            Refusal::new(
                RefusalKind::Invalid,
                "adjustment.nothing",
                "调整数量不得为零",
                "an adjustment changes something",
            )
            .at("change"),
        ));
    }
    let lot = Chosen::Known(lot::get(tx, book, &new.lot)?);
    let item = goods(packs, lot.item())?.item;
    check_quantity(Quantity(new.change.0.saturating_abs()), item)?;
    let berth = load_berth(tx, book, &new.position, &new.lot, ctx.now().business_day())?;
    if new.change > Quantity::ZERO {
        check_berth(&berth, &lot, item, new.change)?;
    }
    let held = balance(tx, book, &new.position, &new.lot)?;
    line_for(&new.position, &new.lot, held.as_ref(), new.change)
}

/// Asks for an adjustment. Its number is the index of the fact.
pub fn request(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewAdjustment,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        check(tx, ctx, packs, book, new)?;
        let posted = record(tx, ctx, book, Grounds::why(why), new)?;
        let number = posted.n.to_string();
        Ok(Done::creating(posted, vec![number]))
    })
}

/// Approves an adjustment; not by who asked for it.
pub fn approve(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    request: i64,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (row, new) = decidable::<NewAdjustment>(tx, ctx, book, request, "adjustment")?;
        let line = check(tx, ctx, packs, book, &new)?;
        let event = Adjusted { request, lines: vec![line] };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(&row.reason), &event)?))
    })
}

impl Event for NewAdjustment {
    const ACT: &'static str = "adjustment.request";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        open(tx, post, "adjustment", Some(self.position.as_str()), self)
    }
}

impl Event for Adjusted {
    const ACT: &'static str = "adjustment.approve";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        decided(tx, at, self.request, "approved")?;
        post(tx, at, Kind::Adjust, 0, &self.lines, Remark::default())
    }
}
