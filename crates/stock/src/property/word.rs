//! The closed lists of words of public property: kinds of warehouse, levels, how an asset came, whose it is, how it is, where it
//! stands in its life. The words are kept in facts and never change.

use serde::{Deserialize, Serialize};

/// An enum whose values have a stable word and a name in both languages.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $code:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $code)] $value,)* }

        impl $name {
            /// Every value.
            pub const ALL: &[$name] = &[$($name::$value),*];

            /// The stable word.
            pub const fn code(self) -> &'static str {
                match self { $($name::$value => $code),* }
            }

            /// Chinese and English name.
            pub const fn label(self) -> (&'static str, &'static str) {
                match self { $($name::$value => ($zh, $en)),* }
            }

            /// The value of a word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

words! {
    /// What a warehouse pools: the six of the Linping paper, and specialist stores that a later plan may add.
    PoolKind {
        Emergency = "emergency", "应急物资仓", "Emergency supplies";
        Confiscated = "confiscated", "罚没物资仓", "Confiscated goods";
        Case = "case", "涉案物品仓", "Case property";
        Office = "office", "通用办公资产仓", "General office assets";
        Relief = "relief", "红十字会救灾备灾仓", "Red Cross relief";
        School = "school", "教育系统家具仓", "School furniture";
        Specialist = "specialist", "专业仓", "Specialist store";
    }
}

words! {
    /// The four levels that warehouses stand at.
    Level {
        City = "city", "市级", "City";
        County = "county", "区县级", "District or county";
        Town = "town", "镇街级", "Town or street";
        Village = "village", "村社级", "Village or community";
    }
}

words! {
    /// Whether a warehouse is a main one or a forward one before it.
    Rank {
        Main = "main", "主仓", "Main";
        Forward = "forward", "分仓", "Forward";
    }
}

words! {
    /// How an asset came (intake kinds of domain 3.1).
    Intake {
        Idle = "idle", "闲置", "Idle";
        OverStandard = "over_standard", "超标准配置", "Beyond the standard";
        LowUse = "low_use", "低效运转", "Little used or repairable";
        TemporaryBody = "temporary_body", "临时机构撤销", "Temporary body dissolved";
        Event = "event", "大型会议活动", "Large meeting or event";
        Confiscated = "confiscated", "罚没", "Confiscated";
        Case = "case", "涉案", "Case property";
        Donated = "donated", "捐赠", "Donated";
        Emergency = "emergency", "应急防疫", "Emergency or epidemic";
        Scrap = "scrap", "高残值报废", "Scrapped with residual value";
        Purchased = "purchased", "新购", "Newly purchased";
        Reallocated = "reallocated", "调剂转入", "Reallocated from another unit";
    }
}

impl Intake {
    /// Whose a thing is that came this way.
    pub const fn title(self) -> Title {
        match self {
            Intake::Confiscated => Title::Confiscated,
            Intake::Case => Title::Case,
            Intake::Donated => Title::Donated,
            _ => Title::State,
        }
    }
}

words! {
    /// Whose an asset is. Law, not category: it decides what may be done with it.
    Title {
        State = "state", "国有", "State-owned";
        Donated = "donated", "受赠（按捐赠意愿）", "Donated, under the donor's will";
        Confiscated = "confiscated", "罚没", "Confiscated";
        Case = "case", "涉案，权属未定", "Case property, ownership undecided";
    }
}

impl Title {
    /// Whether it may be lent or reallocated. Case property is in custody only and confiscated goods go to disposal.
    pub const fn is_lendable(self) -> bool {
        matches!(self, Title::State | Title::Donated)
    }
}

words! {
    /// How an asset is (the words of the pack's indicator `condition`).
    Condition {
        New = "new", "全新", "New";
        Good = "good", "完好", "Good";
        Repair = "repair", "待修", "To be repaired";
        Scrap = "scrap", "待报废", "To be scrapped";
    }
}

words! {
    /// Where an asset stands in its life in one book.
    State {
        InUse = "in_use", "在用", "In use";
        Idle = "idle", "在库闲置", "Idle in store";
        Promised = "promised", "已批待交", "Promised";
        OnLoan = "on_loan", "借出", "On loan";
        Repair = "repair", "维修", "Under repair";
        Disposing = "disposing", "处置中", "In disposal";
        Sealed = "sealed", "涉案封存", "Sealed as case property";
        Missing = "missing", "盘亏待查", "Missing";
        Transferred = "transferred", "已调出", "Reallocated away";
        Disposed = "disposed", "已处置", "Disposed of";
    }
}

impl State {
    /// Whether an asset may go from this state to another in one step. Pure; every act asks it.
    pub const fn may_become(self, next: State) -> bool {
        use State::{
            Disposed, Disposing, Idle, InUse, Missing, OnLoan, Promised, Repair, Sealed, Transferred,
        };
        match self {
            InUse => matches!(next, Idle | Repair | Disposing | Missing),
            Idle => matches!(next, InUse | Promised | Repair | Disposing | Missing),
            Promised => matches!(next, Idle | OnLoan | Transferred),
            OnLoan => matches!(next, Idle | Repair | Missing),
            Repair => matches!(next, Idle | InUse | Disposing | Missing),
            Disposing => matches!(next, Idle | InUse | Repair | Missing | Disposed),
            Sealed => matches!(next, Idle | Disposed),
            Missing => matches!(next, Idle | Disposing | Disposed),
            Transferred | Disposed => false,
        }
    }

    /// Whether the book still answers for the asset.
    pub const fn is_held(self) -> bool {
        !matches!(self, State::Transferred | State::Disposed)
    }
}

words! {
    /// Whether things are lent or given for good.
    Matter {
        Loan = "loan", "借用", "Loan";
        Reallocation = "reallocation", "调剂", "Reallocation";
    }
}

words! {
    /// How far a loan or reallocation is.
    Progress {
        Asked = "asked", "待审批", "Asked for";
        Refused = "refused", "未获批准", "Refused";
        Approved = "approved", "待交付", "Approved";
        Handed = "handed", "已交付", "Handed over";
        Received = "received", "使用中", "Received";
        Owing = "owing", "待赔偿", "Back, compensation due";
        Closed = "closed", "已办结", "Closed";
    }
}

words! {
    /// What the inspection at a return found.
    Outcome {
        Accepted = "accepted", "验收合格", "Accepted";
        Repair = "repair", "需维修", "To be repaired";
        Rejected = "rejected", "灭失或损毁", "Lost or destroyed";
    }
}

impl Outcome {
    /// Where the thing stands after the inspection.
    pub const fn state(self) -> State {
        match self {
            Outcome::Accepted => State::Idle,
            Outcome::Repair => State::Repair,
            Outcome::Rejected => State::Missing,
        }
    }
}

words! {
    /// What the purchase gate 能调剂不购置 says.
    Gate {
        None = "none", "无可调剂，可以购置", "Nothing matches: may be bought";
        Matched = "matched", "有可调剂，不予购置", "Something matches: not to be bought";
        Overridden = "overridden", "经财政核准，可以购置", "Overridden with finance approval: may be bought";
    }
}

impl Gate {
    /// Whether money may be released.
    pub const fn releases(self) -> bool {
        matches!(self, Gate::None | Gate::Overridden)
    }
}

words! {
    /// Offices that custody of case property passes between.
    Office {
        Police = "police", "公安", "Police";
        Procuratorate = "procuratorate", "检察院", "Procuratorate";
        Court = "court", "法院", "Court";
        Enforcement = "enforcement", "执行局", "Enforcement";
        Finance = "finance", "财政", "Finance";
    }
}

words! {
    /// How custody of case property ends.
    Outlet {
        Returned = "returned", "返还", "Returned to its owner";
        Confiscated = "confiscated", "没收", "Confiscated";
        Auctioned = "auctioned", "拍卖", "Auctioned";
        Destroyed = "destroyed", "销毁", "Destroyed";
    }
}

words! {
    /// How things are disposed of.
    Way {
        Auction = "auction", "公开拍卖", "Public auction";
        Sale = "sale", "出售转让", "Sale";
        Scrap = "scrap", "报废回收", "Scrapped for its residue";
        Donation = "donation", "捐赠", "Donation";
        Destruction = "destruction", "销毁", "Destruction";
        WriteOff = "write_off", "报损核销", "Written off as lost";
    }
}

impl Way {
    /// Whether it is sold: then it is appraised first.
    pub const fn is_sale(self) -> bool {
        matches!(self, Way::Auction | Way::Sale)
    }
}

words! {
    /// Why things are disposed of (the scrapping conditions of the administrative assets regulation, and confiscation).
    Cause {
        Obsolete = "obsolete", "技术淘汰或无法维修", "Obsolete or beyond repair";
        OverAge = "over_age", "超过使用年限且无法使用", "Over its life and unfit";
        Loss = "loss", "盘亏、呆账或非正常损失", "Stock-take loss or bad debt";
        ForceMajeure = "force_majeure", "不可抗力", "Force majeure";
        Confiscated = "confiscated", "罚没处置", "Confiscated";
        Surplus = "surplus", "闲置且无单位需要", "Idle and needed nowhere";
    }
}

words! {
    /// How far a disposal is.
    Step {
        Asked = "asked", "待审批", "Asked for";
        Approved = "approved", "待财政审批", "Waits for finance";
        Cleared = "cleared", "待处置", "To be carried out";
        Ended = "ended", "收益待缴", "Proceeds to be paid in";
        Closed = "closed", "已办结", "Closed";
        Refused = "refused", "未获批准或撤回", "Refused or withdrawn";
    }
}

words! {
    /// Who borrows for a time.
    Body {
        Body = "body", "临时机构", "Temporary body";
        Event = "event", "大型会议活动", "Large meeting or event";
    }
}

words! {
    /// How a thing differs at a stock-take.
    Difference {
        Missing = "missing", "应在未见", "Missing";
        Misplaced = "misplaced", "账在别处", "Belongs elsewhere";
        Unexpected = "unexpected", "账外", "Not in the book";
    }
}

words! {
    /// What is decided of a difference.
    Verdict {
        Noted = "noted", "说明原因，账不变", "Explained, the book stands";
        Lost = "lost", "列为盘亏待查", "Held as missing";
        Adopted = "adopted", "归入本仓", "Taken into this warehouse";
    }
}
