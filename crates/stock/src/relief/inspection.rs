//! Inspections 定期检查 of dated goods: good, to be repaired, to be scrapped. What is faulty becomes a lot of its own, on hold, so that
//! the sound rest may leave; nothing is written off here.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, ContentHash, LotCode, Money, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::{ReliefRefusal, unfit, worded_if};
use crate::event::{Event, Grounds, Post, record};
use crate::facility::site_of;
use crate::lot::{self, LotFacts, LotRow, next_number, projected};
use crate::movement::{
    BalanceRow, Kind, Line, MovementRefusal, Remark, balance, check_quantity, goods, open_position, post,
    take,
};

record! {
    /// One inspection of a lot at a position.
    pub struct InspectionRow in "stock_inspection", Derived, key 2 {
        book_id: BookId,
        /// Index of the fact.
        n: i64,
        lot: LotCode,
        position: PositionCode,
        inspected_on: Date,
        /// [`Outcome`].
        outcome: Arc<str>,
        /// What lay there.
        quantity: Quantity,
        /// Found faulty.
        faulty: Quantity,
        /// The lot the faulty part became; none when all or nothing was faulty.
        apart: Option<Arc<str>>,
        note: Option<Arc<str>>,
        by_user: Arc<str>,
    }
}

/// What an inspection found; the words are those of the indicator `condition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 完好.
    Good,
    /// 待维修.
    Repair,
    /// 待报废.
    Scrap,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Good, Self::Repair, Self::Scrap];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Repair => "repair",
            Self::Scrap => "scrap",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Why goods so found are held, in both languages.
    const fn hold(self) -> Option<&'static str> {
        match self {
            Self::Good => None,
            Self::Repair => Some("检查发现待维修 to be repaired"),
            Self::Scrap => Some("检查发现待报废 to be scrapped"),
        }
    }

    /// As measurements of a lot keep it.
    fn measured(self) -> String {
        format!("{{\"condition\":\"{}\"}}", self.code())
    }
}

/// An inspection to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInspection {
    pub lot: LotCode,
    pub position: PositionCode,
    pub inspected_on: Date,
    pub outcome: Outcome,
    /// How much of what lies there is faulty; zero when the outcome is good.
    pub faulty: Quantity,
    pub note: Option<String>,
    pub photos: Vec<ContentHash>,
}

/// The fact of an inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    pub lot: LotCode,
    pub position: PositionCode,
    pub inspected_on: Date,
    pub outcome: Outcome,
    pub quantity: Quantity,
    pub faulty: Quantity,
    pub note: Option<String>,
    pub photos: Vec<ContentHash>,
    /// The lot the faulty part becomes.
    pub apart: Option<LotFacts>,
    /// The faulty part out of the lot and into its own.
    pub lines: Vec<Line>,
}

/// Photographs one inspection may have.
pub const PHOTOS_MAX: usize = 6;

/// Records an inspection.
pub fn inspect(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewInspection,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        open_position(tx, book, &new.position, today)?;
        let row = lot::get(tx, book, &new.lot)?;
        let held = balance(tx, book, &new.position, &new.lot)?.filter(|row| row.quantity > Quantity::ZERO);
        let held = held.ok_or(MovementRefusal::Short { available: Quantity::ZERO, asked: new.faulty })?;
        let number = if new.faulty > Quantity::ZERO && new.faulty < held.quantity {
            let site = site_of(new.position.as_str())?;
            Some(LotCode::parse(&next_number(tx, book, site.as_str(), 'L', today.year())?)?)
        } else {
            None
        };
        let event = decide(new, &row, &held, number, packs, today)?;
        let created = event.apart.iter().map(|lot| lot.lot.to_string()).collect();
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, created))
    })
}

/// What an inspection says of a lot and what it takes apart. Pure.
fn decide(
    new: &NewInspection,
    row: &LotRow,
    held: &BalanceRow,
    apart: Option<LotCode>,
    packs: &Catalogue,
    today: Date,
) -> Result<Inspected, Stop> {
    let goods = goods(packs, &row.item)?;
    if goods.pack.indicator("condition").is_none() {
        return Err(ReliefRefusal::Uninspected { item: row.item.to_string() }.into());
    }
    if new.inspected_on > today || new.inspected_on < row.received_on {
        return Err(unfit("inspected_on"));
    }
    if new.photos.len() > PHOTOS_MAX {
        return Err(unfit("photos"));
    }
    if (new.outcome == Outcome::Good) != (new.faulty == Quantity::ZERO) {
        return Err(ReliefRefusal::Faulty.into());
    }
    if new.faulty != Quantity::ZERO {
        check_quantity(new.faulty, goods.item)?;
    }
    if new.faulty > held.quantity {
        return Err(MovementRefusal::Short { available: held.quantity, asked: new.faulty }.into());
    }
    let (mut lines, mut facts) = (Vec::new(), None);
    if let Some(code) = apart {
        let out = take(held, new.faulty)?;
        let aside = Line { lot: code.clone(), ..out.mirrored()? };
        lines = vec![out, aside];
        facts = Some(LotFacts {
            lot: code,
            latest: Some(new.outcome.measured()),
            tested_on: Some(new.inspected_on),
            ..LotFacts::of(row)
        });
    }
    Ok(Inspected {
        lot: new.lot.clone(),
        position: new.position.clone(),
        inspected_on: new.inspected_on,
        outcome: new.outcome,
        quantity: held.quantity,
        faulty: new.faulty,
        note: worded_if(new.note.as_deref(), "note", 500)?,
        photos: new.photos.clone(),
        apart: facts,
        lines,
    })
}

impl Event for Inspected {
    const ACT: &'static str = "relief.inspect";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        let hold = |row: LotRow| match self.outcome.hold() {
            Some(why) if row.held.is_none() => {
                LotRow { held: Some(why.into()), held_by: Some(at.user.into()), ..row }
            }
            _ => row,
        };
        let row = projected(tx, at.book, &self.lot)?;
        let tested_on = Some(self.inspected_on.max(row.tested_on.unwrap_or(self.inspected_on)));
        if let Some(apart) = &self.apart {
            tx.put(&LotRow { tested_on, latest: Some(Outcome::Good.measured().into()), ..row })?;
            apart.project(tx, at.book)?;
            let aside = projected(tx, at.book, &apart.lot)?;
            tx.put(&hold(aside))?;
            post(tx, at, Kind::Move, 0, &self.lines, Remark::default())?;
            let worth = self.lines.get(1).map_or(Money::ZERO, |line| line.amount);
            super::lineage::link(tx, at, &apart.lot, &self.lot, (self.faulty, worth))?;
        } else {
            tx.put(&hold(LotRow { tested_on, latest: Some(self.outcome.measured().into()), ..row }))?;
        }
        tx.put(&InspectionRow {
            book_id: at.book,
            n: at.n,
            lot: self.lot.clone(),
            position: self.position.clone(),
            inspected_on: self.inspected_on,
            outcome: self.outcome.code().into(),
            quantity: self.quantity,
            faulty: self.faulty,
            apart: self.apart.as_ref().map(|lot| lot.lot.shared()),
            note: self.note.as_deref().map(Arc::from),
            by_user: at.user.into(),
        })
    }
}
