//! Unloading and loading 卸装: the keeper says to which position and lot goods went or from which they came. Whether they may lie or
//! leave there is asked before the truck is touched; how much there is, the second weighing tells.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, LotCode, PositionCode, Quantity, TripCode};
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::{State, Step, TripRefusal, TripRow, due, get, stepped};
use crate::allocation::Pick;
use crate::event::{Event, Grounds, Post, reason, record};
use crate::facility::site_of;
use crate::issue::{keep_order, lines_of};
use crate::lot::{self, LotChoice, choose};
use crate::movement::{MovementRefusal, check_berth, goods, load_berth};
use crate::notice::{self, Direction, NoticeRow};

/// Goods taken off or put on a truck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandling {
    pub trip: TripCode,
    pub position: PositionCode,
    /// For goods that come: a lot they join; without it a new one is made. For goods that go: where they were taken from.
    pub lot: Option<LotCode>,
}

/// The fact of unloading or loading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    pub trip: TripCode,
    pub position: PositionCode,
    pub lot: Option<LotCode>,
}

/// Records unloading or loading; not by who drew the sample (V-07). Doing it again needs a reason.
pub fn handle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewHandling,
    why: Option<&str>,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.trip)?;
        due(&row, Step::Handle)?;
        if row.sampler.as_deref() == Some(ctx.actor.user.as_str()) {
            return Err(TripRefusal::SamePerson { earlier: Step::Sample }.into());
        }
        let why = match why {
            Some(why) => Some(reason(why)?),
            None if row.position.is_some() => Some(reason("")?),
            None => None,
        };
        if site_of(new.position.as_str())? != row.site {
            return Err(MovementRefusal::Position { position: new.position.to_string() }.into());
        }
        let notice = notice::get(tx, book, &row.notice)?;
        let today = ctx.now().business_day();
        let quantum = Quantity(goods(packs, &notice.item)?.item.unit.quantum());
        match row.way() {
            Direction::In => {
                let choice = choice(&notice, new.lot.as_ref());
                let lot = choose(tx, book, &row.site, &choice, packs, today)?;
                fits(tx, book, &notice, new.lot.as_ref())?;
                let berth = load_berth(tx, book, &new.position, lot.code(), today)?;
                check_berth(&berth, &lot, goods(packs, lot.item())?.item, quantum)?;
            }
            Direction::Out => {
                let lot = new.lot.clone().ok_or(TripRefusal::Lot)?;
                fits(tx, book, &notice, Some(&lot))?;
                let picks = [Pick { lot, position: new.position.clone(), quantity: quantum }];
                let under = notice.under()?;
                lines_of(tx, packs, book, &picks, under.as_ref(), today)?;
                keep_order(tx, packs, book, &picks, under.as_ref(), why, today)?;
            }
        }
        let event = Handled { trip: new.trip.clone(), position: new.position.clone(), lot: new.lot.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: None, why }, &event)?))
    })
}

/// The lot that goods join or make.
pub(super) fn choice(notice: &NoticeRow, lot: Option<&LotCode>) -> LotChoice {
    match lot {
        Some(lot) => LotChoice::Known(lot.clone()),
        None => LotChoice::New(notice.new_lot()),
    }
}

/// That a lot is of the goods the notice names.
fn fits(tx: &mut Tx<'_>, book: BookId, notice: &NoticeRow, lot: Option<&LotCode>) -> Result<(), Stop> {
    let Some(lot) = lot else { return Ok(()) };
    let row = lot::get(tx, book, lot)?;
    let same =
        row.item == notice.item && row.nature == notice.nature && row.owner_level == notice.owner_level;
    let year = notice.way() == Direction::Out || row.harvest_year == notice.harvest_year;
    if same && year { Ok(()) } else { Err(TripRefusal::Goods.into()) }
}

impl Event for Handled {
    const ACT: &'static str = "trip.handle";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Handled)?;
        // A weight that is known stays known: only the place changed.
        let state = if row.second_kg.is_some() { State::WeighedOut } else { State::Handled };
        tx.put(&TripRow {
            state: state.code().into(),
            position: Some(self.position.clone()),
            lot: self.lot.clone(),
            keeper: Some(post.user.into()),
            ..row
        })
    }
}
