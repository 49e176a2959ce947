//! Why an act about public property is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};

use super::word::{PoolKind, State, Title};

/// Why an act about public property is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyRefusal {
    /// There is no such warehouse in this book.
    Pool { pool: String },
    /// The warehouse pools goods of another title.
    PoolKind { kind: PoolKind },
    /// There is no such asset in this book.
    Asset { asset: String },
    /// The asset is not in a state that this act starts from.
    State { asset: String, state: State },
    /// What is not plainly the state's is not lent, reallocated or used, and case property is not moved: the goods stay, the
    /// papers move.
    Title { asset: String, title: Title },
    /// Whoever seized goods must not keep them, and neither disposes of them.
    SamePerson,
}

impl PropertyRefusal {
    /// Kind, code and the field at fault.
    fn class(&self) -> (RefusalKind, &'static str, &'static str) {
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::Pool { .. } => (NotFound, "pool.unknown", "pool"),
            Self::PoolKind { .. } => (Invalid, "pool.kind", "pool"),
            Self::Asset { .. } => (NotFound, "asset.unknown", "asset"),
            Self::State { .. } => (Conflict, "asset.state", "asset"),
            Self::Title { .. } => (Conflict, "asset.title", "asset"),
            Self::SamePerson => (Forbidden, "property.same_person", ""),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Pool { pool } => format!("本账没有公物仓 {pool}"),
            Self::PoolKind { kind } => format!("“{}”不收这类来源的物品", kind.label().0),
            Self::Asset { asset } => format!("本账没有资产 {asset}"),
            Self::State { asset, state } => format!("资产 {asset} 现为“{}”，不能这样办理", state.label().0),
            Self::Title { asset, title: Title::Case } => format!("{asset} 是涉案物品：实物静止，手续流转"),
            Self::Title { asset, title } => format!("{asset} 属“{}”，不得借用、调剂、领用", title.label().0),
            Self::SamePerson => "扣押、保管、处置须由不同的人办理".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Pool { pool } => format!("this book has no public-property warehouse {pool}"),
            Self::PoolKind { kind } => {
                format!("“{}” does not take things that came this way", kind.label().1)
            }
            Self::Asset { asset } => format!("this book has no asset {asset}"),
            Self::State { asset, state } => {
                format!("asset {asset} is “{}”: this cannot be done", state.label().1)
            }
            Self::Title { asset, title: Title::Case } => {
                format!("{asset} is case property: the goods stay, the papers move")
            }
            Self::Title { asset, title } => {
                format!("{asset} is “{}”: it is not lent, reallocated or used", title.label().1)
            }
            Self::SamePerson => "seizing, keeping and disposing are done by different people".into(),
        }
    }

    /// How to mend it, in both languages; empty when nothing can be done.
    fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::Pool { .. } => ("先登记公物仓", "Register the warehouse first"),
            Self::PoolKind { .. } => (
                "罚没物品进罚没物资仓，涉案物品进涉案物品仓",
                "Confiscated goods go to a warehouse for them, case property to one for it",
            ),
            Self::Asset { .. } | Self::Title { .. } => ("", ""),
            Self::State { .. } => ("在资产卡片上查看现状", "See the asset's card for how it stands"),
            Self::SamePerson => ("请另一位有权人员办理", "Ask another authorised person"),
        }
    }
}

impl From<PropertyRefusal> for Stop {
    fn from(refusal: PropertyRefusal) -> Stop {
        let (kind, code, field) = refusal.class();
        let (zh, en) = refusal.mend();
        Stop::Refused(Refusal::new(kind, code, refusal.zh(), refusal.en()).mend(zh, en).at(field))
    }
}
