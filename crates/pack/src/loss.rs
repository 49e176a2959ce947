//! Storage losses: the natural-loss quota, and the weight that leaves with moisture and impurity. Exact integer maths on
//! thousandths of the item's unit; what exceeds the quota is for the stock domain to judge.

use jiff::civil::Date;

use crate::decimal::{Decimal, Rounding, percent_of, scale};
use crate::refusal::Refusal;
use crate::term::Rule;

/// The quota for a time in store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaBand {
    /// Up to and including this many months; the last band is open.
    pub months_max: Option<u32>,
    /// Percent of the quantity taken in, over the whole time (not a year).
    pub percent: Decimal,
}

/// A natural-loss quota table (保管自然损耗定额), shortest time first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Bands in rising order; the last is open.
    pub bands: Vec<QuotaBand>,
}

/// The rule kind of [`Loss`].
pub type LossRule = Rule<Loss>;

impl Rule<Loss> {
    /// The most that may be lost naturally of a quantity (thousandths) after some months in store, rounded down: a limit
    /// is never widened by rounding. Count the months with [`months_started`].
    pub fn quota(&self, quantity: i64, months: u32) -> Result<i64, Refusal> {
        if quantity < 0 {
            return Err(Refusal::NegativeQuantity);
        }
        percent_of(quantity, self.percent(months), Rounding::Down).ok_or(Refusal::TooLarge)
    }

    /// The percentage for some months in store.
    pub fn percent(&self, months: u32) -> Decimal {
        let band = self.body.bands.iter().find(|band| band.months_max.is_none_or(|max| months <= max));
        // The loader refuses a table without an open last band.
        band.map_or(Decimal::ZERO, |band| band.percent)
    }
}

/// Months from intake to a later day, a started month counting in full: 6 months and a day are 7, so they fall in the
/// band “>6”.
pub fn months_started(intake: Date, today: Date) -> Result<u32, Refusal> {
    if today < intake {
        return Err(Refusal::DaysReversed);
    }
    let months =
        i32::from(today.year() - intake.year()) * 12 + i32::from(today.month()) - i32::from(intake.month());
    // The day of the month that ends a full month; a month too short for it ends on its last day.
    let full_day = intake.day().min(today.days_in_month());
    let started = if today.day() > full_day { months + 1 } else { months };
    u32::try_from(started).map_err(|_| Refusal::DaysReversed)
}

/// By which formula weight leaves with water and dirt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Formula {
    /// [`moisture_reduction`].
    Moisture,
    /// [`moisture_impurity_reduction`].
    MoistureImpurity,
}

impl Formula {
    /// Every formula.
    pub const ALL: [Formula; 2] = [Formula::Moisture, Formula::MoistureImpurity];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Formula::Moisture => "moisture",
            Formula::MoistureImpurity => "moisture_impurity",
        }
    }
}

/// Moisture and impurity of a lot, percent of its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// Moisture, %.
    pub moisture: Decimal,
    /// Impurity, %.
    pub impurity: Decimal,
}

/// Which formula a lot is cleared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduction {
    /// The formula.
    pub formula: Formula,
}

/// The rule kind of [`Reduction`].
pub type ReductionRule = Rule<Reduction>;

impl Rule<Reduction> {
    /// Weight that left with moisture (and impurity) between intake and now, thousandths; negative if the lot grew damper.
    pub fn reduce(&self, quantity: i64, intake: Condition, now: Condition) -> Result<i64, Refusal> {
        match self.body.formula {
            Formula::Moisture => moisture_reduction(quantity, intake.moisture, now.moisture),
            Formula::MoistureImpurity => moisture_impurity_reduction(quantity, intake, now),
        }
    }
}

/// Moisture reduction (水分减量) `= Q × (M_in − M_now) ÷ (1 − M_now)`, percents given as such; thousandths, half up.
/// Source: stock-check worksheet [SINO]. Negative if the goods grew damper.
pub fn moisture_reduction(
    quantity: i64,
    moisture_in: Decimal,
    moisture_now: Decimal,
) -> Result<i64, Refusal> {
    if quantity < 0 {
        return Err(Refusal::NegativeQuantity);
    }
    let (dry_in, dry_now) = (remainder(moisture_in)?, remainder(moisture_now)?);
    scale(quantity, dry_now - dry_in, dry_now, Rounding::Half).ok_or(Refusal::TooLarge)
}

/// Moisture and impurity reduction (水杂减量), the balance of clean dry matter:
/// `= Q × [1 − (1−M_in)(1−I_in) ÷ ((1−M_out)(1−I_out))]`; thousandths, half up. Equals [`moisture_reduction`] if the
/// impurity is unchanged. Negative if the goods grew damper or dirtier.
pub fn moisture_impurity_reduction(quantity: i64, intake: Condition, now: Condition) -> Result<i64, Refusal> {
    if quantity < 0 {
        return Err(Refusal::NegativeQuantity);
    }
    // Each factor is at most 10^8, so a product is at most 10^16 and times an i64 stays inside i128.
    let dry_in = remainder(intake.moisture)? * remainder(intake.impurity)?;
    let dry_now = remainder(now.moisture)? * remainder(now.impurity)?;
    scale(quantity, dry_now - dry_in, dry_now, Rounding::Half).ok_or(Refusal::TooLarge)
}

/// `100 % − percent` in micros; above zero.
fn remainder(percent: Decimal) -> Result<i128, Refusal> {
    if !percent.is_percent() || percent == Decimal::HUNDRED {
        return Err(Refusal::NotAPercentage { value: percent });
    }
    Ok(i128::from(Decimal::HUNDRED.micros() - percent.micros()))
}
