//! Why a rotation plan, or an act on it, is refused.

use base::term::Quantity;
use base::term::fault::{Refusal, RefusalKind, Stop};
use jiff::civil::Date;

/// Why a rotation plan, or an act on it, is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotationRefusal {
    /// There is no such plan or line.
    Unknown { plan: String },
    /// The plan is not in the state for it.
    State { plan: String, state: String },
    /// No lines, or too many.
    Lines,
    /// A field that cannot be.
    Field { field: &'static str },
    /// The lot does not lie there, or less of it.
    Held { position: String, held: Quantity },
    /// Static rotation empties the position: it takes all that lies there.
    Whole { held: Quantity },
    /// Goods still fit for storage leave too early.
    Young { years: u32, years_min: u32 },
    /// Goods would be older than they may get.
    Old { last: Date },
    /// The place would stand empty for too long.
    Gap { months: i64, back_by: Date },
    /// The position already has a plan that is not done.
    Busy { position: String },
    /// Something has moved already.
    Begun,
    /// More months than may be given.
    Extension { most: i64 },
    /// Already asked for, refilled, or without a gap clock.
    NotExtendable,
    /// Nobody asked for an extension.
    NotAsked,
}

impl RotationRefusal {
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "rotation.unknown", "plan"),
            Self::State { .. } => (Conflict, "rotation.state", "plan"),
            Self::Lines => (Invalid, "rotation.lines", "lines"),
            Self::Field { field } => (Invalid, "rotation.field", field),
            Self::Held { .. } => (Conflict, "rotation.held", "lot"),
            Self::Whole { .. } => (Invalid, "rotation.whole", "quantity"),
            Self::Young { .. } => (Conflict, "rotation.young", "lot"),
            Self::Old { .. } => (Invalid, "rotation.old", "out_by"),
            Self::Gap { .. } => (Invalid, "rotation.gap", "back_by"),
            Self::Busy { .. } => (Conflict, "rotation.busy", "position"),
            Self::Begun => (Conflict, "rotation.begun", "plan"),
            Self::Extension { .. } => (Invalid, "rotation.extension", "months"),
            Self::NotExtendable => (Conflict, "rotation.not_extendable", "line"),
            Self::NotAsked => (Conflict, "rotation.not_asked", "line"),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { plan } => format!("没有轮换计划 {plan}"),
            Self::State { plan, state } => format!("轮换计划 {plan} 的状态为“{state}”"),
            Self::Lines => format!("计划须有 1–{} 行", super::LINES_MAX),
            Self::Field { field } => format!("“{field}”缺失或无效"),
            Self::Held { position, held } => format!("货位 {position} 上该批次只有 {held}"),
            Self::Whole { held } => format!("静态轮换须腾空货位，应为 {held}"),
            Self::Young { years, years_min } => format!("储存 {years} 年，未满 {years_min} 年不得轮换"),
            Self::Old { last } => format!("储存年限至 {last}，须在此前出库"),
            Self::Gap { months, back_by } => format!("架空期不得超过 {months} 个月，须在 {back_by} 前补库"),
            Self::Busy { position } => format!("货位 {position} 已有未完成的轮换计划"),
            Self::Begun => "计划已开始执行，不得撤回".into(),
            Self::Extension { most } => format!("架空期延长合计不得超过 {most} 个月"),
            Self::NotExtendable => "该行已有延期申请、已补库或不计架空期".into(),
            Self::NotAsked => "该行没有待批的延期申请".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { plan } => format!("there is no rotation plan {plan}"),
            Self::State { plan, state } => format!("rotation plan {plan} is “{state}”"),
            Self::Lines => format!("a plan has 1 to {} lines", super::LINES_MAX),
            Self::Field { field } => format!("“{field}” is missing or not valid"),
            Self::Held { position, held } => format!("{held} of the lot lies at {position}"),
            Self::Whole { held } => format!("static rotation empties the position: {held} would leave"),
            Self::Young { years, years_min } => {
                format!("stored for {years} years, may be renewed from {years_min} years")
            }
            Self::Old { last } => format!("the goods keep until {last} and must be gone by then"),
            Self::Gap { months, back_by } => {
                format!("the place may stand empty for {months} months: refill it by {back_by}")
            }
            Self::Busy { position } => format!("position {position} has a rotation plan that is not done"),
            Self::Begun => "the plan is being carried out and cannot be withdrawn".into(),
            Self::Extension { most } => format!("the gap may be lengthened by {most} months in all"),
            Self::NotExtendable => "the line has a request already, is refilled, or has no gap clock".into(),
            Self::NotAsked => "nobody asked for an extension of this line".into(),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Whole { .. } => ("改为全部数量，或采用动态轮换", "Take all of it, or rotate dynamically"),
            Self::Young { .. } => (
                "检验认定不宜存的除外；或等到年限",
                "Wait, unless a test finds the goods unsuitable for storage",
            ),
            Self::Busy { .. } => ("先完成或撤回原计划", "Finish or withdraw the other plan first"),
            Self::Gap { .. } => ("提前补库日期", "Bring the refill forward"),
            Self::Old { .. } => ("提前出库日期", "Bring the way out forward"),
            _ => ("", ""),
        }
    }
}

impl From<RotationRefusal> for Stop {
    fn from(refusal: RotationRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}
