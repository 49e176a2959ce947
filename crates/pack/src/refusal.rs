//! Why a calculation of a pack refuses its input. Expected answers, each with a stable code, both languages and the way
//! out; never a fault.

use crate::decimal::Decimal;
use crate::term::Text;

/// A refused calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An indicator the rule needs was not measured.
    Unmeasured {
        /// Indicator id.
        indicator: String,
    },
    /// The measurement is not of the indicator's kind (a word where a number is due, or the reverse, or a word unknown).
    WrongKind {
        /// Indicator id.
        indicator: String,
    },
    /// The measurement is beyond what the rule lets into a reserve at all.
    Barred {
        /// Indicator id.
        indicator: String,
        /// As measured.
        measured: Decimal,
        /// The bar.
        limit: Decimal,
    },
    /// Quantity below zero.
    NegativeQuantity,
    /// A moisture or impurity outside 0 ≤ x < 100 %.
    NotAPercentage {
        /// The number refused.
        value: Decimal,
    },
    /// A first day later than the second.
    DaysReversed,
    /// The result does not fit a 64-bit quantity.
    TooLarge,
}

impl Refusal {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::Unmeasured { .. } => "pack.unmeasured",
            Refusal::WrongKind { .. } => "pack.wrong_kind",
            Refusal::Barred { .. } => "pack.barred",
            Refusal::NegativeQuantity => "pack.negative_quantity",
            Refusal::NotAPercentage { .. } => "pack.not_a_percentage",
            Refusal::DaysReversed => "pack.days_reversed",
            Refusal::TooLarge => "pack.too_large",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Text {
        match self {
            Refusal::Unmeasured { indicator } => Text::new(
                format!("缺少指标“{indicator}”的检验值"),
                format!("indicator “{indicator}” was not measured"),
            ),
            Refusal::WrongKind { indicator } => Text::new(
                format!("指标“{indicator}”的检验值类型不符"),
                format!("the value of indicator “{indicator}” is not of its kind"),
            ),
            Refusal::Barred { indicator, measured, limit } => Text::new(
                format!("指标“{indicator}”为 {measured}，超过上限 {limit}，不得作为储备入库"),
                format!(
                    "indicator “{indicator}” is {measured}, above the bar of {limit}: it may not enter a reserve"
                ),
            ),
            Refusal::NegativeQuantity => Text::new("数量小于零", "the quantity is below zero"),
            Refusal::NotAPercentage { value } => Text::new(
                format!("{value} 不是 0–100 之间的百分数"),
                format!("{value} is not a percentage between 0 and 100"),
            ),
            Refusal::DaysReversed => {
                Text::new("起始日期晚于截止日期", "the first day is later than the last")
            }
            Refusal::TooLarge => {
                Text::new("结果超出可记录的数量范围", "the result is beyond what a quantity can hold")
            }
        }
    }

    /// How to mend it.
    pub fn mend(&self) -> Text {
        match self {
            Refusal::Unmeasured { .. } => Text::new("补做该项检验后再提交", "measure it and submit again"),
            Refusal::WrongKind { .. } => Text::new(
                "按指标定义填写数值或选项",
                "enter a number or one of the words the indicator defines",
            ),
            Refusal::Barred { .. } => Text::new(
                "整理合格后重新检验，或拒收",
                "condition the goods and test again, or turn them away",
            ),
            Refusal::NegativeQuantity => Text::new("填写不小于零的数量", "enter a quantity of zero or more"),
            Refusal::NotAPercentage { .. } => {
                Text::new("按百分数填写，例如 13.5", "enter a percentage such as 13.5")
            }
            Refusal::DaysReversed => Text::new("核对两个日期", "check both days"),
            Refusal::TooLarge => Text::new("核对数量和计量单位", "check the quantity and its unit"),
        }
    }
}
