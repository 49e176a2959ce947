//! Why a facility may not be registered or closed.

use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why a facility may not be registered or closed, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacilityRefusal {
    /// The code belongs to another organisation.
    Foreign { code: String },
    /// The code was used before, perhaps by something closed since.
    Used { code: String },
    /// The facility above is not registered or not in use.
    NoParent { code: String },
    /// A name, kind or coordinate that cannot be.
    Field { field: &'static str },
    /// There is no such facility.
    Unknown { code: String },
    /// Already closed, or closed before it was opened.
    Closed { code: String },
    /// Stock lies there.
    Occupied { code: String },
}

impl FacilityRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Invalid, NotFound};
        match self {
            Self::Foreign { .. } => (Invalid, "facility.foreign", ""),
            Self::Used { .. } => (Conflict, "facility.used", ""),
            Self::NoParent { .. } => (Conflict, "facility.no_parent", ""),
            Self::Field { field } => (Invalid, "facility.field", field),
            Self::Unknown { .. } => (NotFound, "facility.unknown", ""),
            Self::Closed { .. } => (Conflict, "facility.closed", ""),
            Self::Occupied { .. } => (Conflict, "facility.occupied", ""),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Foreign { code } => format!("{code} 不属于本单位"),
            Self::Used { code } => format!("代码 {code} 已用过,不得重复使用"),
            Self::NoParent { code } => format!("上级设施 {code} 未登记或已停用"),
            Self::Field { field } => format!("“{field}”缺失或无效"),
            Self::Unknown { code } => format!("没有设施 {code}"),
            Self::Closed { code } => format!("设施 {code} 已停用"),
            Self::Occupied { code } => format!("{code} 尚有库存或下级设施在用"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Foreign { code } => format!("{code} is not this organisation's"),
            Self::Used { code } => format!("code {code} has been used and is never used again"),
            Self::NoParent { code } => format!("the facility above, {code}, is not registered or not in use"),
            Self::Field { field } => format!("“{field}” is missing or not valid"),
            Self::Unknown { code } => format!("there is no facility {code}"),
            Self::Closed { code } => format!("facility {code} is closed"),
            Self::Occupied { code } => format!("{code} still holds stock or has facilities in use"),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Foreign { .. } => (
                "代码须以本单位统一社会信用代码开头",
                "The code must begin with this organisation's credit code",
            ),
            Self::Used { .. } => ("取下一个流水号", "Take the next serial"),
            Self::NoParent { .. } => ("先登记上级设施", "Register the facility above first"),
            Self::Occupied { .. } => {
                ("先移出库存并停用下级设施", "Move the stock out and close what is inside first")
            }
            _ => ("", ""),
        }
    }
}

impl From<FacilityRefusal> for Refusal {
    fn from(refusal: FacilityRefusal) -> Refusal {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field)
    }
}

impl From<FacilityRefusal> for Stop {
    fn from(refusal: FacilityRefusal) -> Stop {
        Stop::Refused(refusal.into())
    }
}
