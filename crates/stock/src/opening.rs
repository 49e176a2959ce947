//! Opening balances 期初: stock that lay there before the book began, entered once for each lot at a position, with the reason it is believed.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Money, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record};
use crate::facility::site_of;
use crate::lot::{LotChoice, LotFacts, choose};
use crate::movement::{Kind, Line, Remark, balance, check_berth, check_quantity, goods, load_berth, post};

/// An opening balance to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOpening {
    pub position: PositionCode,
    pub lot: LotChoice,
    pub quantity: Quantity,
    /// Value at cost.
    pub amount: Money,
    /// Day the goods came in, if known; the lot's age counts from it.
    pub received_on: Option<Date>,
}

/// The fact of an opening balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The lot's identity, if this act made it.
    pub new: Option<LotFacts>,
    pub lines: Vec<Line>,
}

/// Why an opening balance is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningRefusal {
    /// The lot has stood on this position's card before.
    Moved,
    /// A value below zero or an intake after today.
    Field(&'static str),
}

impl From<OpeningRefusal> for Stop {
    fn from(refusal: OpeningRefusal) -> Stop {
        Stop::Refused(match refusal {
            OpeningRefusal::Moved => Refusal::new(
                RefusalKind::Conflict,
                "opening.moved",
                "该货位该批次已有账目,不能再录期初",
                "this lot already has entries at this position",
            )
            .mend("用调整或红字冲正更正", "Correct it by an adjustment or a reversal"),
            OpeningRefusal::Field(field) => Refusal::new(
                RefusalKind::Invalid,
                "opening.field",
                format!("“{field}”无效"),
                format!("“{field}” is not valid"),
            )
            .at(field),
        })
    }
}

/// Enters an opening balance.
pub fn open(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewOpening,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let today = ctx.now().business_day();
        let site = site_of(new.position.as_str())?;
        let lot = choose(tx, book, &site, &new.lot, packs, today)?;
        let berth = load_berth(tx, book, &new.position, lot.code(), today)?;
        if balance(tx, book, &new.position, lot.code())?.is_some() {
            return Err(OpeningRefusal::Moved.into());
        }
        if new.amount < Money::ZERO {
            return Err(OpeningRefusal::Field("amount").into());
        }
        if new.received_on.is_some_and(|day| day > today) {
            return Err(OpeningRefusal::Field("received_on").into());
        }
        let item = goods(packs, lot.item())?.item;
        check_quantity(new.quantity, item)?;
        check_berth(&berth, &lot, item, new.quantity)?;
        let line = Line {
            position: new.position.clone(),
            lot: lot.code().clone(),
            quantity: new.quantity,
            amount: new.amount,
        };
        let facts = lot
            .facts()
            .map(|facts| LotFacts { received_on: new.received_on.unwrap_or(facts.received_on), ..facts });
        let event = Opened { new: facts, lines: vec![line] };
        let posted = record(tx, ctx, book, Grounds::why(why), &event)?;
        Ok(Done::creating(posted, event.new.iter().map(|lot| lot.lot.to_string()).collect()))
    })
}

impl Event for Opened {
    const ACT: &'static str = "stock.open";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        if let Some(lot) = &self.new {
            lot.project(tx, at.book)?;
        }
        post(tx, at, Kind::Opening, 0, &self.lines, Remark::default())
    }
}
