//! Sheets 检查底稿: what two inspectors found at a position, beside what the holder's book says at that moment. The stack is worked out by
//! the official form ([`crate::worksheet`]); the book is read and never changed.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, ContentHash, Instant, LotCode, OrgCode, PositionCode, Quantity};
use jiff::civil::Date;
use pack::{Catalogue, Decimal, months_started};
use serde::{Deserialize, Serialize};

use super::{CheckRefusal, CheckRow, ObjectRow, PHOTOS_MAX, holder, in_state, inspects, joined, projected};
use crate::event::{Event, Grounds, Post, record};
use crate::lot::LotRow;
use crate::movement::{BalanceRow, goods};
use crate::quality::{PackRefusal, Written};
use crate::receive::mass;
use crate::worksheet::{
    CubicDecimetres, Measurement, NaturalLoss, Stack, Worksheet, divide_rounded, work_out,
};

record! {
    /// A sheet of a check, named by the index of its fact.
    pub struct SheetRow in "stock_check_sheet", Derived, key 2 {
        book_id: BookId,
        n: i64,
        code: Arc<str>,
        position: PositionCode,
        lot: Option<Arc<str>>,
        item: Option<Arc<str>>,
        day: Date,
        /// `volume`, `count` or `empty`.
        how: Arc<str>,
        /// By the holder's book, when the sheet was recorded and at the cut-off.
        book: Quantity,
        cutoff_book: Quantity,
        /// What was measured or counted, and with the losses still to be recorded.
        measured: Quantity,
        checked: Quantity,
        /// Book less checked.
        difference: Quantity,
        /// Tenths of a percent of the book.
        difference_rate: i64,
        matches: bool,
        /// The worked-out form, JSON; for a measured stack.
        worksheet: Option<Arc<str>>,
        /// Tenths of a percent.
        moisture: Option<i64>,
        /// Number of the quality sample taken.
        sample: Option<Arc<str>>,
        photos: Arc<str>,
        note: Option<Arc<str>>,
        /// Who recorded, and who signed beside.
        first: Arc<str>,
        second: Option<Arc<str>>,
        signed_at: Option<Instant>,
    }
}

impl SheetRow {
    /// Its photographs.
    pub fn photos(&self) -> impl Iterator<Item = &str> {
        self.photos.split(' ').filter(|hash| !hash.is_empty())
    }
}

/// What inspectors write down of a measured stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewVolume {
    pub stack: Stack,
    /// Thousandths of a cubic metre.
    pub deductions: CubicDecimetres,
    /// Grams per litre.
    pub test_weight: i64,
    /// Hundredths.
    pub factor: i64,
    /// Tenths of a percent; where the lot has no acceptance test.
    pub moisture_in: Option<i64>,
    /// Tenths of a percent.
    pub moisture_now: i64,
}

/// What inspectors found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewFound {
    /// A stack, measured.
    Volume(NewVolume),
    /// Pieces or packages, counted.
    Count { counted: Quantity },
    /// Nothing.
    Empty,
}

/// A sheet to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSheet {
    pub code: String,
    pub position: PositionCode,
    /// None for an empty position.
    pub lot: Option<LotCode>,
    pub found: NewFound,
    pub sample: Option<String>,
    pub photos: Vec<ContentHash>,
    pub note: Option<String>,
}

/// What was found, as the fact holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    Volume { measurement: Box<Measurement>, worksheet: Box<Worksheet> },
    Count { counted: Quantity },
    Empty,
}

/// The fact of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub code: String,
    pub position: PositionCode,
    pub lot: Option<LotCode>,
    pub item: Option<String>,
    /// Facts the holder's book had when it was read.
    pub holder_size: i64,
    /// Lots at the position by the book.
    pub lots: i64,
    pub book: Quantity,
    pub cutoff_book: Quantity,
    pub found: Found,
    pub measured: Quantity,
    pub checked: Quantity,
    pub difference: Quantity,
    pub difference_rate: i64,
    pub matches: bool,
    pub sample: Option<String>,
    pub photos: Vec<ContentHash>,
    pub note: Option<String>,
}

/// The fact of a second signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub sheet: i64,
}

/// Sheet and book side by side.
struct Compared {
    measured: Quantity,
    checked: Quantity,
    difference: Quantity,
    rate: i64,
    matches: bool,
}

/// Compares what was found with the book; `kilogram` is one kilogram in thousandths of the unit. Pure.
fn compare(found: &Found, book: Quantity, kilogram: Quantity) -> Result<Compared, Fault> {
    let whole = |kilograms: i64| Quantity(kilograms.saturating_mul(kilogram.0));
    let (measured, checked) = match found {
        Found::Volume { worksheet, .. } => (whole(worksheet.measured), whole(worksheet.checked)),
        Found::Count { counted } => (*counted, *counted),
        Found::Empty => (Quantity::ZERO, Quantity::ZERO),
    };
    let difference = book.minus(checked)?;
    let by_thousand = i128::from(difference.0) * 1000;
    let counted_rate = match book.0 {
        0 => i64::from(difference.0 != 0) * 1000,
        book => i64::try_from(divide_rounded(by_thousand, i128::from(book))).unwrap_or(i64::MAX),
    };
    let (rate, matches) = match found {
        // A stack is measured with a tape: the form grants a tolerance. Pieces are counted: it grants none.
        Found::Volume { worksheet, .. } => (worksheet.difference_rate, worksheet.matches),
        Found::Count { .. } | Found::Empty => (counted_rate, difference == Quantity::ZERO),
    };
    Ok(Compared { measured, checked, difference, rate, matches })
}

/// Moisture of the acceptance test, tenths of a percent.
fn accepted_moisture(lot: &LotRow) -> Option<i64> {
    let written: Written = serde_json::from_str(lot.accepted.as_deref()?).ok()?;
    let moisture: Decimal = written.get("moisture")?.parse().ok()?;
    Some(moisture.micros() / 100_000)
}

/// Works a measured stack out against the holder's book on a day.
fn measured(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    lot: &LotRow,
    position: &PositionCode,
    new: &NewVolume,
    book: Quantity,
    day: Date,
) -> Result<Found, Stop> {
    let goods = goods(packs, &lot.item)?;
    let kilogram = mass(1, goods.item)?;
    let moisture_in = accepted_moisture(lot).or(new.moisture_in);
    let months = months_started(lot.received_on.min(day), day).map_err(PackRefusal)?;
    let subject = goods.subject(day, &lot.owner_level);
    let rate = match goods.pack.loss_rule(&subject) {
        Some(rule) => rule.quota(100_000, months).map_err(PackRefusal)?,
        None => 0,
    };
    let lost = super::store::lost(tx, lot.book_id, position, &lot.lot)?;
    let measurement = Measurement {
        stack: new.stack,
        deductions: new.deductions,
        test_weight: new.test_weight,
        factor: new.factor,
        moisture_in: moisture_in.ok_or(CheckRefusal::Field { field: "moisture_in" })?,
        moisture_now: new.moisture_now,
        natural_loss: NaturalLoss::Quota { rate },
        loss_recorded: (lost.0 / kilogram.0).max(0),
        book: book.0 / kilogram.0,
    };
    let worksheet = Box::new(work_out(&measurement)?);
    Ok(Found::Volume { measurement: Box::new(measurement), worksheet })
}

/// Records what an inspector found at a position. It counts when a second inspector has signed it.
pub fn sheet(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewSheet,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let check = in_state(tx, book, &new.code, &["running"])?;
        inspects(tx, ctx, book, &new.code)?;
        let key = [book.into(), new.code.as_str().into(), (&new.position).into()];
        let object = tx.get::<ObjectRow>(&key)?.filter(|object| object.chosen);
        let object = object.ok_or_else(|| CheckRefusal::Object { position: new.position.to_string() })?;
        if new.photos.len() > PHOTOS_MAX {
            return Err(CheckRefusal::Field { field: "photos" }.into());
        }
        let short = |text: &Option<String>, field, most| {
            let given = text.as_deref().filter(|text| !text.trim().is_empty());
            given.map(|text| super::text(text, field, most)).transpose()
        };
        let (sample, note) = (short(&new.sample, "sample", 40)?, short(&new.note, "note", 500)?);
        let place = holder(tx, &object.position)?;
        if super::store::is_signed(tx, book, &new.code, &new.position, new.lot.as_ref())? {
            return Err(CheckRefusal::Signed.into());
        }
        let mut event = Recorded {
            code: new.code.clone(),
            position: new.position.clone(),
            lot: new.lot.clone(),
            item: None,
            holder_size: tx.head(place.book_id)?.size(),
            lots: place.lots,
            book: Quantity::ZERO,
            cutoff_book: Quantity::ZERO,
            found: Found::Empty,
            measured: Quantity::ZERO,
            checked: Quantity::ZERO,
            difference: Quantity::ZERO,
            difference_rate: 0,
            matches: true,
            sample,
            photos: new.photos.clone(),
            note,
        };
        match &new.lot {
            None if !matches!(new.found, NewFound::Empty) => {
                return Err(CheckRefusal::Field { field: "lot" }.into());
            }
            None if place.lots > 0 => {
                let position = new.position.to_string();
                return Err(CheckRefusal::NotEmpty { position, lots: place.lots }.into());
            }
            None => {}
            Some(code) => fill(tx, ctx, packs, &check, place.book_id, new, code, &mut event)?,
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: Some(&new.code), why: None }, &event)?))
    })
}

/// Fills in what concerns a lot.
#[expect(clippy::too_many_arguments, reason = "one caller; a struct would only rename the arguments")]
fn fill(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    check: &CheckRow,
    held_in: BookId,
    new: &NewSheet,
    code: &LotCode,
    event: &mut Recorded,
) -> Result<(), Stop> {
    let absent = || CheckRefusal::Lot { position: new.position.to_string() };
    let balance = tx.get::<BalanceRow>(&[held_in.into(), (&new.position).into(), code.into()])?;
    let held = balance.map(|row| row.quantity).filter(|held| *held > Quantity::ZERO).ok_or_else(absent)?;
    let lot = tx.get::<LotRow>(&[held_in.into(), code.into()])?.ok_or_else(absent)?;
    event.found = match &new.found {
        NewFound::Volume(volume) => {
            measured(tx, packs, &lot, &new.position, volume, held, ctx.now().business_day())?
        }
        NewFound::Count { counted } if *counted >= Quantity::ZERO => Found::Count { counted: *counted },
        NewFound::Count { .. } => return Err(CheckRefusal::Field { field: "counted" }.into()),
        NewFound::Empty => Found::Empty,
    };
    let kilogram = match event.found {
        Found::Volume { .. } => mass(1, goods(packs, &lot.item)?.item)?,
        Found::Count { .. } | Found::Empty => Quantity::ZERO,
    };
    let compared = compare(&event.found, held, kilogram)?;
    event.item = Some(lot.item.to_string());
    event.book = held;
    event.cutoff_book = super::store::held_on(tx, held_in, &new.position, code, check.cutoff)?;
    event.measured = compared.measured;
    event.checked = compared.checked;
    event.difference = compared.difference;
    event.difference_rate = compared.rate;
    event.matches = compared.matches;
    Ok(())
}

/// Signs a sheet as the second inspector.
pub fn sign(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, sheet: i64) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = tx.get::<SheetRow>(&[book.into(), sheet.into()])?;
        let row = row.ok_or(CheckRefusal::UnknownSheet { sheet })?;
        in_state(tx, book, &row.code, &["running"])?;
        inspects(tx, ctx, book, &row.code)?;
        if row.first.as_ref() == ctx.actor.user.as_str() {
            return Err(CheckRefusal::Same.into());
        }
        let lot = row.lot.as_deref().map(LotCode::parse).transpose()?;
        if super::store::is_signed(tx, book, &row.code, &row.position, lot.as_ref())? {
            return Err(CheckRefusal::Signed.into());
        }
        let grounds = Grounds { order: Some(&row.code), why: None };
        Ok(Done::plain(record(tx, ctx, book, grounds, &Signed { sheet })?))
    })
}

/// The organisation a position belongs to and its book.
pub(super) fn inspected(tx: &mut Tx<'_>, org: &OrgCode) -> Result<BookId, Stop> {
    Ok(home(tx, org)?.ok_or_else(|| CheckRefusal::Position { position: org.to_string() })?)
}

impl Event for Recorded {
    const ACT: &'static str = "check.sheet";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let key = [post.book.into(), self.code.as_str().into(), (&self.position).into()];
        let object = tx.get::<ObjectRow>(&key)?;
        let object = object.ok_or_else(|| Fault::new(format!("{} is not in the pool", self.position)))?;
        tx.put(&ObjectRow { lots: self.lots, ..object })?;
        let (how, form, moisture) = match &self.found {
            Found::Volume { measurement, worksheet } => {
                let form =
                    serde_json::to_string(worksheet).map_err(|e| Fault::new(format!("worksheet: {e}")))?;
                ("volume", Some(form.into()), Some(measurement.moisture_now))
            }
            Found::Count { .. } => ("count", None, None),
            Found::Empty => ("empty", None, None),
        };
        tx.put(&SheetRow {
            book_id: post.book,
            n: post.n,
            code: self.code.as_str().into(),
            position: self.position.clone(),
            lot: self.lot.as_ref().map(LotCode::shared),
            item: self.item.as_deref().map(Arc::from),
            day: post.at.business_day(),
            how: how.into(),
            book: self.book,
            cutoff_book: self.cutoff_book,
            measured: self.measured,
            checked: self.checked,
            difference: self.difference,
            difference_rate: self.difference_rate,
            matches: self.matches,
            worksheet: form,
            moisture,
            sample: self.sample.as_deref().map(Arc::from),
            photos: joined(&self.photos),
            note: self.note.as_deref().map(Arc::from),
            first: post.user.into(),
            second: None,
            signed_at: None,
        })
    }
}

impl Event for Signed {
    const ACT: &'static str = "check.sign";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let gone = || Fault::new(format!("a fact names sheet {}, which this book lacks", self.sheet));
        let row = tx.get::<SheetRow>(&[post.book.into(), self.sheet.into()])?.ok_or_else(gone)?;
        let key = [post.book.into(), row.code.as_ref().into(), (&row.position).into()];
        let object = tx.get::<ObjectRow>(&key)?.ok_or_else(gone)?;
        let signed = object.signed + 1;
        let done = signed >= object.lots.max(1);
        let check = projected(tx, post.book, &row.code)?;
        let finished = check.done + i64::from(done && !object.done);
        tx.put(&CheckRow { done: finished, n: post.n, ..check })?;
        tx.put(&ObjectRow { signed, done, ..object })?;
        tx.put(&SheetRow { second: Some(post.user.into()), signed_at: Some(post.at), ..row })
    }
}
