//! Premium and deduction (增扣量): how quality changes the weight that is paid for. Exact steps and one rounding; prices
//! are no part of it.

use std::collections::BTreeMap;

use crate::decimal::{Decimal, Rounding, scale};
use crate::quality::Measurements;
use crate::refusal::Refusal;
use crate::term::{Basis, Rule};

/// What the goods are weighed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Bought into the reserve.
    Purchase,
    /// Sold or transferred out of it.
    Sale,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 2] = [Purpose::Purchase, Purpose::Sale];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Purchase => "purchase",
            Purpose::Sale => "sale",
        }
    }
}

/// What each full step away from the base does to the weight, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Positive adds weight, negative deducts.
    pub percent: Decimal,
    /// Steps beyond this count no more.
    pub steps_max: Option<i64>,
}

/// One indicator of a premium rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Indicator id.
    pub indicator: String,
    /// The value at which nothing is added or deducted, by item code.
    pub base: BTreeMap<String, Decimal>,
    /// Width of a step, in the indicator's unit; what is less than a step does not count.
    pub step: Decimal,
    /// Per step above the base.
    pub above: Option<Effect>,
    /// Per step below the base.
    pub below: Option<Effect>,
    /// Measurements above this may not enter a reserve.
    pub bar: Option<Decimal>,
    /// Whether settlement is refused without this measurement.
    pub required: bool,
    /// Where it comes from.
    pub basis: Basis,
}

/// Lines of a premium rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Premium {
    /// Buying or selling.
    pub purpose: Purpose,
    /// One per indicator.
    pub lines: Vec<Line>,
    /// The settled quantity is a multiple of this, thousandths of the unit; 1 is 1 kg for goods counted in tonnes.
    pub round_to: i64,
}

/// The rule kind of [`Premium`].
pub type PremiumRule = Rule<Premium>;

/// What one indicator did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Indicator id.
    pub indicator: String,
    /// As measured.
    pub measured: Decimal,
    /// The base for this item.
    pub base: Decimal,
    /// Full steps that counted; negative below the base.
    pub steps: i64,
    /// Percent added (positive) or deducted (negative).
    pub percent: Decimal,
    /// The same in thousandths of the unit, rounded on its own: for display; the sum of these may differ from
    /// `settled − net` by the rounding.
    pub quantity: i64,
}

/// A settlement of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Net weight before, thousandths.
    pub net: i64,
    /// One per measured indicator of the rule.
    pub steps: Vec<Step>,
    /// Sum of the percents.
    pub percent: Decimal,
    /// Weight paid for, thousandths; never below zero.
    pub settled: i64,
}

impl Rule<Premium> {
    /// Settles a net weight: `settled = net × (1 + Σ percent)`, with `steps = floor(|x − base| ÷ step)` for each
    /// indicator (domain: QS198, QS178). The product is exact and rounded once, half up, to [`Premium::round_to`].
    pub fn settle(&self, item: &str, net: i64, values: &Measurements) -> Result<Settlement, Refusal> {
        if net < 0 {
            return Err(Refusal::NegativeQuantity);
        }
        let mut steps = Vec::new();
        let mut percent = Decimal::ZERO;
        for line in &self.body.lines {
            let Some(base) = line.base.get(item).copied() else { continue };
            let Some(measured) = values.number_of(&line.indicator)? else {
                if line.required {
                    return Err(Refusal::Unmeasured { indicator: line.indicator.clone() });
                }
                continue;
            };
            if let Some(limit) = line.bar.filter(|limit| measured > *limit) {
                return Err(Refusal::Barred { indicator: line.indicator.clone(), measured, limit });
            }
            let (count, share) = line.effect(base, measured)?;
            percent = percent.checked_add(share).ok_or(Refusal::TooLarge)?;
            let quantity = self.share(net, share)?;
            steps.push(Step {
                indicator: line.indicator.clone(),
                measured,
                base,
                steps: count,
                percent: share,
                quantity,
            });
        }
        let total = Decimal::HUNDRED.checked_add(percent).ok_or(Refusal::TooLarge)?;
        let settled = self.share(net, total.max(Decimal::ZERO))?;
        Ok(Settlement { net, steps, percent, settled })
    }

    /// `percent` of `net`, rounded to the rule's multiple.
    fn share(&self, net: i64, percent: Decimal) -> Result<i64, Refusal> {
        let whole = i128::from(Decimal::HUNDRED.micros()) * i128::from(self.body.round_to);
        scale(net, percent.micros().into(), whole, Rounding::Half)
            .and_then(|n| n.checked_mul(self.body.round_to))
            .ok_or(Refusal::TooLarge)
    }
}

impl Line {
    /// Signed steps that count, and their percent.
    fn effect(&self, base: Decimal, measured: Decimal) -> Result<(i64, Decimal), Refusal> {
        let distance = measured.checked_sub(base).ok_or(Refusal::TooLarge)?;
        let (effect, sign) = if distance > Decimal::ZERO { (self.above, 1) } else { (self.below, -1) };
        let Some(effect) = effect else { return Ok((0, Decimal::ZERO)) };
        let far = distance.micros().checked_abs().ok_or(Refusal::TooLarge)?;
        let full = far.checked_div(self.step.micros()).ok_or(Refusal::TooLarge)?;
        let counted = effect.steps_max.map_or(full, |most| full.min(most));
        let percent = effect.percent.checked_times(counted).ok_or(Refusal::TooLarge)?;
        Ok((sign * counted, percent))
    }
}
