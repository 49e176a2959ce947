//! Inspection rounds 粮情检查: what a keeper measured and saw at a position. A round changes no quantity and judges nothing: classes of
//! moisture and pests are the pack's, asked when somebody looks.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::time::number_of_day;
use base::term::{BookId, PositionCode};
use jiff::civil::Date;
use pack::rounds::Infestation;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, record};
use crate::movement::open_position;

record! {
    /// A round as it was recorded.
    pub struct RoundRow in "stock_round", Derived, key 2 {
        book_id: BookId,
        n: i64,
        position: PositionCode,
        day: Date,
        /// The body of the fact.
        detail: Arc<str>,
        by_user: Arc<str>,
    }
}

record! {
    /// What was last seen at a position, and when.
    pub struct WatchRow in "stock_watch", Derived, key 2 {
        book_id: BookId,
        position: PositionCode,
        temperature_on: Option<Date>,
        /// Highest, mean and lowest grain temperature, tenths of a degree.
        highest: Option<i64>,
        mean: Option<i64>,
        lowest: Option<i64>,
        moisture_on: Option<Date>,
        /// Tenths of a percent.
        moisture: Option<i64>,
        pests_on: Option<Date>,
        /// Live pests and main pests a kilogram; live pests under quarantine.
        density: Option<i64>,
        main_pests: Option<i64>,
        quarantine: Option<i64>,
        gas_on: Option<Date>,
        /// Tenths of a percent; thousandths of a mL/m³; ppm.
        oxygen: Option<i64>,
        phosphine: Option<i64>,
        carbon_dioxide: Option<i64>,
        /// The end of the last treatment, and the class of infestation it was against.
        treated_on: Option<Date>,
        treated: Option<Arc<str>>,
    }
}

impl WatchRow {
    /// A position that nobody has looked at.
    pub(crate) fn unseen(book: BookId, position: &PositionCode) -> Self {
        Self {
            book_id: book,
            position: position.clone(),
            temperature_on: None,
            highest: None,
            mean: None,
            lowest: None,
            moisture_on: None,
            moisture: None,
            pests_on: None,
            density: None,
            main_pests: None,
            quarantine: None,
            gas_on: None,
            oxygen: None,
            phosphine: None,
            carbon_dioxide: None,
            treated_on: None,
            treated: None,
        }
    }

    /// The class of infestation that the last treatment was against.
    pub fn treated_class(&self) -> Option<Infestation> {
        self.treated.as_deref().and_then(Infestation::from_code)
    }
}

/// Grain temperature of one layer, tenths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    pub highest: i64,
    pub mean: i64,
    pub lowest: Option<i64>,
}

/// 三温两湿: temperatures in tenths of a degree, humidity in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Temperatures {
    /// From the surface down.
    pub layers: Vec<Layer>,
    pub headspace: Option<i64>,
    pub air: Option<i64>,
    pub headspace_humidity: Option<i64>,
    pub air_humidity: Option<i64>,
}

impl Temperatures {
    /// The highest of all layers.
    pub fn highest(&self) -> Option<i64> {
        self.layers.iter().map(|layer| layer.highest).max()
    }

    /// The mean of the layers' means, rounded half away from zero.
    pub fn mean(&self) -> Option<i64> {
        let count = i64::try_from(self.layers.len()).ok().filter(|count| *count > 0)?;
        let sum: i64 = self.layers.iter().map(|layer| layer.mean).sum();
        Some((2 * sum + count * sum.signum()) / (2 * count))
    }

    /// The lowest seen; a layer whose lowest was not read counts with its mean.
    pub fn lowest(&self) -> Option<i64> {
        self.layers.iter().map(|layer| layer.lowest.unwrap_or(layer.mean)).min()
    }
}

/// Live pests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pests {
    /// A kilogram, of any kind.
    pub density: i64,
    /// A kilogram, of the main kinds.
    pub main: i64,
    /// Of kinds under quarantine, altogether.
    pub quarantine: i64,
}

/// Gas in the store; any may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gas {
    /// Tenths of a percent.
    pub oxygen: Option<i64>,
    /// Thousandths of a mL/m³.
    pub phosphine: Option<i64>,
    /// ppm.
    pub carbon_dioxide: Option<i64>,
}

impl Gas {
    /// Whether any was measured.
    pub fn is_measured(&self) -> bool {
        self.oxygen.or(self.phosphine).or(self.carbon_dioxide).is_some()
    }

    /// A figure that no meter shows, by its field.
    pub(crate) fn impossible(&self) -> Option<&'static str> {
        let ranges = [
            ("oxygen", self.oxygen, 1_000),
            ("phosphine", self.phosphine, 10_000_000),
            ("carbon_dioxide", self.carbon_dioxide, 1_000_000),
        ];
        ranges
            .into_iter()
            .find(|(_, value, most)| value.is_some_and(|v| !(0..=*most).contains(&v)))
            .map(|(field, ..)| field)
    }
}

/// A round to record; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRound {
    pub position: PositionCode,
    pub day: Date,
    pub temperature: Option<Temperatures>,
    /// Tenths of a percent.
    pub moisture: Option<i64>,
    pub pests: Option<Pests>,
    pub gas: Option<Gas>,
    pub note: Option<String>,
}

/// Why a round is refused, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundRefusal {
    /// Nothing was measured.
    Empty,
    /// A day in the future or more than a week ago.
    Day,
    /// A figure no thermometer, sieve or meter shows, or figures that contradict each other.
    Range { field: &'static str },
}

impl From<RoundRefusal> for Stop {
    fn from(refusal: RoundRefusal) -> Stop {
        use RefusalKind::Invalid;
        Stop::Refused(match refusal {
            RoundRefusal::Empty => {
                Refusal::new(Invalid, "round.empty", "没有检查内容", "nothing was looked at").mend(
                    "至少填写粮温、水分、虫害、气体中的一项",
                    "Enter at least one of temperature, moisture, pests and gas",
                )
            }
            RoundRefusal::Day => Refusal::new(
                Invalid,
                "round.day",
                "检查日期不得晚于今天，也不得早于七天前",
                "the day is in the future or more than a week ago",
            )
            .at("day"),
            RoundRefusal::Range { field } => Refusal::new(
                Invalid,
                "round.range",
                format!("“{field}”的数值不可能，或与其他数值矛盾"),
                format!("the figure in “{field}” cannot be, or contradicts another"),
            )
            .mend("核对读数和单位", "Check the reading and its unit")
            .at(field),
        })
    }
}

/// Days after which a round can no longer be entered: what is older is hearsay.
const BACKDATED_MAX: i64 = 7;
/// Layers measured by hand at most; one for about two metres of height.
const LAYERS_MAX: usize = 12;
/// Longest note, characters.
const NOTE_MAX: usize = 500;

/// Records a round.
pub fn inspect(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewRound) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        open_position(tx, book, &new.position, today)?;
        check(new, today)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

/// That the figures can be. Pure.
pub(crate) fn check(new: &NewRound, today: Date) -> Result<(), RoundRefusal> {
    use RoundRefusal as R;
    let gas = new.gas.filter(Gas::is_measured);
    if new.temperature.is_none() && new.moisture.is_none() && new.pests.is_none() && gas.is_none() {
        return Err(R::Empty);
    }
    if !(0..=BACKDATED_MAX).contains(&(number_of_day(today) - number_of_day(new.day))) {
        return Err(R::Day);
    }
    if let Some(temperature) = &new.temperature {
        check_temperature(temperature)?;
    }
    let off = |value: i64, most: i64| !(0..=most).contains(&value);
    if new.moisture.is_some_and(|moisture| off(moisture, 500)) {
        return Err(R::Range { field: "moisture" });
    }
    if let Some(pests) = new.pests {
        if off(pests.density, 100_000) {
            return Err(R::Range { field: "density" });
        }
        if off(pests.main, pests.density) {
            return Err(R::Range { field: "main" });
        }
        if off(pests.quarantine, 100_000) {
            return Err(R::Range { field: "quarantine" });
        }
    }
    if let Some(field) = gas.and_then(|gas| gas.impossible()) {
        return Err(R::Range { field });
    }
    if new.note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
        return Err(R::Range { field: "note" });
    }
    Ok(())
}

fn check_temperature(t: &Temperatures) -> Result<(), RoundRefusal> {
    let grain = -400..=800;
    let layer = |layer: &Layer| {
        let lowest = layer.lowest.unwrap_or(layer.mean);
        grain.contains(&layer.highest)
            && grain.contains(&lowest)
            && lowest <= layer.mean
            && layer.mean <= layer.highest
    };
    if !(1..=LAYERS_MAX).contains(&t.layers.len()) || !t.layers.iter().all(layer) {
        return Err(RoundRefusal::Range { field: "layers" });
    }
    let others = [
        ("headspace", t.headspace, -400, 800),
        ("air", t.air, -600, 600),
        ("headspace_humidity", t.headspace_humidity, 0, 100),
        ("air_humidity", t.air_humidity, 0, 100),
    ];
    match others.into_iter().find(|(_, value, least, most)| value.is_some_and(|v| v < *least || v > *most)) {
        Some((field, ..)) => Err(RoundRefusal::Range { field }),
        None => Ok(()),
    }
}

/// What was last seen at a position, or a row that says nobody looked yet.
pub(crate) fn watch(tx: &mut Tx<'_>, book: BookId, position: &PositionCode) -> Result<WatchRow, Fault> {
    let row = tx.get::<WatchRow>(&[book.into(), position.into()])?;
    Ok(row.unwrap_or_else(|| WatchRow::unseen(book, position)))
}

/// Takes over gas readings of a day, unless newer ones are known.
pub(crate) fn see_gas(row: &mut WatchRow, day: Date, gas: Gas) {
    if row.gas_on.is_none_or(|last| last <= day) {
        row.gas_on = Some(day);
        (row.oxygen, row.phosphine, row.carbon_dioxide) = (gas.oxygen, gas.phosphine, gas.carbon_dioxide);
    }
}

impl Event for NewRound {
    const ACT: &'static str = "position.inspect";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let detail = serde_json::to_string(self).map_err(|e| Fault::new(format!("round: {e}")))?;
        tx.put(&RoundRow {
            book_id: post.book,
            n: post.n,
            position: self.position.clone(),
            day: self.day,
            detail: detail.into(),
            by_user: post.user.into(),
        })?;
        let mut row = watch(tx, post.book, &self.position)?;
        // An older round entered late never hides a newer one.
        let newer = |last: Option<Date>| last.is_none_or(|last| last <= self.day);
        if let Some(t) = self.temperature.as_ref().filter(|_| newer(row.temperature_on)) {
            row.temperature_on = Some(self.day);
            (row.highest, row.mean, row.lowest) = (t.highest(), t.mean(), t.lowest());
        }
        if let Some(moisture) = self.moisture.filter(|_| newer(row.moisture_on)) {
            (row.moisture_on, row.moisture) = (Some(self.day), Some(moisture));
        }
        if let Some(pests) = self.pests.filter(|_| newer(row.pests_on)) {
            row.pests_on = Some(self.day);
            (row.density, row.main_pests, row.quarantine) =
                (Some(pests.density), Some(pests.main), Some(pests.quarantine));
        }
        if let Some(gas) = self.gas.filter(Gas::is_measured) {
            see_gas(&mut row, self.day, gas);
        }
        tx.put(&row)
    }
}

#[cfg(test)]
mod test;
