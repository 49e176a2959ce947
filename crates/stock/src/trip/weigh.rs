//! Weighing 过磅: by hand, from a file of the bridge, or read from the bridge. Every reading is kept and its digest stands in the fact;
//! doubts are recorded, and those that the pack's rule names are refused.

use base::ctx::Ctx;
use base::identity::user::commitment;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::time::SECOND;
use base::term::{BookId, Instant, TripCode};
use pack::weighing::{Seen, Way};
use pack::{Catalogue, Doubt};
use serde::{Deserialize, Serialize};

use super::{
    GateRow, PlateRow, ReadingRow, State, Step, TripRefusal, TripRow, coded, codes, doubting, due, gate, get,
    numbers, plate, pushed, stepped,
};
use crate::event::{Event, Grounds, Post, reason, record};
use crate::movement::goods;
use crate::notice::{self, Direction};
use crate::weigh::{GROSS_MAX, Weighing};
use crate::worksheet::Kilograms;

/// What a bridge or a file said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReading {
    /// Name of the bridge, or `file`.
    pub source: String,
    pub at: Instant,
    pub kilograms: Kilograms,
    /// The plate, where the source knows it.
    pub plate: Option<String>,
    /// Raw frames or line.
    pub content: String,
}

/// How a weight was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Read off the display and typed.
    Hand(Kilograms),
    /// Read by this node.
    Reading(NewReading),
}

/// A reading as a fact states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub source: String,
    pub at: Instant,
    /// SHA-256 of the content, hexadecimal.
    pub digest: String,
}

/// The fact of a weighing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    pub trip: TripCode,
    /// True for the first of the two weighings.
    pub first: bool,
    pub kilograms: Kilograms,
    /// Absent when typed by hand.
    pub reading: Option<Reading>,
    pub doubts: Vec<String>,
}

/// Oldest reading that a weighing may use.
const READING_AGE_MAX: i64 = 120 * SECOND;

/// Records a weighing: the first or the second, as the trip stands. Weighing again needs a reason.
pub fn weigh(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    trip: &TripCode,
    source: &Source,
    why: Option<&str>,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, trip)?;
        let first = due(&row, Step::Weigh)? == State::WeighedIn;
        if let Some(why) = &row.barred {
            return Err(TripRefusal::Barred { why: why.to_string() }.into());
        }
        let again = if first { row.first_kg.is_some() } else { row.second_kg.is_some() };
        let why = match why {
            Some(why) => Some(reason(why)?),
            None if again => Some(reason("")?),
            None => None,
        };
        let now = ctx.now();
        let kilograms = match source {
            Source::Hand(kilograms) => *kilograms,
            Source::Reading(reading) => usable(reading, &row, now)?,
        };
        if kilograms <= 0 || kilograms > GROSS_MAX {
            return Err(TripRefusal::Weight.into());
        }
        let doubts = doubts(tx, packs, &row, first, kilograms, (now, again), source)?;
        let reading = match source {
            Source::Hand(_) => None,
            Source::Reading(new) => Some(Reading {
                source: new.source.clone(),
                at: new.at,
                digest: commitment(&[], &new.content),
            }),
        };
        let event = Weighed { trip: trip.clone(), first, kilograms, reading, doubts: codes(&doubts) };
        let posted = record(tx, ctx, book, Grounds { order: None, why }, &event)?;
        if let (Source::Reading(new), Some(reading)) = (source, &event.reading) {
            tx.put(&ReadingRow {
                book_id: book,
                digest: reading.digest.as_str().into(),
                at: new.at,
                kilograms,
                source: new.source.as_str().into(),
                content: new.content.as_str().into(),
            })?;
        }
        Ok(Done::plain(posted))
    })
}

/// The weight of a reading, if it is of this truck and fresh. A file may be older than a bridge's display, but not from before the trip.
fn usable(reading: &NewReading, row: &TripRow, now: Instant) -> Result<Kilograms, TripRefusal> {
    if reading.plate.as_ref().is_some_and(|plate| **plate != *row.plate) {
        return Err(TripRefusal::Reading { why: "车牌不符 another plate" });
    }
    let oldest = if reading.plate.is_some() { row.registered_at.0 } else { now.0 - READING_AGE_MAX };
    if reading.at.0 < oldest || reading.at.0 > now.0 + READING_AGE_MAX {
        return Err(TripRefusal::Reading { why: "时间不符 another time" });
    }
    Ok(reading.kilograms)
}

/// Everything doubtful about this weighing; a doubt that the rule refuses is a refusal.
fn doubts(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    row: &TripRow,
    first: bool,
    kilograms: Kilograms,
    (now, again): (Instant, bool),
    source: &Source,
) -> Result<Vec<Doubt>, Stop> {
    let weighed = if first {
        TripRow { first_kg: Some(kilograms), second_kg: None, ..row.clone() }
    } else {
        TripRow { second_kg: Some(kilograms), ..row.clone() }
    };
    let (gross, tare) = weighed.weights();
    if let (Some(gross), Some(tare)) = (gross, tare) {
        Weighing { gross, tare, net: gross - tare }.check()?;
    }
    let mut found = Vec::new();
    found.extend(matches!(source, Source::Hand(_)).then_some(Doubt::ByHand));
    found.extend(again.then_some(Doubt::Reweighed));
    let notice = notice::get(tx, row.book_id, &row.notice)?;
    let goods = goods(packs, &notice.item)?;
    let today = now.business_day();
    let Some(rule) = goods.pack.weighing_rule(&goods.subject(today, &notice.owner_level)) else {
        return Ok(found);
    };
    let known = plate(tx, row.book_id, &row.plate)?;
    let gate = gate(tx, row.book_id, &row.site, today)?;
    let minutes = |from: Instant| (now.0 - from.0) / (60 * SECOND);
    let other = known.last_direction.as_deref().is_some_and(|last| last != row.direction.as_ref());
    let seen = Seen {
        way: if row.way() == Direction::In { Way::In } else { Way::Out },
        gross,
        tare,
        minutes: row.first_at.filter(|_| !first).map(minutes),
        tares: &numbers(&known.tares),
        now: kilograms,
        recent: &numbers(&gate.recent),
        other_way: known.last_net.zip(known.last_at).filter(|_| other).map(|(net, at)| (net, minutes(at))),
    };
    found.extend(rule.doubts(&seen));
    match found.iter().find(|doubt| rule.refuses(**doubt)) {
        Some(doubt) => Err(TripRefusal::Doubt { doubt: *doubt }.into()),
        None => Ok(found),
    }
}

impl Event for Weighed {
    const ACT: &'static str = "trip.weigh";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let state = if self.first { State::WeighedIn } else { State::WeighedOut };
        let row = stepped(tx, post, &self.trip, state)?;
        let gate = gate(tx, post.book, &row.site, row.queue_day)?;
        tx.put(&GateRow { recent: pushed(&gate.recent, self.kilograms), ..gate })?;
        let doubts = doubting(&row, &coded(&self.doubts));
        let row = if self.first {
            TripRow { first_kg: Some(self.kilograms), first_at: Some(post.at), ..row }
        } else {
            TripRow { second_kg: Some(self.kilograms), second_at: Some(post.at), ..row }
        };
        tx.put(&TripRow { doubts, ..row })
    }
}

/// Remembers of a plate what a settled trip taught.
pub(super) fn remember(tx: &mut Tx<'_>, post: &Post<'_>, row: &TripRow) -> Result<(), Fault> {
    let Some(weighing) = row.weighing() else { return Ok(()) };
    let before = plate(tx, post.book, &row.plate)?;
    tx.put(&PlateRow {
        tares: pushed(&before.tares, weighing.tare),
        last_direction: Some(row.direction.clone()),
        last_net: Some(weighing.net),
        last_at: Some(post.at),
        ..before
    })
}
