//! Why a stocktake act is refused.

use base::term::Quantity;
use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why a stocktake act is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountRefusal {
    /// There is no such stocktake in this book.
    Unknown { count: i64 },
    /// Somebody has closed it.
    Closed { count: i64 },
    /// Not a facility of this organisation, or nothing lies there.
    Scope { scope: String },
    /// The lot or position is not under this stocktake.
    Line,
    /// A quantity below zero.
    Quantity,
    /// The same person has counted this line already; the second count is another person's.
    SameCounter,
    /// Both counts are made; send the line back to count it anew.
    Full,
    /// Nothing to send back.
    NotCounted,
    /// Lines that are not counted twice or on which the counts disagree.
    Unsettled { lines: usize },
    /// A difference without its reason.
    Unexplained { position: String, lot: String },
    /// Since the count so much has left that the shortage is more than what is there.
    Negative { position: String, available: Quantity },
}

impl CountRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "count.unknown", "count"),
            Self::Closed { .. } => (Conflict, "count.closed", ""),
            Self::Scope { .. } => (Invalid, "count.scope", "scope"),
            Self::Line => (NotFound, "count.line", "position"),
            Self::Quantity => (Invalid, "count.quantity", "quantity"),
            Self::SameCounter => (Forbidden, "count.same_counter", ""),
            Self::Full => (Conflict, "count.full", ""),
            Self::NotCounted => (Conflict, "count.not_counted", ""),
            Self::Unsettled { .. } => (Conflict, "count.unsettled", ""),
            Self::Unexplained { .. } => (Invalid, "count.unexplained", "explained"),
            Self::Negative { .. } => (Conflict, "count.negative", ""),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { count } => format!("没有第 {count} 号盘点"),
            Self::Closed { count } => format!("第 {count} 号盘点已结束"),
            Self::Scope { scope } => format!("{scope} 不是本单位设施,或没有库存"),
            Self::Line => "该货位或批次不在盘点范围内".into(),
            Self::Quantity => "盘点数量不得为负".into(),
            Self::SameCounter => "同一人不得复盘自己的盘点".into(),
            Self::Full => "该行已盘两次".into(),
            Self::NotCounted => "该行尚未盘点,无需退回".into(),
            Self::Unsettled { lines } => format!("{lines} 行未盘满两次或两次不一致"),
            Self::Unexplained { position, lot } => format!("{position} 批次 {lot} 有差异,须填写原因"),
            Self::Negative { position, available } => {
                format!("货位 {position} 现有 {available},不足以扣除差异")
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { count } => format!("there is no stocktake {count}"),
            Self::Closed { count } => format!("stocktake {count} is closed"),
            Self::Scope { scope } => {
                format!("{scope} is not a facility of this organisation, or nothing lies there")
            }
            Self::Line => "that position or lot is not under this stocktake".into(),
            Self::Quantity => "a counted quantity is never below zero".into(),
            Self::SameCounter => "the second count is another person's".into(),
            Self::Full => "the line is counted twice already".into(),
            Self::NotCounted => "the line is not counted yet".into(),
            Self::Unsettled { lines } => {
                format!("{lines} lines are not counted twice, or the counts disagree")
            }
            Self::Unexplained { position, lot } => {
                format!("{lot} at {position} differs; a reason is required")
            }
            Self::Negative { position, available } => {
                format!("{position} holds {available}, less than the difference to take off")
            }
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::SameCounter => ("请另一人复盘", "Ask another person to count"),
            Self::Full => ("需要重盘时先退回该行", "Send the line back to count it anew"),
            Self::Unsettled { .. } => ("补盘或退回重盘", "Count them, or send them back to be counted anew"),
            Self::Negative { .. } => {
                ("退回该行,按现状重盘", "Send the line back and count it as it stands now")
            }
            _ => ("", ""),
        }
    }
}

impl From<CountRefusal> for Stop {
    fn from(refusal: CountRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}
