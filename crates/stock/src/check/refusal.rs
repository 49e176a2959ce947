//! Why a check, a sheet or a finding is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why an act on a check is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckRefusal {
    /// There is no such check.
    Unknown { code: String },
    /// There is no such sheet.
    UnknownSheet { sheet: i64 },
    /// There is no such finding.
    UnknownFinding { finding: String },
    /// The check is not in the state for it.
    State { code: String, state: String },
    /// A field that is missing, too long or impossible.
    Field { field: &'static str },
    /// An inspector belongs to an organisation that is checked.
    Own { user: String },
    /// No book has such a position.
    Position { position: String },
    /// Who acts is not among the inspectors chosen.
    Inspector { code: String },
    /// The position was not chosen.
    Object { position: String },
    /// The lot does not lie there by the book.
    Lot { position: String },
    /// The sheet says empty, the book does not.
    NotEmpty { position: String, lots: i64 },
    /// Both people of a sheet, or of a finding and its re-check, are the same.
    Same,
    /// Two people have signed for this lot already.
    Signed,
    /// Positions are left.
    Unfinished { left: i64 },
    /// The finding is closed.
    Settled { finding: String },
    /// It is another organisation's to mend.
    NotOurs { finding: String },
    /// What was mended waits for its re-check.
    Waiting,
    /// Nothing was mended since the last look.
    NotMended,
}

impl CheckRefusal {
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "check.unknown", "check"),
            Self::UnknownSheet { .. } => (NotFound, "check.sheet_unknown", "sheet"),
            Self::UnknownFinding { .. } => (NotFound, "finding.unknown", "finding"),
            Self::State { .. } => (Conflict, "check.state", "check"),
            Self::Field { field } => (Invalid, "check.field", field),
            Self::Own { .. } => (Invalid, "check.own", "inspectors"),
            Self::Position { .. } => (Invalid, "check.position", "objects"),
            Self::Inspector { .. } => (Forbidden, "check.inspector", "check"),
            Self::Object { .. } => (Invalid, "check.object", "position"),
            Self::Lot { .. } => (Conflict, "check.lot", "lot"),
            Self::NotEmpty { .. } => (Conflict, "check.not_empty", "position"),
            Self::Same => (Forbidden, "check.same_person", "check"),
            Self::Signed => (Conflict, "check.signed", "position"),
            Self::Unfinished { .. } => (Conflict, "check.unfinished", "check"),
            Self::Settled { .. } => (Conflict, "finding.closed", "finding"),
            Self::NotOurs { .. } => (Forbidden, "finding.not_ours", "finding"),
            Self::Waiting => (Conflict, "finding.waiting", "finding"),
            Self::NotMended => (Conflict, "finding.not_mended", "finding"),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { code } => format!("没有检查 {code}"),
            Self::UnknownSheet { sheet } => format!("没有底稿 #{sheet}"),
            Self::UnknownFinding { finding } => format!("没有问题 {finding}"),
            Self::State { code, state } => format!("检查 {code} 的状态为“{state}”"),
            Self::Field { field } => format!("“{field}”缺失、过长或不成立"),
            Self::Own { user } => format!("检查人员 {user} 属于被检查单位，应当回避"),
            Self::Position { position } => format!("没有货位 {position}"),
            Self::Inspector { code } => format!("不在检查 {code} 的检查人员之列"),
            Self::Object { position } => format!("货位 {position} 不在本次检查之列"),
            Self::Lot { position } => format!("账上该批次不在货位 {position}"),
            Self::NotEmpty { position, lots } => format!("账上货位 {position} 有 {lots} 个批次，不是空仓"),
            Self::Same => "须由另一名检查人员办理".into(),
            Self::Signed => "该货位该批次已由两人签字".into(),
            Self::Unfinished { left } => format!("还有 {left} 个货位没有两人签字的底稿"),
            Self::Settled { finding } => format!("问题 {finding} 已销号"),
            Self::NotOurs { finding } => format!("问题 {finding} 不由本单位整改"),
            Self::Waiting => "整改已报，等待复查".into(),
            Self::NotMended => "被检查单位尚未报送整改".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { code } => format!("there is no check {code}"),
            Self::UnknownSheet { sheet } => format!("there is no sheet #{sheet}"),
            Self::UnknownFinding { finding } => format!("there is no finding {finding}"),
            Self::State { code, state } => format!("check {code} is “{state}”"),
            Self::Field { field } => format!("“{field}” is missing, too long or impossible"),
            Self::Own { user } => format!("inspector {user} belongs to an organisation that is checked"),
            Self::Position { position } => format!("there is no position {position}"),
            Self::Inspector { code } => format!("you are not an inspector of check {code}"),
            Self::Object { position } => format!("position {position} is not part of this check"),
            Self::Lot { position } => format!("by the book the lot does not lie at {position}"),
            Self::NotEmpty { position, lots } => format!("by the book {lots} lots lie at {position}"),
            Self::Same => "another inspector must do this".into(),
            Self::Signed => "two people have signed for this lot at this position".into(),
            Self::Unfinished { left } => format!("{left} positions have no sheet signed by two"),
            Self::Settled { finding } => format!("finding {finding} is closed"),
            Self::NotOurs { finding } => format!("finding {finding} is not this organisation's to mend"),
            Self::Waiting => "what was mended waits for its re-check".into(),
            Self::NotMended => "the organisation has not reported what it mended".into(),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Own { .. } => ("换成其他单位的检查人员", "Name inspectors of other organisations"),
            Self::Lot { .. } | Self::NotEmpty { .. } => (
                "核对批次；账外或短少的货物记为问题",
                "Check the lot; open a finding for goods the book lacks",
            ),
            Self::Signed => ("撤回检查或另开检查重查", "Open another check to look again"),
            _ => ("", ""),
        }
    }
}

impl From<CheckRefusal> for Stop {
    fn from(refusal: CheckRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}
