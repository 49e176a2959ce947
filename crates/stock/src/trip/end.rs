//! The other ends of a trip: goods refused before they were touched, and the truck at the barrier, also unweighed. Both are steps.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, TripCode};
use serde::{Deserialize, Serialize};

use super::{PlateRow, State, Step, TripRow, due, get, plate, stepped};
use crate::event::{Event, Grounds, Post, reason, record};

/// The fact of goods refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub trip: TripCode,
}

/// The fact of a truck that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub trip: TripCode,
    /// True when goods were settled; false after a refusal or without a weighing.
    pub settled: bool,
}

/// Refuses the goods of a trip, with the reason.
pub fn reject(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, trip: &TripCode, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, trip)?;
        due(&row, Step::Refuse)?;
        let event = Refused { trip: trip.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(reason(why)?), &event)?))
    })
}

/// Lets a truck out. One that was neither settled nor refused leaves unweighed, and that needs a reason.
pub fn leave(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    trip: &TripCode,
    why: Option<&str>,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, trip)?;
        due(&row, Step::Leave)?;
        let state = row.stands()?;
        let why = match why {
            Some(why) => Some(reason(why)?),
            None if !matches!(state, State::Settled | State::Refused) => Some(reason("")?),
            None => None,
        };
        let event = Left { trip: trip.clone(), settled: state == State::Settled };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: None, why }, &event)?))
    })
}

impl Event for Refused {
    const ACT: &'static str = "trip.refuse";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Refused)?;
        tx.put(&TripRow { reason: post.why.map(Into::into), ..row })
    }
}

impl Event for Left {
    const ACT: &'static str = "trip.leave";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Left)?;
        let before = plate(tx, post.book, &row.plate)?;
        tx.put(&PlateRow { inside: None, ..before })?;
        let reason = row.reason.clone().or_else(|| post.why.map(Into::into));
        tx.put(&TripRow { reason, ..row })
    }
}
