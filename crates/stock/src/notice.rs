//! Notices 出入库通知单: what is to come or go by truck, from or to whom, on whose order. Trips are made under a notice; it moves nothing itself.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant, LotCode, Money, NoticeCode, Quantity, SiteCode};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::directive::DirectiveRefusal;
use crate::event::{Event, Grounds, Post, reason, record};
use crate::facility::SiteRow;
use crate::issue::UnderLine;
use crate::lot::{self, NewLot, bump_serial, next_number};
use crate::movement::{QUANTITY_MAX, goods};
use crate::receive::mass;

/// Which way the goods go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 入库.
    In,
    /// 出库.
    Out,
}

impl Direction {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }

    /// The direction with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Direction::In, Direction::Out].into_iter().find(|direction| direction.code() == code)
    }
}

record! {
    /// A notice and how far it is fulfilled.
    pub struct NoticeRow in "stock_notice", Derived, key 2 {
        book_id: BookId,
        notice: NoticeCode,
        site: SiteCode,
        /// `in` or `out`.
        direction: Arc<str>,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        harvest_year: Option<i64>,
        origin: Option<Arc<str>>,
        /// What is to come or go, thousandths of the item's unit.
        quantity: Quantity,
        /// What came or went so far.
        done: Quantity,
        /// Trips settled.
        trips: i64,
        /// The organisation or household on the other side.
        counterpart: Arc<str>,
        directive: Option<Arc<str>>,
        line: Option<i64>,
        /// Contract, purchase plan or letter.
        paper: Option<Arc<str>>,
        /// Fen for one unit.
        price: Option<Money>,
        valid_from: Date,
        valid_to: Date,
        issued_at: Instant,
        issued_by: Arc<str>,
        /// `open` or `closed`.
        state: Arc<str>,
        closed_by: Option<Arc<str>>,
    }
}

impl NoticeRow {
    /// The directive's line that goods leave under.
    pub fn under(&self) -> Result<Option<UnderLine>, Fault> {
        let Some(code) = &self.directive else { return Ok(None) };
        let directive = base::term::DirectiveCode::stored(code);
        Ok(Some(UnderLine { directive, line: self.line.unwrap_or(1) }))
    }

    /// Which way the goods go.
    pub fn way(&self) -> Direction {
        if self.direction.as_ref() == "out" { Direction::Out } else { Direction::In }
    }

    /// The lot that a delivery under this notice makes; its grade follows from its measurements.
    pub fn new_lot(&self) -> NewLot {
        let owned = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        NewLot {
            item: self.item.to_string(),
            nature: self.nature.to_string(),
            owner_level: self.owner_level.to_string(),
            harvest_year: self.harvest_year,
            origin: owned(&self.origin),
            grade: None,
            produced_on: None,
            expires_on: None,
        }
    }
}

/// A notice to issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNotice {
    pub site: SiteCode,
    pub direction: Direction,
    pub item: String,
    pub nature: String,
    pub owner_level: String,
    pub harvest_year: Option<i64>,
    pub origin: Option<String>,
    /// Thousandths of the item's unit.
    pub quantity: Quantity,
    pub counterpart: String,
    /// For goods that go: the directive's line, unless their nature needs none.
    pub under: Option<UnderLine>,
    pub paper: Option<String>,
    /// Fen for one unit.
    pub price: Option<Money>,
    pub valid_from: Date,
    pub valid_to: Date,
}

/// The fact of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    pub notice: NoticeCode,
    #[serde(flatten)]
    pub new: NewNotice,
}

/// Why a notice is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeRefusal {
    /// There is no such notice in this book.
    Unknown { notice: String },
    /// It is closed.
    Closed { notice: String },
    /// The site is not in use today.
    Site { site: String },
    /// A text that is missing or too long, or days that cannot be.
    Field { field: &'static str },
    /// Not above zero, or not believable.
    Quantity,
    /// Only goods that go leave under a directive.
    Directive,
}

impl From<NoticeRefusal> for Stop {
    fn from(refusal: NoticeRefusal) -> Stop {
        use NoticeRefusal as N;
        use RefusalKind::{Conflict, Invalid, NotFound};
        Stop::Refused(match refusal {
            N::Unknown { notice } => Refusal::new(
                NotFound,
                "notice.unknown",
                format!("本账没有通知单 {notice}"),
                format!("this book has no notice {notice}"),
            )
            .at("notice"),
            N::Closed { notice } => Refusal::new(
                Conflict,
                "notice.closed",
                format!("通知单 {notice} 已办结"),
                format!("notice {notice} is closed"),
            )
            .mend("另发一张通知单", "Issue another notice"),
            N::Site { site } => Refusal::new(
                NotFound,
                "notice.site",
                format!("没有库区 {site}，或今日未启用"),
                format!("there is no site {site}, or it is not in use today"),
            )
            .at("site"),
            N::Field { field } => Refusal::new(
                Invalid,
                "notice.field",
                format!("“{field}”缺失或无效"),
                format!("“{field}” is missing or not valid"),
            )
            .at(field),
            N::Quantity => {
                Refusal::new(Invalid, "notice.quantity", "数量须大于零", "the quantity must be above zero")
                    .at("quantity")
            }
            N::Directive => Refusal::new(
                Invalid,
                "notice.directive",
                "入库通知单不填出库指令",
                "goods that come need no directive",
            )
            .mend("合同或计划号填在“依据”里", "Write the contract or plan under “paper”")
            .at("directive"),
        })
    }
}

/// Longest text of a field, characters.
const TEXT_MAX: usize = 200;

/// A required text without blanks around it.
fn text<'t>(text: &'t str, field: &'static str) -> Result<&'t str, NoticeRefusal> {
    let text = text.trim();
    let fits = (1..=TEXT_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text) } else { Err(NoticeRefusal::Field { field }) }
}

/// Issues a notice.
pub fn issue(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewNotice,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let site = tx.get::<SiteRow>(&[book.into(), (&new.site).into()])?;
        if site.is_none_or(|row| today < row.valid_from || row.valid_to.is_some_and(|last| last < today)) {
            return Err(NoticeRefusal::Site { site: new.site.to_string() }.into());
        }
        let new = decide(new, packs, today)?;
        if let Some(under) = &new.under {
            crate::directive::load(tx, book, &under.directive, under.line)?;
        }
        let number = next_number(tx, book, new.site.as_str(), 'N', today.year())?;
        let event = Noticed { notice: NoticeCode::parse(&number)?, new };
        let order = event.new.under.as_ref().map(|under| under.directive.as_str());
        let posted = record(tx, ctx, book, Grounds { order, why: None }, &event)?;
        Ok(Done::creating(posted, vec![number]))
    })
}

/// The notice as it will stand, or why not. Pure.
pub(crate) fn decide(new: &NewNotice, packs: &Catalogue, today: Date) -> Result<NewNotice, Stop> {
    let found = goods(packs, &new.item)?;
    mass(0, found.item)?;
    // The attributes are those of a lot: they are judged as one, under a code that is thrown away.
    let sample = LotCode::parse(&base::term::code::document_number(new.site.as_str(), 'L', today.year(), 1))?;
    let attributes = NewLot {
        item: new.item.clone(),
        nature: new.nature.clone(),
        owner_level: new.owner_level.clone(),
        harvest_year: new.harvest_year,
        origin: new.origin.clone(),
        grade: None,
        produced_on: None,
        expires_on: None,
    };
    lot::decide(&attributes, sample, found, today)?;
    let counterpart = text(&new.counterpart, "counterpart")?.to_owned();
    let paper = new.paper.as_deref().map(|paper| text(paper, "paper")).transpose()?.map(str::to_owned);
    if let Some(origin) = &new.origin {
        text(origin, "origin")?;
    }
    if new.quantity <= Quantity::ZERO || new.quantity > QUANTITY_MAX {
        return Err(NoticeRefusal::Quantity.into());
    }
    if new.price.is_some_and(|price| price < Money::ZERO) {
        return Err(NoticeRefusal::Field { field: "price" }.into());
    }
    if new.valid_to < new.valid_from || new.valid_to < today {
        return Err(NoticeRefusal::Field { field: "valid_to" }.into());
    }
    match (new.direction, &new.under) {
        (Direction::In, Some(_)) => return Err(NoticeRefusal::Directive.into()),
        (Direction::Out, None) if found.nature(&new.nature).is_some_and(pack::Nature::needs_directive) => {
            return Err(DirectiveRefusal::Required { nature: new.nature.clone() }.into());
        }
        _ => {}
    }
    Ok(NewNotice { counterpart, paper, ..new.clone() })
}

/// A notice of this book, or the refusal that there is none.
pub(crate) fn get(tx: &mut Tx<'_>, book: BookId, notice: &NoticeCode) -> Result<NoticeRow, Stop> {
    let found = tx.get::<NoticeRow>(&[book.into(), notice.into()])?;
    found.ok_or_else(|| NoticeRefusal::Unknown { notice: notice.to_string() }.into())
}

/// A notice that trips may be made under on a day.
pub(crate) fn open(tx: &mut Tx<'_>, book: BookId, notice: &NoticeCode, day: Date) -> Result<NoticeRow, Stop> {
    let row = get(tx, book, notice)?;
    if row.state.as_ref() != "open" {
        return Err(NoticeRefusal::Closed { notice: notice.to_string() }.into());
    }
    if !(row.valid_from..=row.valid_to).contains(&day) {
        return Err(NoticeRefusal::Field { field: "valid_to" }.into());
    }
    Ok(row)
}

/// A notice closed; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub notice: NoticeCode,
}

/// Closes a notice: no truck is registered under it any more.
pub fn close(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, notice: &NoticeCode, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        if get(tx, book, notice)?.state.as_ref() != "open" {
            return Err(NoticeRefusal::Closed { notice: notice.to_string() }.into());
        }
        let event = Ended { notice: notice.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// The row of a notice that a fact of this book names.
pub(crate) fn projected(tx: &mut Tx<'_>, book: BookId, notice: &NoticeCode) -> Result<NoticeRow, Fault> {
    tx.get::<NoticeRow>(&[book.into(), notice.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names notice {notice}, which this book lacks")))
}

impl Event for Noticed {
    const ACT: &'static str = "notice.issue";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let new = &self.new;
        let shared = |text: &Option<String>| text.as_deref().map(Arc::from);
        bump_serial(tx, post.book, self.notice.as_str())?;
        tx.put(&NoticeRow {
            book_id: post.book,
            notice: self.notice.clone(),
            site: new.site.clone(),
            direction: new.direction.code().into(),
            item: new.item.as_str().into(),
            nature: new.nature.as_str().into(),
            owner_level: new.owner_level.as_str().into(),
            harvest_year: new.harvest_year,
            origin: shared(&new.origin),
            quantity: new.quantity,
            done: Quantity::ZERO,
            trips: 0,
            counterpart: new.counterpart.as_str().into(),
            directive: new.under.as_ref().map(|under| under.directive.shared()),
            line: new.under.as_ref().map(|under| under.line),
            paper: shared(&new.paper),
            price: new.price,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            issued_at: post.at,
            issued_by: post.user.into(),
            state: "open".into(),
            closed_by: None,
        })
    }
}

impl Event for Ended {
    const ACT: &'static str = "notice.close";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.notice)?;
        tx.put(&NoticeRow { state: "closed".into(), closed_by: Some(post.user.into()), ..row })
    }
}

pub mod store;

#[cfg(test)]
mod test;
