//! Registration 登记: a truck under a notice gets a number in the day's queue. The driver's name and telephone stay outside the book.

use std::sync::Arc;

use base::ctx::Ctx;
use base::identity::user::commitment;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, NoticeCode, Quantity, SiteCode, TripCode};
use jiff::civil::Date;
use pack::Doubt;
use serde::{Deserialize, Serialize};

use super::{DriverRow, GateRow, PlateRow, State, TripRefusal, TripRow, coded, codes, doubting, gate, plate};
use crate::event::{Event, Grounds, Post, record};
use crate::lot::{bump_serial, next_number};
use crate::notice::{self, Direction};

/// Who drives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    pub name: String,
    pub phone: String,
}

/// A truck at the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTrip {
    pub notice: NoticeCode,
    pub plate: String,
    pub driver: Driver,
    /// The plate is inside another depot, as far as this node knows.
    pub elsewhere: bool,
}

/// The fact of a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub trip: TripCode,
    pub notice: NoticeCode,
    pub site: SiteCode,
    pub direction: Direction,
    pub plate: String,
    /// Salted commitment to the driver's name and telephone number.
    pub driver: String,
    pub queue_day: Date,
    pub queue: i64,
    pub doubts: Vec<String>,
}

/// Longest name of a person, characters.
const NAME_MAX: usize = 60;

/// A plate without blanks and dots, in capitals.
pub fn plate_of(text: &str) -> Result<String, TripRefusal> {
    let plate: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '·' | '.' | '-'))
        .collect::<String>()
        .to_uppercase();
    let fits = (5..=10).contains(&plate.chars().count()) && plate.chars().all(char::is_alphanumeric);
    if fits && plate.bytes().any(|b| b.is_ascii_digit()) { Ok(plate) } else { Err(TripRefusal::Plate) }
}

fn driver_of(driver: &Driver) -> Result<Driver, TripRefusal> {
    let (name, phone) = (driver.name.trim(), driver.phone.trim());
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(TripRefusal::Driver { field: "driver_name" });
    }
    let dialled = phone.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b' '));
    if !dialled || !(5..=20).contains(&phone.len()) {
        return Err(TripRefusal::Driver { field: "driver_phone" });
    }
    Ok(Driver { name: name.to_owned(), phone: phone.to_owned() })
}

/// Registers a truck. The trip's code comes back; its queue number is in the fact.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewTrip) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let notice = notice::open(tx, book, &new.notice, today)?;
        if notice.done >= notice.quantity {
            return Err(TripRefusal::Fulfilled { notice: new.notice.to_string() }.into());
        }
        let number = plate_of(&new.plate)?;
        if let Some(trip) = plate(tx, book, &number)?.inside {
            return Err(TripRefusal::Inside { trip: trip.to_string() }.into());
        }
        let driver = driver_of(&new.driver)?;
        let mut salt = [0; 16];
        ctx.chance.fill(&mut salt);
        let gate = gate(tx, book, &notice.site, today)?;
        let code = next_number(tx, book, notice.site.as_str(), 'T', today.year())?;
        let event = Registered {
            trip: TripCode::parse(&code)?,
            notice: new.notice.clone(),
            site: notice.site.clone(),
            direction: notice.way(),
            plate: number,
            driver: commitment(&salt, &format!("{}\n{}", driver.name, driver.phone)),
            queue_day: today,
            queue: if gate.queue_day == today { gate.queue + 1 } else { 1 },
            doubts: codes(if new.elsewhere { &[Doubt::Elsewhere] } else { &[] }),
        };
        let posted = record(tx, ctx, book, Grounds::default(), &event)?;
        tx.put(&DriverRow {
            book_id: book,
            trip: event.trip.clone(),
            name: driver.name.into(),
            phone: driver.phone.into(),
            salt: salt.as_slice().into(),
        })?;
        Ok(Done::creating(posted, vec![code]))
    })
}

impl Event for Registered {
    const ACT: &'static str = "trip.register";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.trip.as_str())?;
        let before = plate(tx, post.book, &self.plate)?;
        tx.put(&PlateRow { inside: Some(self.trip.shared()), trips: before.trips + 1, ..before })?;
        let gate = gate(tx, post.book, &self.site, self.queue_day)?;
        tx.put(&GateRow { queue_day: self.queue_day, queue: self.queue, ..gate })?;
        let row = TripRow {
            book_id: post.book,
            trip: self.trip.clone(),
            notice: self.notice.clone(),
            site: self.site.clone(),
            direction: self.direction.code().into(),
            plate: self.plate.as_str().into(),
            driver: self.driver.as_str().into(),
            queue_day: self.queue_day,
            queue: self.queue,
            state: State::Registered.code().into(),
            steps: post.n.to_string().into(),
            registered_at: post.at,
            moved_at: post.at,
            blind: None,
            sampler: None,
            sample: None,
            tester: None,
            quality: None,
            grade: None,
            barred: None,
            first_kg: None,
            first_at: None,
            second_kg: None,
            second_at: None,
            position: None,
            lot: None,
            keeper: None,
            settled: None::<Quantity>,
            amount: None,
            movement: None,
            doubts: Arc::from(""),
            reason: None,
        };
        let doubts = doubting(&row, &coded(&self.doubts));
        tx.put(&TripRow { doubts, ..row })
    }
}
