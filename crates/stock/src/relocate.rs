//! Position-to-position move 倒仓 within one organisation: the same lot, quantity and value, out here and in there, in one fact.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, LotCode, PositionCode, Quantity};
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};
use crate::lot::{self, Chosen};
use crate::movement::{
    Kind, Line, MovementRefusal, Remark, balance, check_berth, check_quantity, goods, load_berth, post, take,
};

/// A move to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMove {
    pub lot: LotCode,
    pub from: PositionCode,
    pub to: PositionCode,
    pub quantity: Quantity,
}

/// The fact of a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub lines: Vec<Line>,
}

/// Moves part or all of a lot to another position. A change of place needs a reason (V-11).
pub fn relocate(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewMove,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        if new.from == new.to {
            return Err(MovementRefusal::SamePosition.into());
        }
        let today = ctx.now().business_day();
        let lot = Chosen::Known(lot::get(tx, book, &new.lot)?);
        let item = goods(packs, lot.item())?.item;
        check_quantity(new.quantity, item)?;
        let short = || MovementRefusal::Short { available: Quantity::ZERO, asked: new.quantity };
        let source = balance(tx, book, &new.from, &new.lot)?.ok_or_else(short)?;
        let out = take(&source, new.quantity)?;
        let berth = load_berth(tx, book, &new.to, &new.lot, today)?;
        check_berth(&berth, &lot, item, new.quantity)?;
        let into = Line { position: new.to.clone(), ..out.mirrored()? };
        let posted = record(tx, ctx, book, Grounds::why(why), &Moved { lines: vec![out, into] })?;
        Ok(Done::plain(posted))
    })
}

impl Event for Moved {
    const ACT: &'static str = "stock.move";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        post(tx, at, Kind::Move, 0, &self.lines, Remark::default())
    }
}
