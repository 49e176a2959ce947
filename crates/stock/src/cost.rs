//! Costs 费用: money spent on keeping goods, for a site and a period, and where known for one position or lot. It holds what a document
//! says; costs of rotation stand with their plans and losses with their movements, and neither is entered here a second time.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::time::number_of_day;
use base::term::{BookId, LotCode, Money, PositionCode, SiteCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::{PositionRow, SiteRow};
use crate::lot::LotRow;

record! {
    /// One document's money, in the book of the organisation that pays; named by the index of its fact.
    pub struct CostRow in "stock_cost", Derived, key 2 {
        book_id: BookId,
        n: i64,
        /// `storage`, `transport`, `maintenance`, `energy`.
        kind: Arc<str>,
        site: SiteCode,
        /// Where the document is about one position.
        position: Option<PositionCode>,
        /// Where the document is about one lot.
        lot: Option<LotCode>,
        /// First and last day of the period it pays for.
        day_from: Date,
        day_to: Date,
        /// Fen, above zero.
        amount: Money,
        /// Invoice, voucher or contract number.
        document: Arc<str>,
        payee: Option<Arc<str>>,
        /// The maintenance order or meter it follows from; absent when it was entered by hand.
        source: Option<Arc<str>>,
        by_user: Arc<str>,
        /// Index of the fact that reversed it.
        reversed_by: Option<i64>,
    }
}

/// What money was spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Keeping goods: wages, fees, chemicals 保管费.
    Storage,
    /// Moving goods 运费.
    Transport,
    /// Renewing goods 轮换; entered with the plan.
    Rotation,
    /// Buildings and equipment 维修.
    Maintenance,
    /// Electricity and fuel 能耗.
    Energy,
    /// Value of losses cleared 损耗; follows from movements.
    Loss,
}

impl Kind {
    /// Every kind, in the order a table shows them.
    pub const ALL: [Kind; 6] =
        [Kind::Storage, Kind::Transport, Kind::Rotation, Kind::Maintenance, Kind::Energy, Kind::Loss];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Storage => "storage",
            Kind::Transport => "transport",
            Kind::Rotation => "rotation",
            Kind::Maintenance => "maintenance",
            Kind::Energy => "energy",
            Kind::Loss => "loss",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Kind::Storage => ("保管费", "Storage"),
            Kind::Transport => ("运费", "Transport"),
            Kind::Rotation => ("轮换费用", "Rotation"),
            Kind::Maintenance => ("维修费", "Maintenance"),
            Kind::Energy => ("能耗费", "Energy"),
            Kind::Loss => ("损耗", "Loss"),
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a document of this kind is entered as a cost.
    pub const fn is_entered(self) -> bool {
        !matches!(self, Kind::Rotation | Kind::Loss)
    }
}

/// A cost to enter; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCost {
    pub kind: Kind,
    pub site: SiteCode,
    pub position: Option<PositionCode>,
    pub lot: Option<LotCode>,
    /// First and last day of the period it pays for.
    pub day_from: Date,
    pub day_to: Date,
    /// Fen, above zero.
    pub amount: Money,
    pub document: String,
    pub payee: Option<String>,
}

/// The fact that a cost is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostReversed {
    /// Index of the fact that made the cost.
    pub n: i64,
}

/// Longest period of one document, days: a year and its leap day.
const PERIOD_MAX: i64 = 366;
/// Largest amount of one document: ten thousand million yuan, so that no sum of entries leaves 64 bits.
pub(crate) const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Why a cost is not entered or taken back, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CostRefusal {
    /// Costs of this kind follow from other facts.
    Follows { kind: Kind },
    /// The site, position or lot is not one of this book, or they are not of one another.
    Place { field: &'static str, code: String },
    /// The period ends before it begins, or is too long.
    Period,
    /// Not above zero, or too large.
    Amount,
    /// A text that is missing or too long.
    Field { field: &'static str },
    /// The same document stands already for the same thing and period.
    Twice { n: i64 },
    /// There is no such cost in this book.
    Unknown { n: i64 },
    /// It was reversed before.
    Reversed { n: i64, by: i64 },
}

impl From<CostRefusal> for Stop {
    fn from(refusal: CostRefusal) -> Stop {
        use CostRefusal as C;
        use RefusalKind::{Conflict, Invalid, NotFound};
        Stop::Refused(match refusal {
            C::Follows { kind } => Refusal::new(
                Invalid,
                "cost.follows",
                format!("“{}”不在此登记", kind.label().0),
                format!("“{}” is not entered here", kind.label().1),
            )
            .mend(
                "轮换费用在轮换计划登记；损耗由核销自动计价",
                "Enter it with the rotation plan; losses are valued when cleared",
            )
            .at("kind"),
            C::Place { field, code } => Refusal::new(
                NotFound,
                "cost.place",
                format!("{code} 不是本单位登记的库区、货位或批次，或与库区不符"),
                format!("{code} is not registered in this book, or not at that site"),
            )
            .at(field),
            C::Period => Refusal::new(
                Invalid,
                "cost.period",
                format!("费用期间须起止有序，且不超过 {PERIOD_MAX} 天"),
                format!("the period must end after it begins and last {PERIOD_MAX} days at most"),
            )
            .at("day_to"),
            C::Amount => Refusal::new(
                Invalid,
                "cost.amount",
                "金额须大于零且合理",
                "the amount must be above zero and believable",
            )
            .mend("登记错误用冲销更正", "A wrong entry is reversed, not offset")
            .at("amount"),
            C::Field { field } => Refusal::new(
                Invalid,
                "cost.field",
                format!("“{field}”缺失或过长"),
                format!("“{field}” is missing or too long"),
            )
            .at(field),
            C::Twice { n } => Refusal::new(
                Conflict,
                "cost.twice",
                format!("该凭证已登记（第 {n} 条）"),
                format!("that document is entered already (fact {n})"),
            )
            .mend("核对凭证号；原登记有误的先冲销", "Check the number; reverse the entry if it is wrong")
            .at("document"),
            C::Unknown { n } => Refusal::new(
                NotFound,
                "cost.unknown",
                format!("第 {n} 条不是费用"),
                format!("fact {n} is no cost"),
            )
            .at("n"),
            C::Reversed { n, by } => Refusal::new(
                Conflict,
                "cost.reversed",
                format!("第 {n} 条已由第 {by} 条冲销"),
                format!("fact {n} was reversed by fact {by}"),
            )
            .at("n"),
        })
    }
}

/// A text as it goes into a fact: trimmed, not blank, at most a hundred characters.
fn text(value: &str, field: &'static str) -> Result<String, CostRefusal> {
    let value = value.trim();
    let fits = (1..=100).contains(&value.chars().count());
    if fits { Ok(value.to_owned()) } else { Err(CostRefusal::Field { field }) }
}

/// What a document says, without asking the book. Pure.
fn decide(new: &NewCost) -> Result<NewCost, CostRefusal> {
    if !new.kind.is_entered() {
        return Err(CostRefusal::Follows { kind: new.kind });
    }
    if let Some(position) = &new.position
        && !position.as_str().starts_with(new.site.as_str())
    {
        return Err(CostRefusal::Place { field: "position", code: position.to_string() });
    }
    let days = number_of_day(new.day_to) - number_of_day(new.day_from) + 1;
    if !(1..=PERIOD_MAX).contains(&days) {
        return Err(CostRefusal::Period);
    }
    if !(1..=AMOUNT_MAX).contains(&new.amount.0) {
        return Err(CostRefusal::Amount);
    }
    let document = text(&new.document, "document")?;
    let payee = new.payee.as_deref().map(|payee| text(payee, "payee")).transpose()?;
    Ok(NewCost { document, payee, ..new.clone() })
}

/// Enters a cost.
pub fn enter(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewCost) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let new = decide(new)?;
        let place = |field, code: &str| CostRefusal::Place { field, code: code.to_owned() };
        if tx.get::<SiteRow>(&[book.into(), (&new.site).into()])?.is_none() {
            return Err(place("site", new.site.as_str()).into());
        }
        if let Some(position) = &new.position
            && tx.get::<PositionRow>(&[book.into(), position.into()])?.is_none()
        {
            return Err(place("position", position.as_str()).into());
        }
        if let Some(lot) = &new.lot
            && (tx.get::<LotRow>(&[book.into(), lot.into()])?.is_none()
                || !store::has_lain(
                    tx,
                    book,
                    lot,
                    new.position.as_ref().map_or(new.site.as_str(), |p| p.as_str()),
                )?)
        {
            return Err(place("lot", lot.as_str()).into());
        }
        if let Some(n) = store::same(tx, book, &new)? {
            return Err(CostRefusal::Twice { n }.into());
        }
        let posted = record(tx, ctx, book, Grounds::default(), &new)?;
        let number = posted.n.to_string();
        Ok(Done::creating(posted, vec![number]))
    })
}

/// Takes a cost back, with the reason; not by who entered it. The entry stays and is no longer counted.
pub fn reverse(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, n: i64, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = tx.get::<CostRow>(&[book.into(), n.into()])?.ok_or(CostRefusal::Unknown { n })?;
        if let Some(by) = row.reversed_by {
            return Err(CostRefusal::Reversed { n, by }.into());
        }
        second_person(&row.by_user, ctx)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &CostReversed { n })?))
    })
}

impl Event for NewCost {
    const ACT: &'static str = "cost.enter";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&CostRow {
            book_id: post.book,
            n: post.n,
            kind: self.kind.code().into(),
            site: self.site.clone(),
            position: self.position.clone(),
            lot: self.lot.clone(),
            day_from: self.day_from,
            day_to: self.day_to,
            amount: self.amount,
            document: self.document.as_str().into(),
            payee: self.payee.as_deref().map(Arc::from),
            source: None,
            by_user: post.user.into(),
            reversed_by: None,
        })
    }
}

impl Event for CostReversed {
    const ACT: &'static str = "cost.reverse";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = tx.get::<CostRow>(&[post.book.into(), self.n.into()])?;
        let row =
            row.ok_or_else(|| Fault::new(format!("a fact reverses cost {}, which this book lacks", self.n)))?;
        tx.put(&CostRow { reversed_by: Some(post.n), ..row })
    }
}

pub mod store;

#[cfg(test)]
mod test;
