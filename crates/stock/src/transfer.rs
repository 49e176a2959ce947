//! Transfers 调拨 between sites: dispatched in one book, arrived in another (or the same), standing in between in the carrier's account.
//! In transit = dispatched − arrived − variance settled: a join over two books, never a row that somebody must keep in step.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{
    BookId, ConsignmentCode, Instant, LotCode, Money, OrgCode, PositionCode, Quantity, SiteCode,
};
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use crate::allocation::Pick;
use crate::directive::Purpose;
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::facility::site_of;
use crate::issue::{UnderLine, decide, find, load_authority, use_line};
use crate::lot::{Chosen, LotFacts, LotRow, bump_serial, next_number};
use crate::movement::{Kind, Line, Remark, check_berth, check_quantity, goods, load_berth, post};

record! {
    /// A consignment, in the sender's book.
    pub struct ConsignmentRow in "stock_consignment", Derived, key 2 {
        book_id: BookId,
        consignment: ConsignmentCode,
        to_site: SiteCode,
        /// Who answers for the goods on the road.
        carrier: Arc<str>,
        vehicle: Option<Arc<str>>,
        directive: Option<Arc<str>>,
        directive_line: Option<i64>,
        dispatched_at: Instant,
        dispatched_by: Arc<str>,
        /// `sent`, `disputed`, `settled`.
        state: Arc<str>,
        /// Why disputed or how decided.
        reason: Option<Arc<str>>,
        disputed_by: Option<Arc<str>>,
    }
}

record! {
    /// One lot of a consignment, in the sender's book.
    pub struct ConsignmentLineRow in "stock_consignment_line", Derived, key 3 {
        book_id: BookId,
        consignment: ConsignmentCode,
        /// From 1.
        line: i64,
        lot: LotCode,
        item: Arc<str>,
        quantity: Quantity,
        amount: Money,
        /// Variance the sender has accepted: no longer in transit, never arrived.
        settled: Quantity,
    }
}

record! {
    /// What the receiver says of a consignment, in the receiver's book.
    pub struct ArrivalRow in "stock_arrival", Derived, key 2 {
        book_id: BookId,
        consignment: ConsignmentCode,
        /// `arriving`, `closed`.
        state: Arc<str>,
        /// Why less arrived than was sent.
        reason: Option<Arc<str>>,
        closed_by: Option<Arc<str>>,
    }
}

record! {
    /// How much of a consignment's line has arrived, in the receiver's book.
    pub struct ArrivalLineRow in "stock_arrival_line", Derived, key 3 {
        book_id: BookId,
        consignment: ConsignmentCode,
        line: i64,
        arrived: Quantity,
        amount: Money,
    }
}

/// Goods to dispatch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDispatch {
    /// Absent only for goods whose nature needs no directive.
    pub under: Option<UnderLine>,
    pub picks: Vec<Pick>,
    pub to_site: SiteCode,
    pub carrier: String,
    pub vehicle: Option<String>,
}

/// The fact of a dispatch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatched {
    pub consignment: ConsignmentCode,
    pub under: Option<UnderLine>,
    pub to_site: SiteCode,
    pub carrier: String,
    pub vehicle: Option<String>,
    pub lines: Vec<Line>,
}

/// Part of a consignment's line that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// Line of the consignment, from 1.
    pub line: i64,
    pub position: PositionCode,
    pub quantity: Quantity,
}

/// The fact of an arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    pub consignment: ConsignmentCode,
    /// Lots this book did not know.
    pub new: Vec<LotFacts>,
    /// Line of the consignment that each of `lines` belongs to.
    pub of: Vec<i64>,
    pub lines: Vec<Line>,
}

/// The fact that a receiver expects nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub consignment: ConsignmentCode,
    pub missing: Vec<Missing>,
}

/// Quantity of one line that never arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub line: i64,
    pub quantity: Quantity,
}

/// The fact that the sender disputes a variance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disputed {
    pub consignment: ConsignmentCode,
}

/// Who answers for a variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liable {
    /// Lost on the road.
    Carrier,
    /// Never loaded.
    Sender,
    /// Unloaded and not recorded.
    Receiver,
}

/// The fact that a variance is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub consignment: ConsignmentCode,
    pub liable: Liable,
    pub missing: Vec<Missing>,
}

/// Puts goods on the road.
pub fn dispatch(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewDispatch,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let found = find(tx, book, &new.picks, today)?;
        let authority = load_authority(tx, book, new.under.as_ref())?;
        let lines = decide(&new.picks, &found, authority.as_ref(), &[Purpose::Transfer], packs, today)?;
        if new.carrier.trim().is_empty() || new.carrier.chars().count() > 200 {
            return Err(TransferRefusal::Field { field: "carrier" }.into());
        }
        let from_site = &found[0].position.site;
        if found.iter().any(|f| f.position.site != *from_site) || new.to_site == *from_site {
            return Err(TransferRefusal::Field { field: "to_site" }.into());
        }
        let ordered = authority.and_then(|authority| authority.line.destination);
        if let Some(destination) = ordered.filter(|site| site.as_ref() != new.to_site.as_str()) {
            return Err(TransferRefusal::Destination { destination: destination.to_string() }.into());
        }
        let number = next_number(tx, book, from_site.as_str(), 'C', today.year())?;
        let event = Dispatched {
            consignment: ConsignmentCode::parse(&number)?,
            under: new.under.clone(),
            to_site: new.to_site.clone(),
            carrier: new.carrier.trim().to_owned(),
            vehicle: new.vehicle.clone(),
            lines,
        };
        let order = event.under.as_ref().map(|under| under.directive.as_str());
        Ok(Done::creating(record(tx, ctx, book, Grounds { order, why: None }, &event)?, vec![number]))
    })
}

/// A consignment as both sides see it.
struct Journey {
    head: ConsignmentRow,
    lines: Vec<ConsignmentLineRow>,
    /// The receiver's book, if it is on this node.
    receiver: Option<BookId>,
    arrival: Option<ArrivalRow>,
    arrived: Vec<ArrivalLineRow>,
}

/// Loads a consignment from its sender's and its receiver's book.
fn load(tx: &mut Tx<'_>, consignment: &ConsignmentCode) -> Result<Journey, Stop> {
    let unknown = || TransferRefusal::Unknown { consignment: consignment.to_string() };
    let org_of = |code: &str| OrgCode::parse(code.get(..18).unwrap_or_default());
    let sender = home(tx, &org_of(consignment.as_str())?)?.ok_or_else(unknown)?;
    let head = tx.get::<ConsignmentRow>(&[sender.into(), consignment.into()])?.ok_or_else(unknown)?;
    let mut lines = Vec::new();
    while let Some(row) =
        tx.get::<ConsignmentLineRow>(&[sender.into(), consignment.into(), (lines.len() as i64 + 1).into()])?
    {
        lines.push(row);
    }
    let receiver = home(tx, &org_of(head.to_site.as_str())?)?;
    let (mut arrival, mut arrived) = (None, Vec::new());
    if let Some(book) = receiver {
        arrival = tx.get::<ArrivalRow>(&[book.into(), consignment.into()])?;
        for line in &lines {
            arrived.extend(tx.get::<ArrivalLineRow>(&[book.into(), consignment.into(), line.line.into()])?);
        }
    }
    Ok(Journey { head, lines, receiver, arrival, arrived })
}

impl Journey {
    fn arrived(&self, line: i64) -> (Quantity, Money) {
        self.arrived
            .iter()
            .find(|row| row.line == line)
            .map_or((Quantity::ZERO, Money::ZERO), |row| (row.arrived, row.amount))
    }

    /// What of each line is neither arrived nor settled.
    fn missing(&self) -> Result<Vec<Missing>, Fault> {
        let mut missing = Vec::new();
        for line in &self.lines {
            let quantity = line.quantity.minus(self.arrived(line.line).0)?.minus(line.settled)?;
            if quantity > Quantity::ZERO {
                missing.push(Missing { line: line.line, quantity });
            }
        }
        Ok(missing)
    }

    fn is_closed(&self) -> bool {
        self.arrival.as_ref().is_some_and(|arrival| arrival.state.as_ref() == "closed")
    }

    fn unknown(&self) -> Stop {
        TransferRefusal::Unknown { consignment: self.head.consignment.to_string() }.into()
    }
}

/// Takes in part or all of a consignment, in the receiver's book.
pub fn arrive(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    consignment: &ConsignmentCode,
    parts: &[NewPart],
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let journey = load(tx, consignment)?;
        if journey.receiver != Some(book) {
            return Err(journey.unknown());
        }
        if journey.is_closed() || journey.head.state.as_ref() == "settled" {
            return Err(TransferRefusal::State { state: "closed".into() }.into());
        }
        let once_each =
            parts.iter().enumerate().all(|(i, part)| parts[..i].iter().all(|p| p.line != part.line));
        if parts.is_empty() || !once_each {
            return Err(TransferRefusal::Field { field: "parts" }.into());
        }
        let mut event =
            Arrived { consignment: consignment.clone(), new: Vec::new(), of: Vec::new(), lines: Vec::new() };
        for part in parts {
            let line = arrive_part(tx, ctx, packs, book, &journey, part, &mut event.new)?;
            event.of.push(part.line);
            event.lines.push(line);
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

fn arrive_part(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    journey: &Journey,
    part: &NewPart,
    new: &mut Vec<LotFacts>,
) -> Result<Line, Stop> {
    let sent = journey.lines.iter().find(|row| row.line == part.line).ok_or_else(|| journey.unknown())?;
    if site_of(part.position.as_str())? != journey.head.to_site {
        return Err(TransferRefusal::Elsewhere { to_site: journey.head.to_site.to_string() }.into());
    }
    let (arrived, worth) = journey.arrived(part.line);
    let open = sent.quantity.minus(arrived)?;
    if part.quantity > open {
        return Err(TransferRefusal::Over { open, asked: part.quantity }.into());
    }
    let sender = sent.book_id;
    let row = tx.get::<LotRow>(&[sender.into(), (&sent.lot).into()])?.ok_or_else(|| {
        Fault::new(format!("consignment {} carries an unknown lot", journey.head.consignment))
    })?;
    let lot = match tx.get::<LotRow>(&[book.into(), (&sent.lot).into()])? {
        Some(known) => Chosen::Known(known),
        None => Chosen::New(LotFacts::of(&row)),
    };
    let item = goods(packs, &row.item)?.item;
    check_quantity(part.quantity, item)?;
    let berth = load_berth(tx, book, &part.position, &sent.lot, ctx.now().business_day())?;
    check_berth(&berth, &lot, item, part.quantity)?;
    if let Some(facts) = lot.facts().filter(|facts| new.iter().all(|known| known.lot != facts.lot)) {
        new.push(facts);
    }
    let left = sent.amount.minus(worth)?;
    let amount = if part.quantity == open { left } else { left.scaled(part.quantity.0, open.0)? };
    Ok(Line { position: part.position.clone(), lot: sent.lot.clone(), quantity: part.quantity, amount })
}

/// Says that nothing more will arrive, in the receiver's book. A shortfall needs a reason, and then the sender's word.
pub fn close(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    consignment: &ConsignmentCode,
    why: Option<&str>,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let journey = load(tx, consignment)?;
        if journey.receiver != Some(book) {
            return Err(journey.unknown());
        }
        if journey.is_closed() {
            return Err(TransferRefusal::State { state: "closed".into() }.into());
        }
        let missing = journey.missing()?;
        let why = why.filter(|text| !text.trim().is_empty()).map(reason).transpose()?;
        if why.is_none() && !missing.is_empty() {
            let total = missing.iter().try_fold(Quantity::ZERO, |sum, m| sum.plus(m.quantity))?;
            return Err(TransferRefusal::Variance { missing: total }.into());
        }
        let event = Closed { consignment: consignment.clone(), missing };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: None, why }, &event)?))
    })
}

/// The sender's own consignment, closed by the receiver with something missing.
fn variance(
    tx: &mut Tx<'_>,
    book: BookId,
    consignment: &ConsignmentCode,
) -> Result<(Journey, Vec<Missing>), Stop> {
    let journey = load(tx, consignment)?;
    if journey.head.book_id != book {
        return Err(journey.unknown());
    }
    if !journey.is_closed() || journey.head.state.as_ref() == "settled" {
        return Err(TransferRefusal::State { state: journey.head.state.to_string() }.into());
    }
    let missing = journey.missing()?;
    if missing.is_empty() { Err(TransferRefusal::NoVariance.into()) } else { Ok((journey, missing)) }
}

/// Disputes a variance, in the sender's book: the goods stay in the carrier's account until it is decided.
pub fn dispute(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    consignment: &ConsignmentCode,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let (journey, _) = variance(tx, book, consignment)?;
        if journey.head.state.as_ref() == "disputed" {
            return Err(TransferRefusal::State { state: "disputed".into() }.into());
        }
        Ok(Done::plain(record(
            tx,
            ctx,
            book,
            Grounds::why(why),
            &Disputed { consignment: consignment.clone() },
        )?))
    })
}

/// Accepts a variance or decides a disputed one, in the sender's book; not by the person who dispatched or disputed.
pub fn settle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    consignment: &ConsignmentCode,
    liable: Liable,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let (journey, missing) = variance(tx, book, consignment)?;
        second_person(&journey.head.dispatched_by, ctx)?;
        if let Some(disputed_by) = &journey.head.disputed_by {
            second_person(disputed_by, ctx)?;
        }
        let event = Settled { consignment: consignment.clone(), liable, missing };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

impl Event for Dispatched {
    const ACT: &'static str = "transfer.dispatch";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, at.book, self.consignment.as_str())?;
        use_line(tx, at.book, self.under.as_ref(), &self.lines)?;
        let remark = Remark { counterpart: Some(self.consignment.as_str()), ..Remark::default() };
        post(tx, at, Kind::Dispatch, 0, &self.lines, remark)?;
        for (i, line) in self.lines.iter().enumerate() {
            let lot = crate::lot::projected(tx, at.book, &line.lot)?;
            tx.put(&ConsignmentLineRow {
                book_id: at.book,
                consignment: self.consignment.clone(),
                line: i as i64 + 1,
                lot: line.lot.clone(),
                item: lot.item,
                quantity: line.quantity.negated()?,
                amount: line.amount.negated()?,
                settled: Quantity::ZERO,
            })?;
        }
        tx.put(&ConsignmentRow {
            book_id: at.book,
            consignment: self.consignment.clone(),
            to_site: self.to_site.clone(),
            carrier: self.carrier.as_str().into(),
            vehicle: self.vehicle.as_deref().map(Arc::from),
            directive: self.under.as_ref().map(|under| under.directive.shared()),
            directive_line: self.under.as_ref().map(|under| under.line),
            dispatched_at: at.at,
            dispatched_by: at.user.into(),
            state: "sent".into(),
            reason: None,
            disputed_by: None,
        })
    }
}

impl Event for Arrived {
    const ACT: &'static str = "transfer.arrive";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        for lot in &self.new {
            lot.project(tx, at.book)?;
        }
        let remark = Remark { counterpart: Some(self.consignment.as_str()), ..Remark::default() };
        post(tx, at, Kind::Arrive, 0, &self.lines, remark)?;
        for (line, part) in self.of.iter().zip(&self.lines) {
            let key = [at.book.into(), (&self.consignment).into(), (*line).into()];
            let (arrived, amount) = tx
                .get::<ArrivalLineRow>(&key)?
                .map_or((Quantity::ZERO, Money::ZERO), |row| (row.arrived, row.amount));
            tx.put(&ArrivalLineRow {
                book_id: at.book,
                consignment: self.consignment.clone(),
                line: *line,
                arrived: arrived.plus(part.quantity)?,
                amount: amount.plus(part.amount)?,
            })?;
        }
        tx.put(&ArrivalRow {
            book_id: at.book,
            consignment: self.consignment.clone(),
            state: "arriving".into(),
            reason: None,
            closed_by: None,
        })
    }
}

impl Event for Closed {
    const ACT: &'static str = "transfer.close";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        tx.put(&ArrivalRow {
            book_id: at.book,
            consignment: self.consignment.clone(),
            state: "closed".into(),
            reason: at.why.map(Arc::from),
            closed_by: Some(at.user.into()),
        })
    }
}

fn sent(tx: &mut Tx<'_>, book: BookId, consignment: &ConsignmentCode) -> Result<ConsignmentRow, Fault> {
    tx.get::<ConsignmentRow>(&[book.into(), consignment.into()])?
        .ok_or_else(|| Fault::new(format!("a fact names consignment {consignment}, which this book lacks")))
}

impl Event for Disputed {
    const ACT: &'static str = "transfer.dispute";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        let row = sent(tx, at.book, &self.consignment)?;
        let (reason, disputed_by) = (at.why.map(Arc::from), Some(at.user.into()));
        tx.put(&ConsignmentRow { state: "disputed".into(), reason, disputed_by, ..row })
    }
}

impl Event for Settled {
    const ACT: &'static str = "transfer.settle";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        for missing in &self.missing {
            let key = [at.book.into(), (&self.consignment).into(), missing.line.into()];
            let row = tx.get::<ConsignmentLineRow>(&key)?.ok_or_else(|| {
                Fault::new(format!("consignment {} lacks line {}", self.consignment, missing.line))
            })?;
            let settled = row.settled.plus(missing.quantity)?;
            tx.put(&ConsignmentLineRow { settled, ..row })?;
        }
        let row = sent(tx, at.book, &self.consignment)?;
        tx.put(&ConsignmentRow { state: "settled".into(), reason: at.why.map(Arc::from), ..row })
    }
}

mod refusal;
pub mod store;

pub use refusal::TransferRefusal;
