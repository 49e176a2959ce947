//! Worksheet of a physical grain check 实物检查工作底稿: from the measured stack to "account matches goods" or not, in integers only.
//! Formulas and rounding are those of the official form (`domain.md` 1.10). It judges a measurement; it never changes a balance.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, LotCode, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, record};
use crate::movement::{balance, goods};
use crate::receive::mass;

record! {
    /// A worksheet that was recorded, named by the index of its fact.
    pub struct WorksheetRow in "stock_worksheet", Derived, key 2 {
        book_id: BookId,
        n: i64,
        position: PositionCode,
        lot: LotCode,
        day: Date,
        /// Book quantity at the moment of recording.
        book: Quantity,
        /// Kilograms.
        measured: i64,
        /// Kilograms.
        checked: i64,
        /// Kilograms, book less checked.
        difference: i64,
        /// Tenths of a percent.
        difference_rate: i64,
        matches: bool,
        by_user: Arc<str>,
    }
}

/// Length in hundredths of a metre: the form records dimensions with two decimals.
pub type Centimetres = i64;

/// Volume in thousandths of a cubic metre.
pub type CubicDecimetres = i64;

/// Mass in kilograms.
pub type Kilograms = i64;

/// One horizontal face of a frustum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// Length and width.
    Rectangle { length: Centimetres, width: Centimetres },
    /// Diameter.
    Circle { diameter: Centimetres },
}

/// The measured form of the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stack {
    /// L·W·H
    Cuboid { length: Centimetres, width: Centimetres, height: Centimetres },
    /// π·d²/4·h
    Cylinder { diameter: Centimetres, height: Centimetres },
    /// (A₁+A₂+√(A₁A₂))·h/3
    Frustum { top: Face, bottom: Face, height: Centimetres },
    /// A cuboid and half of a frustum: grain levelled against one wall and sloping on the other side.
    Other {
        length: Centimetres,
        width: Centimetres,
        height: Centimetres,
        top: Face,
        bottom: Face,
        slope: Centimetres,
    },
}

/// How the natural loss of the stored period is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NaturalLoss {
    /// The quota of the storage period, not stacked by year, in hundred-thousandths of the book quantity (0.20 % = 200).
    Quota { rate: i64 },
    /// The older form's text: a rate for each year in store. Unconfirmed; kept so that old worksheets can be recomputed.
    Yearly { rate: i64, years: i64 },
}

/// What the checkers wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measurement {
    pub stack: Stack,
    /// Volume of pillars, ducts and channels inside the stack, thousandths of a cubic metre.
    pub deductions: CubicDecimetres,
    /// Test weight or unit-volume mass, g/L (the same number as kg/m³).
    pub test_weight: i64,
    /// Correction of the test weight for compaction, hundredths (1.02 = 102).
    pub factor: i64,
    /// Moisture at intake, tenths of a percent.
    pub moisture_in: i64,
    /// Moisture now, tenths of a percent.
    pub moisture_now: i64,
    pub natural_loss: NaturalLoss,
    /// Loss already written off the book in this period; not counted twice.
    pub loss_recorded: Kilograms,
    /// Book quantity at the cut-off.
    pub book: Kilograms,
}

/// The filled-in worksheet, each line as the form numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worksheet {
    /// 1: actual stack volume, thousandths of a cubic metre.
    pub volume: CubicDecimetres,
    /// 2: mean density, tenths of kg/m³.
    pub density: i64,
    /// 3: measured quantity.
    pub measured: Kilograms,
    /// 4: moisture reduction; negative when the grain took up water.
    pub moisture_reduction: Kilograms,
    /// 5: natural loss.
    pub natural_loss: Kilograms,
    /// 6: loss still to be recorded.
    pub loss_to_record: Kilograms,
    /// 7: checked quantity.
    pub checked: Kilograms,
    /// 8: book less checked.
    pub difference: Kilograms,
    /// 8: difference over book, tenths of a percent.
    pub difference_rate: i64,
    /// 9: account matches goods 账实相符; the book quantity is then taken as actual.
    pub matches: bool,
}

/// Widest difference that still counts as a match, tenths of a percent (3 %, the form's item 9).
pub const TOLERANCE: i64 = 30;

/// Why a measurement cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorksheetRefusal {
    /// A dimension, density, factor or book quantity that is zero, negative or beyond any building.
    Measure(&'static str),
    /// Moisture outside 0 to 50 %.
    Moisture,
    /// Deductions as large as the stack.
    Deductions,
}

impl From<WorksheetRefusal> for Stop {
    fn from(refusal: WorksheetRefusal) -> Stop {
        use RefusalKind::Invalid;
        Stop::Refused(match refusal {
            WorksheetRefusal::Measure(field) => Refusal::new(
                Invalid,
                "worksheet.measure",
                format!("“{field}”不成立"),
                format!("“{field}” cannot be"),
            )
            .mend("核对测量记录", "Check the measuring record")
            .at(field),
            WorksheetRefusal::Moisture => Refusal::new(
                Invalid,
                "worksheet.moisture",
                "水分须在 0–50 % 之间",
                "moisture lies between 0 and 50 %",
            )
            .at("moisture_now"),
            WorksheetRefusal::Deductions => Refusal::new(
                Invalid,
                "worksheet.deductions",
                "扣除体积不小于货堆体积",
                "the deductions are as large as the stack",
            )
            .at("deductions"),
        })
    }
}

/// Longest side that is believed: 10 km in centimetres keeps every product inside 128 bits.
const LENGTH_MAX: Centimetres = 1_000_000;
/// Largest book quantity that is believed: a hundred million tonnes.
const BOOK_MAX: Kilograms = 100_000_000_000;
/// π in units of 10⁻¹⁵.
const PI: i128 = 3_141_592_653_589_793;
const PI_UNIT: i128 = 1_000_000_000_000_000;
/// Areas of a frustum carry this many units per square centimetre so that the root loses nothing that shows.
const AREA_UNIT: i128 = 1_000;
/// Cubic centimetres in a cubic decimetre.
const DM3: i128 = 1_000;

/// `a / b` to the nearest integer, halves away from zero. `b` is positive.
pub fn divide_rounded(a: i128, b: i128) -> i128 {
    let half = if a < 0 { -b / 2 } else { b / 2 };
    (a + half) / b
}

fn narrow(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX) // the limits above keep every result inside 64 bits
}

fn area(face: Face) -> i128 {
    match face {
        Face::Rectangle { length, width } => i128::from(length) * i128::from(width) * AREA_UNIT,
        Face::Circle { diameter } => {
            divide_rounded(PI * i128::from(diameter).pow(2) * AREA_UNIT, 4 * PI_UNIT)
        }
    }
}

/// Three times the volume of a frustum, in cm³ times [`AREA_UNIT`].
fn frustum_thrice(top: Face, bottom: Face, height: Centimetres) -> i128 {
    let (a, b) = (area(top), area(bottom));
    let root = narrow_root(a.unsigned_abs() * b.unsigned_abs());
    (a + b + root) * i128::from(height)
}

fn narrow_root(value: u128) -> i128 {
    i128::try_from(value.isqrt()).unwrap_or(i128::MAX) // the root of a u128 has at most 64 bits
}

impl Stack {
    /// Volume to the nearest cubic decimetre.
    pub fn volume(self) -> CubicDecimetres {
        let product = |l: i64, w: i64, h: i64| i128::from(l) * i128::from(w) * i128::from(h);
        narrow(match self {
            Stack::Cuboid { length, width, height } => divide_rounded(product(length, width, height), DM3),
            Stack::Cylinder { diameter, height } => {
                divide_rounded(PI * product(diameter, diameter, height), 4 * PI_UNIT * DM3)
            }
            Stack::Frustum { top, bottom, height } => {
                divide_rounded(frustum_thrice(top, bottom, height), 3 * AREA_UNIT * DM3)
            }
            Stack::Other { length, width, height, top, bottom, slope } => {
                let cuboid = product(length, width, height) * 6 * AREA_UNIT;
                divide_rounded(cuboid + frustum_thrice(top, bottom, slope), 6 * AREA_UNIT * DM3)
            }
        })
    }

    /// Whether every side is above zero and below [`LENGTH_MAX`]; a frustum may come to a point at the top.
    fn is_plausible(self) -> bool {
        let side = |v: i64| (1..=LENGTH_MAX).contains(&v);
        let sides = |face: Face, ok: &dyn Fn(i64) -> bool| match face {
            Face::Rectangle { length, width } => ok(length) && ok(width),
            Face::Circle { diameter } => ok(diameter),
        };
        let point = |v: i64| (0..=LENGTH_MAX).contains(&v);
        match self {
            Stack::Cuboid { length, width, height } => side(length) && side(width) && side(height),
            Stack::Cylinder { diameter, height } => side(diameter) && side(height),
            Stack::Frustum { top, bottom, height } => {
                sides(top, &point) && sides(bottom, &side) && side(height)
            }
            Stack::Other { length, width, height, top, bottom, slope } => {
                side(length)
                    && side(width)
                    && side(height)
                    && sides(top, &point)
                    && sides(bottom, &side)
                    && side(slope)
            }
        }
    }
}

/// Moisture reduction 水分减量 `Q·(M_in − M_now)/(1 − M_now)`, rounded to the unit of `quantity`; moistures in tenths of a percent.
pub fn moisture_reduction(quantity: i64, moisture_in: i64, moisture_now: i64) -> i64 {
    narrow(divide_rounded(
        i128::from(quantity) * i128::from(moisture_in - moisture_now),
        i128::from(1000 - moisture_now),
    ))
}

fn check(m: &Measurement) -> Result<CubicDecimetres, WorksheetRefusal> {
    let within = |value: i64, low: i64, high: i64, name| {
        if (low..=high).contains(&value) { Ok(()) } else { Err(WorksheetRefusal::Measure(name)) }
    };
    if !m.stack.is_plausible() {
        return Err(WorksheetRefusal::Measure("dimension"));
    }
    within(m.test_weight, 1, 3_000, "test_weight")?;
    within(m.factor, 1, 1_000, "factor")?;
    within(m.book, 1, BOOK_MAX, "book")?;
    within(m.deductions, 0, i64::MAX, "deductions")?;
    within(m.loss_recorded, 0, m.book, "loss_recorded")?;
    match m.natural_loss {
        NaturalLoss::Quota { rate } => within(rate, 0, 100_000, "natural_loss")?,
        NaturalLoss::Yearly { rate, years } => {
            within(rate, 0, 100_000, "natural_loss")?;
            within(years, 0, 100, "years")?;
        }
    }
    if !(0..=500).contains(&m.moisture_in) || !(0..=500).contains(&m.moisture_now) {
        return Err(WorksheetRefusal::Moisture);
    }
    let volume = m.stack.volume();
    if m.deductions >= volume { Err(WorksheetRefusal::Deductions) } else { Ok(volume - m.deductions) }
}

/// Works the sheet out, line by line.
pub fn work_out(m: &Measurement) -> Result<Worksheet, WorksheetRefusal> {
    let volume = check(m)?;
    let density = narrow(divide_rounded(i128::from(m.test_weight) * i128::from(m.factor), 10));
    let measured = narrow(divide_rounded(i128::from(volume) * i128::from(density), 10_000));
    let reduction = moisture_reduction(m.book, m.moisture_in, m.moisture_now);
    let rate = match m.natural_loss {
        NaturalLoss::Quota { rate } => rate,
        NaturalLoss::Yearly { rate, years } => rate * years,
    };
    let natural_loss = narrow(divide_rounded(i128::from(m.book) * i128::from(rate), 100_000));
    let loss_to_record = reduction + natural_loss - m.loss_recorded;
    let checked = measured.saturating_add(loss_to_record);
    let difference = m.book.saturating_sub(checked);
    let difference_rate = narrow(divide_rounded(i128::from(difference) * 1000, i128::from(m.book)));
    Ok(Worksheet {
        volume,
        density,
        measured,
        moisture_reduction: reduction,
        natural_loss,
        loss_to_record,
        checked,
        difference,
        difference_rate,
        matches: difference_rate.abs() <= TOLERANCE,
    })
}

/// A worksheet to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorksheet {
    pub position: PositionCode,
    pub lot: LotCode,
    /// The book quantity in it is replaced by what the book says.
    pub measurement: Measurement,
}

/// The fact of a worksheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub position: PositionCode,
    pub lot: LotCode,
    pub book: Quantity,
    pub measurement: Measurement,
    pub worksheet: Worksheet,
}

/// Records the check of a pile against the book as it stands.
pub fn record_worksheet(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewWorksheet,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let lot = crate::lot::get(tx, book, &new.lot)?;
        let one_kilogram = mass(1, goods(packs, &lot.item)?.item)?;
        let held = balance(tx, book, &new.position, &new.lot)?.map_or(Quantity::ZERO, |row| row.quantity);
        let measurement = Measurement { book: held.0 / one_kilogram.0, ..new.measurement };
        let worksheet = work_out(&measurement)?;
        let (position, lot) = (new.position.clone(), new.lot.clone());
        let event = Recorded { position, lot, book: held, measurement, worksheet };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

impl Event for Recorded {
    const ACT: &'static str = "worksheet.record";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&WorksheetRow {
            book_id: post.book,
            n: post.n,
            position: self.position.clone(),
            lot: self.lot.clone(),
            day: post.at.business_day(),
            book: self.book,
            measured: self.worksheet.measured,
            checked: self.worksheet.checked,
            difference: self.worksheet.difference,
            difference_rate: self.worksheet.difference_rate,
            matches: self.worksheet.matches,
            by_user: post.user.into(),
        })
    }
}

pub mod store;

#[cfg(test)]
mod test;
