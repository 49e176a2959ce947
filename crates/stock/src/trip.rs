//! Trips 车次: one truck's way through the depot, from registration to the barrier. Every step is a fact, none can be skipped, and the
//! last but one is an ordinary receipt or issue; nothing here changes a balance by itself.

use std::sync::Arc;

use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, Instant, LotCode, Money, NoticeCode, PositionCode, Quantity, SiteCode, TripCode};
use jiff::civil::Date;
use pack::Doubt;
use serde::{Deserialize, Serialize};

use crate::event::Post;
use crate::notice::Direction;
use crate::weigh::Weighing;
use crate::worksheet::Kilograms;

mod end;
mod handle;
mod refusal;
mod register;
mod sample;
mod settle;
pub mod store;
mod weigh;

#[cfg(test)]
mod test;

pub use end::{Left, Refused, leave, reject};
pub use handle::{Handled, NewHandling, handle};
pub use refusal::TripRefusal;
pub use register::{Driver, NewTrip, Registered, plate_of, register};
pub use sample::{NewResult, Sampled, Tested, result, sample};
pub use settle::{Settled, settle};
pub use weigh::{NewReading, Reading, Source, Weighed, weigh};

/// Where a truck stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已登记: in the queue.
    Registered,
    /// 已扦样.
    Sampled,
    /// 已检验.
    Tested,
    /// 一次过磅: laden on the way in, empty on the way out.
    WeighedIn,
    /// 已卸装.
    Handled,
    /// 二次过磅.
    WeighedOut,
    /// 已结算.
    Settled,
    /// 已拒收.
    Refused,
    /// 已离场.
    Left,
}

impl State {
    /// Every state, in the order of the way.
    pub const ALL: [State; 9] = [
        State::Registered,
        State::Sampled,
        State::Tested,
        State::WeighedIn,
        State::Handled,
        State::WeighedOut,
        State::Settled,
        State::Refused,
        State::Left,
    ];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            State::Registered => "registered",
            State::Sampled => "sampled",
            State::Tested => "tested",
            State::WeighedIn => "weighed_in",
            State::Handled => "handled",
            State::WeighedOut => "weighed_out",
            State::Settled => "settled",
            State::Refused => "refused",
            State::Left => "left",
        }
    }

    /// What a person reads, Chinese and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            State::Registered => ("已登记", "registered"),
            State::Sampled => ("已扦样", "sampled"),
            State::Tested => ("已检验", "tested"),
            State::WeighedIn => ("已过一次磅", "weighed once"),
            State::Handled => ("已卸装", "unloaded or loaded"),
            State::WeighedOut => ("已过二次磅", "weighed twice"),
            State::Settled => ("已结算", "settled"),
            State::Refused => ("已拒收", "refused"),
            State::Left => ("已离场", "gone"),
        }
    }

    /// The state with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What can be done with a truck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Sample,
    Test,
    Weigh,
    Handle,
    Settle,
    Refuse,
    Leave,
}

impl Step {
    /// Every step after registration.
    pub const ALL: [Step; 7] =
        [Step::Sample, Step::Test, Step::Weigh, Step::Handle, Step::Settle, Step::Refuse, Step::Leave];

    /// The act's name.
    pub const fn act(self) -> &'static str {
        match self {
            Step::Sample => "trip.sample",
            Step::Test => "trip.test",
            Step::Weigh => "trip.weigh",
            Step::Handle => "trip.handle",
            Step::Settle => "trip.settle",
            Step::Refuse => "trip.refuse",
            Step::Leave => "trip.leave",
        }
    }
}

/// Where a step leads, or nothing if it is not due. Goods that come are sampled and tested before they are weighed; goods that go
/// were tested as a lot, so their truck begins on the bridge. The only place that knows the order. Pure.
pub fn next(direction: Direction, state: State, step: Step) -> Option<State> {
    use State as S;
    let incoming = direction == Direction::In;
    match (step, state) {
        (Step::Sample, S::Registered) if incoming => Some(S::Sampled),
        (Step::Test, S::Sampled) => Some(S::Tested),
        (Step::Weigh, S::Tested | S::WeighedIn) => Some(S::WeighedIn),
        (Step::Weigh, S::Registered) if !incoming => Some(S::WeighedIn),
        (Step::Weigh, S::Handled | S::WeighedOut) => Some(S::WeighedOut),
        (Step::Handle, S::WeighedIn | S::Handled) => Some(S::Handled),
        // Another position after the second weighing: the weight stays, the settlement is tried again.
        (Step::Handle, S::WeighedOut) => Some(S::WeighedOut),
        (Step::Settle, S::WeighedOut) => Some(S::Settled),
        (Step::Refuse, S::Registered | S::Sampled | S::Tested | S::WeighedIn) => Some(S::Refused),
        (Step::Leave, S::Registered | S::Sampled | S::Tested | S::Refused | S::Settled) => Some(S::Left),
        _ => None,
    }
}

record! {
    /// A trip as it stands.
    pub struct TripRow in "stock_trip", Derived, key 2 {
        book_id: BookId,
        trip: TripCode,
        notice: NoticeCode,
        site: SiteCode,
        direction: Arc<str>,
        plate: Arc<str>,
        /// Salted commitment to the driver's name and telephone number.
        driver: Arc<str>,
        /// Number in the day's queue of the site.
        queue_day: Date,
        queue: i64,
        state: Arc<str>,
        /// Indices of its facts, in order, separated by spaces.
        steps: Arc<str>,
        registered_at: Instant,
        /// When the last step was done.
        moved_at: Instant,
        /// Commitment to the number of the sample.
        blind: Option<Arc<str>>,
        sampler: Option<Arc<str>>,
        /// Number of the sample, known once it is tested.
        sample: Option<Arc<str>>,
        tester: Option<Arc<str>>,
        /// Measurements, a JSON object of indicator and value.
        quality: Option<Arc<str>>,
        grade: Option<Arc<str>>,
        /// Why the goods may not enter.
        barred: Option<Arc<str>>,
        /// Kilograms and instants of the two weighings.
        first_kg: Option<i64>,
        first_at: Option<Instant>,
        second_kg: Option<i64>,
        second_at: Option<Instant>,
        position: Option<PositionCode>,
        /// The lot goods were put to or taken from; a new one is known when settled.
        lot: Option<LotCode>,
        keeper: Option<Arc<str>>,
        /// Quantity paid for, and its value.
        settled: Option<Quantity>,
        amount: Option<Money>,
        /// Index of the receipt or issue.
        movement: Option<i64>,
        /// Codes of doubts, separated by spaces.
        doubts: Arc<str>,
        /// Why it was refused or left unweighed.
        reason: Option<Arc<str>>,
    }
}

impl TripRow {
    /// Which way the goods go.
    pub fn way(&self) -> Direction {
        if self.direction.as_ref() == "out" { Direction::Out } else { Direction::In }
    }

    /// Where it stands.
    pub fn stands(&self) -> Result<State, Fault> {
        State::from_code(&self.state).ok_or_else(|| Fault::new(format!("a trip in state {}", self.state)))
    }

    /// Laden and empty weight as far as known.
    pub fn weights(&self) -> (Option<Kilograms>, Option<Kilograms>) {
        match self.way() {
            Direction::In => (self.first_kg, self.second_kg),
            Direction::Out => (self.second_kg, self.first_kg),
        }
    }

    /// The weighing, once both weights are known.
    pub fn weighing(&self) -> Option<Weighing> {
        let (gross, tare) = self.weights();
        gross.zip(tare).map(|(gross, tare)| Weighing { gross, tare, net: gross - tare })
    }

    /// Its doubts.
    pub fn doubted(&self) -> Vec<Doubt> {
        self.doubts.split(' ').filter_map(Doubt::from_code).collect()
    }

    /// Indices of its facts.
    pub fn facts(&self) -> Vec<i64> {
        self.steps.split(' ').filter_map(|n| n.parse().ok()).collect()
    }
}

record! {
    /// What the weighbridge of a site has seen: its queue of the day and its last weights.
    pub struct GateRow in "stock_gate", Derived, key 2 {
        book_id: BookId,
        site: SiteCode,
        queue_day: Date,
        queue: i64,
        /// The last eight weights, kilograms, separated by spaces, newest last.
        recent: Arc<str>,
    }
}

record! {
    /// What a book knows of a plate.
    pub struct PlateRow in "stock_plate", Derived, key 2 {
        book_id: BookId,
        plate: Arc<str>,
        /// The trip that has not left, if any.
        inside: Option<Arc<str>>,
        /// The last eight empty weights, kilograms, separated by spaces, newest last.
        tares: Arc<str>,
        trips: i64,
        /// Direction, net weight and instant of the last settled trip.
        last_direction: Option<Arc<str>>,
        last_net: Option<i64>,
        last_at: Option<Instant>,
    }
}

record! {
    /// The person at the wheel: never in a book, which holds a salted commitment only.
    pub struct DriverRow in "stock_driver", Side, key 2 {
        book_id: BookId,
        trip: TripCode,
        name: Arc<str>,
        phone: Arc<str>,
        salt: Arc<[u8]>,
    }
}

record! {
    /// Which truck a sample came from, until it is tested; the laboratory sees the number and the item only.
    pub struct SampleRow in "stock_sample", Side, key 2 {
        book_id: BookId,
        sample: Arc<str>,
        trip: TripCode,
        site: SiteCode,
        item: Arc<str>,
        owner_level: Arc<str>,
        drawn_on: Date,
        salt: Arc<[u8]>,
    }
}

record! {
    /// What a bridge or a file said, by the digest that stands in the fact.
    pub struct ReadingRow in "stock_reading", Side, key 2 {
        book_id: BookId,
        digest: Arc<str>,
        at: Instant,
        kilograms: i64,
        /// Name of the bridge, or `file`.
        source: Arc<str>,
        /// Raw frames in hexadecimal, one a line, or the line of the file.
        content: Arc<str>,
    }
}

/// A short list of numbers in a row, newest last.
fn numbers(text: &str) -> Vec<i64> {
    text.split(' ').filter_map(|n| n.parse().ok()).collect()
}

/// Numbers such a list keeps.
const KEPT: usize = 8;

/// The list with one more number.
fn pushed(text: &str, number: i64) -> Arc<str> {
    let mut all = numbers(text);
    all.push(number);
    let kept: Vec<String> = all.iter().skip(all.len().saturating_sub(KEPT)).map(i64::to_string).collect();
    kept.join(" ").into()
}

/// A trip of this book, or the refusal that there is none.
fn get(tx: &mut Tx<'_>, book: BookId, trip: &TripCode) -> Result<TripRow, Stop> {
    let found = tx.get::<TripRow>(&[book.into(), trip.into()])?;
    found.ok_or_else(|| TripRefusal::Unknown { trip: trip.to_string() }.into())
}

/// Where a step leads this trip, or the refusal that it is not due.
fn due(row: &TripRow, step: Step) -> Result<State, Stop> {
    let state = row.stands()?;
    next(row.way(), state, step).ok_or_else(|| TripRefusal::Order { step, state }.into())
}

/// The row of a trip that a fact of this book names, one step further.
fn stepped(tx: &mut Tx<'_>, post: &Post<'_>, trip: &TripCode, state: State) -> Result<TripRow, Fault> {
    let row = tx
        .get::<TripRow>(&[post.book.into(), trip.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names trip {trip}, which this book lacks")))?;
    let steps = format!("{} {}", row.steps, post.n).into();
    Ok(TripRow { state: state.code().into(), steps, moved_at: post.at, ..row })
}

/// The doubts of a row and these, each once.
fn doubting(row: &TripRow, more: &[Doubt]) -> Arc<str> {
    let mut all = row.doubted();
    all.extend(more.iter().copied());
    all.sort_unstable();
    all.dedup();
    let codes: Vec<&str> = all.into_iter().map(Doubt::code).collect();
    codes.join(" ").into()
}

/// Doubts as a fact states them.
fn codes(doubts: &[Doubt]) -> Vec<String> {
    doubts.iter().map(|doubt| doubt.code().to_owned()).collect()
}

/// Doubts that a fact states.
fn coded(codes: &[String]) -> Vec<Doubt> {
    codes.iter().filter_map(|code| Doubt::from_code(code)).collect()
}

/// The row of a plate, or an empty one.
fn plate(tx: &mut Tx<'_>, book: BookId, plate: &str) -> Result<PlateRow, Fault> {
    let found = tx.get::<PlateRow>(&[book.into(), plate.into()])?;
    Ok(found.unwrap_or_else(|| PlateRow {
        book_id: book,
        plate: plate.into(),
        inside: None,
        tares: "".into(),
        trips: 0,
        last_direction: None,
        last_net: None,
        last_at: None,
    }))
}

/// The row of a site's gate, or an empty one.
fn gate(tx: &mut Tx<'_>, book: BookId, site: &SiteCode, today: Date) -> Result<GateRow, Fault> {
    let found = tx.get::<GateRow>(&[book.into(), site.into()])?;
    Ok(found.unwrap_or_else(|| GateRow {
        book_id: book,
        site: site.clone(),
        queue_day: today,
        queue: 0,
        recent: "".into(),
    }))
}
