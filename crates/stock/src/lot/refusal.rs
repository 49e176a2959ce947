//! Why a lot is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};

/// Why a lot is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LotRefusal {
    /// There is no such lot in this book.
    Unknown { lot: String },
    /// No pack has the item.
    Item { item: String },
    /// The item cannot have this nature.
    Nature { item: String, nature: String },
    /// Goods of this nature are never owned at this level.
    OwnerLevel { nature: String, owner_level: String },
    /// The item has no such grade.
    Grade { grade: String },
    /// Days or years that cannot be: harvested or made in the future, expired before made.
    Days { field: &'static str },
    /// The year's 99,999 serials are used up.
    Serial,
    /// A hold stands already, or none does.
    Hold { lot: String, held: bool },
}

impl LotRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Invalid, NotFound};
        match self {
            Self::Unknown { .. } => (NotFound, "lot.unknown", "lot"),
            Self::Item { .. } => (Invalid, "lot.item", "item"),
            Self::Nature { .. } => (Invalid, "lot.nature", "nature"),
            Self::OwnerLevel { .. } => (Invalid, "lot.owner_level", "owner_level"),
            Self::Grade { .. } => (Invalid, "lot.grade", "grade"),
            Self::Days { field } => (Invalid, "lot.days", field),
            Self::Serial => (Conflict, "lot.serial", ""),
            Self::Hold { held: true, .. } => (Conflict, "lot.held", ""),
            Self::Hold { held: false, .. } => (Conflict, "lot.not_held", ""),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unknown { lot } => format!("本账没有批次 {lot}"),
            Self::Item { item } => format!("品类包中没有物资 {item}"),
            Self::Nature { item, nature } => format!("物资 {item} 没有性质 {nature}"),
            Self::OwnerLevel { nature, owner_level } => {
                format!("性质 {nature} 的物资不属于“{owner_level}”级")
            }
            Self::Grade { grade } => format!("该物资没有等级 {grade}"),
            Self::Days { field } => format!("“{field}”的日期或年份不成立"),
            Self::Serial => "本年度流水号已用完".into(),
            Self::Hold { lot, held: true } => format!("批次 {lot} 已被封存"),
            Self::Hold { lot, held: false } => format!("批次 {lot} 未被封存"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unknown { lot } => format!("this book has no lot {lot}"),
            Self::Item { item } => format!("no pack has an item {item}"),
            Self::Nature { item, nature } => format!("item {item} cannot have nature {nature}"),
            Self::OwnerLevel { nature, owner_level } => {
                format!("goods of nature {nature} are never owned at level {owner_level}")
            }
            Self::Grade { grade } => format!("the item has no grade {grade}"),
            Self::Days { field } => format!("the day or year in “{field}” cannot be"),
            Self::Serial => "this year's serials are used up".into(),
            Self::Hold { lot, held: true } => format!("lot {lot} is already on hold"),
            Self::Hold { lot, held: false } => format!("lot {lot} is not on hold"),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Item { .. } => (
                "选用品类包中的物资代码,或先更新品类包",
                "Use an item code of a pack, or update the pack first",
            ),
            Self::Days { .. } => (
                "收获和生产不得晚于今天,到期不得早于生产",
                "Harvest and production cannot be in the future, expiry not before production",
            ),
            _ => ("", ""),
        }
    }
}

impl From<LotRefusal> for Refusal {
    fn from(refusal: LotRefusal) -> Refusal {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field)
    }
}

impl From<LotRefusal> for Stop {
    fn from(refusal: LotRefusal) -> Stop {
        Stop::Refused(refusal.into())
    }
}
