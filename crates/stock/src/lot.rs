//! Lots: one identity for goods of one item, nature, owner level, harvest and origin, kept wherever they lie and however often they move.
//! A lot's attributes are set once; only tests and holds change what is known about it, and neither changes a quantity.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::code::document_number;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, LotCode, SiteCode};
use jiff::civil::Date;
use pack::life::Limit;
use pack::{Catalogue, OwnerLevel};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::movement::{Goods, goods};

record! {
    /// A lot as one book knows it.
    pub struct LotRow in "stock_lot", Derived, key 2 {
        book_id: BookId,
        lot: LotCode,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        harvest_year: Option<i64>,
        /// Region code or country of origin.
        origin: Option<Arc<str>>,
        grade: Option<Arc<str>>,
        produced_on: Option<Date>,
        expires_on: Option<Date>,
        received_on: Date,
        /// Last storage-quality judgement: `suitable`, `slightly_unsuitable`, `severely_unsuitable`.
        storage_quality: Option<Arc<str>>,
        tested_on: Option<Date>,
        /// Measurements of the acceptance test after intake, a JSON object of indicator and value.
        accepted: Option<Arc<str>>,
        /// Measurements of the last test.
        latest: Option<Arc<str>>,
        /// Why the lot may not leave; absent when no hold stands.
        held: Option<Arc<str>>,
        /// Who put the hold.
        held_by: Option<Arc<str>>,
    }
}

impl LotRow {
    /// What loose goods give a whole position to: item, nature, owner level and harvest year (V-12).
    pub fn dedication(&self) -> Arc<str> {
        let year = self.harvest_year.map(|year| year.to_string()).unwrap_or_default();
        format!("{}/{}/{}/{year}", self.item, self.nature, self.owner_level).into()
    }
}

record! {
    /// The last serial given under a prefix (owner, letter and year of a document number).
    pub struct SerialRow in "stock_serial", Derived, key 2 {
        book_id: BookId,
        prefix: Arc<str>,
        last: i64,
    }
}

/// What makes a lot, as a person enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLot {
    /// Item code of a pack.
    pub item: String,
    /// Nature code of the item's pack.
    pub nature: String,
    /// Owner level code.
    pub owner_level: String,
    pub harvest_year: Option<i64>,
    pub origin: Option<String>,
    pub grade: Option<String>,
    pub produced_on: Option<Date>,
    /// By the label; the pack's storage life may end earlier.
    pub expires_on: Option<Date>,
}

/// A lot named or to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotChoice {
    /// A lot this book knows.
    Known(LotCode),
    /// A lot that the act makes.
    New(NewLot),
}

/// The identity of a lot as a fact states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotFacts {
    pub lot: LotCode,
    pub item: String,
    pub nature: String,
    pub owner_level: String,
    pub harvest_year: Option<i64>,
    pub origin: Option<String>,
    pub grade: Option<String>,
    pub produced_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub received_on: Date,
    /// Storage-quality class, carried along when the lot comes from another book.
    pub storage_quality: Option<String>,
    pub tested_on: Option<Date>,
    /// Measurements carried along, JSON objects.
    pub accepted: Option<String>,
    pub latest: Option<String>,
}

/// Checks a new lot against its pack and completes it; `lot` is the code it will have. Pure.
pub(crate) fn decide(
    new: &NewLot,
    lot: LotCode,
    goods: Goods<'_>,
    today: Date,
) -> Result<LotFacts, LotRefusal> {
    let nature = goods
        .nature(&new.nature)
        .ok_or_else(|| LotRefusal::Nature { item: new.item.clone(), nature: new.nature.clone() })?;
    let level = OwnerLevel::from_code(&new.owner_level).filter(|level| nature.owner_levels.contains(level));
    if level.is_none() {
        return Err(LotRefusal::OwnerLevel {
            nature: new.nature.clone(),
            owner_level: new.owner_level.clone(),
        });
    }
    if let Some(grade) = new.grade.as_ref().filter(|grade| !goods.item.grades.contains(grade)) {
        return Err(LotRefusal::Grade { grade: grade.clone() });
    }
    if new.harvest_year.is_some_and(|year| !(1950..=i64::from(today.year())).contains(&year)) {
        return Err(LotRefusal::Days { field: "harvest_year" });
    }
    if new.produced_on.is_some_and(|day| day > today) {
        return Err(LotRefusal::Days { field: "produced_on" });
    }
    if new.expires_on.zip(new.produced_on).is_some_and(|(last, made)| last < made) {
        return Err(LotRefusal::Days { field: "expires_on" });
    }
    Ok(LotFacts {
        lot,
        item: new.item.clone(),
        nature: new.nature.clone(),
        owner_level: new.owner_level.clone(),
        harvest_year: new.harvest_year,
        origin: new.origin.clone(),
        grade: new.grade.clone(),
        produced_on: new.produced_on,
        expires_on: expiry(new, goods, today),
        received_on: today,
        storage_quality: None,
        tested_on: None,
        accepted: None,
        latest: None,
    })
}

/// The earlier of label and storage life; goods whose life counts in years grow old but do not expire.
fn expiry(new: &NewLot, goods: Goods<'_>, today: Date) -> Option<Date> {
    let by_life = new.produced_on.and_then(|made| {
        let life = goods.pack.storage_life(&goods.subject(today, &new.owner_level))?;
        matches!(life.body.limit, Limit::Months(_)).then(|| life.last_day(made).ok()).flatten()
    });
    match (new.expires_on, by_life) {
        (Some(label), Some(life)) => Some(label.min(life)),
        (label, life) => label.or(life),
    }
}

impl LotFacts {
    /// Writes the lot's row into a book.
    pub(crate) fn project(&self, tx: &mut Tx<'_>, book: BookId) -> Result<(), Fault> {
        let shared = |text: &Option<String>| text.as_deref().map(Arc::from);
        bump_serial(tx, book, self.lot.as_str())?;
        tx.put(&LotRow {
            book_id: book,
            lot: self.lot.clone(),
            item: self.item.as_str().into(),
            nature: self.nature.as_str().into(),
            owner_level: self.owner_level.as_str().into(),
            harvest_year: self.harvest_year,
            origin: shared(&self.origin),
            grade: shared(&self.grade),
            produced_on: self.produced_on,
            expires_on: self.expires_on,
            received_on: self.received_on,
            storage_quality: shared(&self.storage_quality),
            tested_on: self.tested_on,
            accepted: shared(&self.accepted),
            latest: shared(&self.latest),
            held: None,
            held_by: None,
        })
    }

    /// What another book needs to know of a lot that arrives there.
    pub(crate) fn of(row: &LotRow) -> Self {
        let owned = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        Self {
            lot: row.lot.clone(),
            item: row.item.to_string(),
            nature: row.nature.to_string(),
            owner_level: row.owner_level.to_string(),
            harvest_year: row.harvest_year,
            origin: owned(&row.origin),
            grade: owned(&row.grade),
            produced_on: row.produced_on,
            expires_on: row.expires_on,
            received_on: row.received_on,
            storage_quality: owned(&row.storage_quality),
            tested_on: row.tested_on,
            accepted: owned(&row.accepted),
            latest: owned(&row.latest),
        }
    }
}

/// The next document number of an owner in a year: `owner`, `letter`, year, serial.
pub(crate) fn next_number(
    tx: &mut Tx<'_>,
    book: BookId,
    owner: &str,
    letter: char,
    year: i16,
) -> Result<String, Stop> {
    let prefix = format!("{owner}{letter}{year:04}");
    let last = tx.get::<SerialRow>(&[book.into(), prefix.into()])?.map_or(0, |row| row.last);
    if last >= 99_999 {
        return Err(LotRefusal::Serial.into());
    }
    Ok(document_number(owner, letter, year, last + 1))
}

/// Remembers that a document number is used, if this book gives such numbers.
pub(crate) fn bump_serial(tx: &mut Tx<'_>, book: BookId, number: &str) -> Result<(), Fault> {
    let (prefix, serial) = number.split_at(number.len().saturating_sub(5));
    let serial: i64 = serial.parse().map_err(|_| Fault::new(format!("{number} does not end in a serial")))?;
    let last = tx.get::<SerialRow>(&[book.into(), prefix.into()])?.map_or(0, |row| row.last);
    if serial > last {
        tx.put(&SerialRow { book_id: book, prefix: prefix.into(), last: serial })
    } else {
        Ok(())
    }
}

/// A lot chosen by a request: its row if it is there, its facts if it is to be made.
pub(crate) enum Chosen {
    Known(LotRow),
    New(LotFacts),
}

impl Chosen {
    pub fn code(&self) -> &LotCode {
        match self {
            Chosen::Known(row) => &row.lot,
            Chosen::New(facts) => &facts.lot,
        }
    }

    pub fn facts(&self) -> Option<LotFacts> {
        match self {
            Chosen::Known(_) => None,
            Chosen::New(facts) => Some(facts.clone()),
        }
    }

    pub fn item(&self) -> &str {
        match self {
            Chosen::Known(row) => &row.item,
            Chosen::New(facts) => &facts.item,
        }
    }

    pub fn owner_level(&self) -> &str {
        match self {
            Chosen::Known(row) => &row.owner_level,
            Chosen::New(facts) => &facts.owner_level,
        }
    }

    pub fn dedication(&self) -> Arc<str> {
        match self {
            Chosen::Known(row) => row.dedication(),
            Chosen::New(facts) => {
                let year = facts.harvest_year.map(|year| year.to_string()).unwrap_or_default();
                format!("{}/{}/{}/{year}", facts.item, facts.nature, facts.owner_level).into()
            }
        }
    }
}

/// Loads the lot a request names, or decides the new one it describes.
pub(crate) fn choose(
    tx: &mut Tx<'_>,
    book: BookId,
    site: &SiteCode,
    choice: &LotChoice,
    packs: &Catalogue,
    today: Date,
) -> Result<Chosen, Stop> {
    match choice {
        LotChoice::Known(lot) => Ok(Chosen::Known(get(tx, book, lot)?)),
        LotChoice::New(new) => {
            let goods = goods(packs, &new.item)?;
            let number = next_number(tx, book, site.as_str(), 'L', today.year())?;
            Ok(Chosen::New(decide(new, LotCode::parse(&number)?, goods, today)?))
        }
    }
}

/// A lot of this book, or the refusal that there is none.
pub(crate) fn get(tx: &mut Tx<'_>, book: BookId, lot: &LotCode) -> Result<LotRow, Stop> {
    let found = tx.get::<LotRow>(&[book.into(), lot.into()])?;
    found.ok_or_else(|| LotRefusal::Unknown { lot: lot.to_string() }.into())
}

/// A hold put on a lot: it may not leave for supply until another person lifts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub lot: LotCode,
}

/// A hold lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    pub lot: LotCode,
}

/// Puts a hold on a lot.
pub fn hold(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, lot: &LotCode, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        if get(tx, book, lot)?.held.is_some() {
            return Err(LotRefusal::Hold { lot: lot.to_string(), held: true }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &Held { lot: lot.clone() })?))
    })
}

/// Lifts a hold; not by the person who put it.
pub fn release(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, lot: &LotCode, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = get(tx, book, lot)?;
        let Some(held_by) = row.held_by else {
            return Err(LotRefusal::Hold { lot: lot.to_string(), held: false }.into());
        };
        second_person(&held_by, ctx)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &Released { lot: lot.clone() })?))
    })
}

/// The row of a lot that a fact of this book names.
pub(crate) fn projected(tx: &mut Tx<'_>, book: BookId, lot: &LotCode) -> Result<LotRow, Fault> {
    tx.get::<LotRow>(&[book.into(), lot.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names lot {lot}, which this book lacks")))
}

impl Event for Held {
    const ACT: &'static str = "lot.hold";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.lot)?;
        tx.put(&LotRow { held: post.why.map(Arc::from), held_by: Some(post.user.into()), ..row })
    }
}

impl Event for Released {
    const ACT: &'static str = "lot.release";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.lot)?;
        tx.put(&LotRow { held: None, held_by: None, ..row })
    }
}

mod refusal;
pub mod store;

pub use refusal::LotRefusal;

#[cfg(test)]
mod test;
