//! Why an act about public property is refused.

use base::term::fault::{Refusal, RefusalKind, Stop};

use super::word::{Gate, PoolKind, Progress, State, Title};

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
    /// Nobody borrows from themselves.
    OwnLoan,
    /// There is no such loan in this book, or the caller is not its borrower.
    UnknownLoan { loan: String },
    /// The loan is not where this act starts from.
    Loan { loan: String, progress: Progress },
    /// Reallocated things are taken into the own book and do not come back.
    Take,
    /// There is no such purchase request in this book.
    Purchase { purchase: String },
    /// The gate does not stand at *matched*, so there is nothing to override.
    Gate { gate: Gate },
    /// The seal found is not the seal put on.
    Seal { expected: String, found: String },
    /// The custody of this thing has ended.
    CaseEnded { asset: String },
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
            Self::OwnLoan => (Invalid, "loan.own", ""),
            Self::UnknownLoan { .. } => (NotFound, "loan.unknown", "loan"),
            Self::Loan { .. } => (Conflict, "loan.state", "loan"),
            Self::Take => (Conflict, "loan.reallocation", "loan"),
            Self::Purchase { .. } => (NotFound, "purchase.unknown", "purchase"),
            Self::Gate { .. } => (Conflict, "purchase.gate", "purchase"),
            Self::Seal { .. } => (Conflict, "custody.seal", "seal"),
            Self::CaseEnded { .. } => (Conflict, "custody.ended", "asset"),
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
            Self::OwnLoan => "本单位的资产不必借用".into(),
            Self::UnknownLoan { loan } => format!("没有借用单 {loan}"),
            Self::Loan { loan, progress } => {
                format!("借用单 {loan} 现为“{}”，不能这样办理", progress.label().0)
            }
            Self::Take => "这是调剂：由接收单位转入本单位账本，不再归还".into(),
            Self::Purchase { purchase } => format!("没有购置申请 {purchase}"),
            Self::Gate { gate } => format!("该购置申请现为“{}”，无需核准", gate.label().0),
            Self::Seal { expected, found } => format!("封签不符：应为 {expected}，所见 {found}"),
            Self::CaseEnded { asset } => format!("{asset} 的保管手续已办结"),
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
            Self::OwnLoan => "an organisation does not borrow from itself".into(),
            Self::UnknownLoan { loan } => format!("there is no loan {loan}"),
            Self::Loan { loan, progress } => {
                format!("loan {loan} is “{}”: this cannot be done", progress.label().1)
            }
            Self::Take => {
                "this is a reallocation: the receiver takes it into its own book and it does not return"
                    .into()
            }
            Self::Purchase { purchase } => format!("there is no purchase request {purchase}"),
            Self::Gate { gate } => {
                format!("the request stands at “{}”: there is nothing to override", gate.label().1)
            }
            Self::Seal { expected, found } => format!("the seal should be {expected}, {found} was found"),
            Self::CaseEnded { asset } => format!("the custody of {asset} has ended"),
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
            Self::OwnLoan => ("用“转态”领用", "Turn it to use instead"),
            Self::Loan { .. } => ("在借用单上查看现状", "See the loan for how it stands"),
            Self::Take => ("接收单位办理“调剂接收”", "The receiver takes it over"),
            Self::Seal { .. } => {
                ("查明封签变动并重新扣押登记", "Find out how the seal was changed before any paper moves")
            }
            Self::Purchase { .. } | Self::Gate { .. } | Self::CaseEnded { .. } => ("", ""),
            Self::Asset { .. } | Self::UnknownLoan { .. } | Self::Title { .. } => ("", ""),
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
