//! Settlement 结算: the trip becomes an ordinary receipt or issue, decided by the same rules and in the same transaction, and a last fact
//! that names every step behind it.

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, LotCode, Money, Quantity, TripCode};
use pack::{Catalogue, Doubt};
use serde::{Deserialize, Serialize};

use super::handle::choice;
use super::weigh::remember;
use super::{State, Step, TripRefusal, TripRow, coded, codes, doubting, due, get, stepped};
use crate::allocation::Pick;
use crate::event::{Event, Grounds, Post, record};
use crate::issue::{NewIssue, Turn, let_out};
use crate::movement::goods;
use crate::notice::{self, Direction, NoticeRow};
use crate::quality::Written;
use crate::receive::{NewReceipt, mass, take_in};
use crate::weigh::Weighing;

/// The fact of a settlement: the end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub trip: TripCode,
    /// Indices of the facts of every step before, in order.
    pub steps: Vec<i64>,
    /// Index of the receipt or issue.
    pub movement: i64,
    pub lot: LotCode,
    pub net: Quantity,
    /// Quantity paid for.
    pub settled: Quantity,
    /// Value, fen.
    pub amount: Money,
    pub doubts: Vec<String>,
}

/// Settles a trip: the goods are received or issued. The lot's code comes back, then the index of the receipt or issue.
pub fn settle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    trip: &TripCode,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, trip)?;
        due(&row, Step::Settle)?;
        let notice = notice::get(tx, book, &row.notice)?;
        let weighing = row.weighing().filter(|w| w.net > 0).ok_or(TripRefusal::Net)?;
        let net = mass(weighing.check()?, goods(packs, &notice.item)?.item)?;
        let inner = ctx.keyed(&format!("{}/goods", ctx.key));
        let moved = match row.way() {
            Direction::In => bring(tx, &inner, packs, &row, &notice, (weighing, net))?,
            Direction::Out => carry(tx, &inner, packs, &row, &notice, (weighing, net))?,
        };
        let over = notice.done.plus(net)? > notice.quantity;
        let event = Settled {
            trip: trip.clone(),
            steps: row.facts(),
            movement: moved.n,
            lot: moved.lot,
            net,
            settled: moved.settled,
            amount: moved.amount,
            doubts: codes(if over { &[Doubt::OverNotice] } else { &[] }),
        };
        let posted = record(tx, ctx, book, Grounds::default(), &event)?;
        Ok(Done::creating(posted, vec![event.lot.to_string(), event.movement.to_string()]))
    })
}

/// What the receipt or issue did.
struct Moved {
    n: i64,
    lot: LotCode,
    settled: Quantity,
    amount: Money,
}

fn bring(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    row: &TripRow,
    notice: &NoticeRow,
    (weighing, net): (Weighing, Quantity),
) -> Result<Moved, Stop> {
    let position = row.position.clone().ok_or_else(|| Fault::new("a handled trip without a position"))?;
    let quality: Written = match &row.quality {
        Some(text) => serde_json::from_str(text).map_err(|e| Fault::new(format!("measurements: {e}")))?,
        None => Written::new(),
    };
    let new = NewReceipt {
        position,
        lot: choice(notice, row.lot.as_ref()),
        quantity: net,
        weighing: Some(weighing),
        quality,
        price: notice.price,
        supplier: Some(notice.counterpart.to_string()),
        vehicle: Some(row.plate.to_string()),
        order: notice.paper.as_deref().map(str::to_owned),
    };
    let (posted, event) = take_in(tx, ctx, packs, row.book_id, &new)?;
    let line = event.lines.first().ok_or_else(|| Fault::new("a receipt without a line"))?;
    Ok(Moved { n: posted.n, lot: line.lot.clone(), settled: event.settled, amount: line.amount })
}

fn carry(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    row: &TripRow,
    notice: &NoticeRow,
    (weighing, net): (Weighing, Quantity),
) -> Result<Moved, Stop> {
    let place = row.position.clone().zip(row.lot.clone());
    let (position, lot) = place.ok_or_else(|| Fault::new("a loaded trip without a position"))?;
    let new = NewIssue {
        under: notice.under()?,
        picks: vec![Pick { lot: lot.clone(), position, quantity: net }],
        weighing: Some(weighing),
        receiver: notice.counterpart.to_string(),
        vehicle: Some(row.plate.to_string()),
        region: None,
        why: None,
    };
    let (posted, event) = let_out(tx, ctx, packs, row.book_id, &new, Turn::Asked)?;
    let worth = event.lines.first().map_or(Money::ZERO, |line| line.amount);
    let amount = match notice.price {
        Some(price) => price.scaled(net.0, 1_000)?,
        None => worth.negated()?,
    };
    Ok(Moved { n: posted.n, lot, settled: net, amount })
}

impl Event for Settled {
    const ACT: &'static str = "trip.settle";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Settled)?;
        remember(tx, post, &row)?;
        let notice = notice::projected(tx, post.book, &row.notice)?;
        let done = notice.done.plus(self.net)?;
        tx.put(&NoticeRow { done, trips: notice.trips + 1, ..notice })?;
        let doubts = doubting(&row, &coded(&self.doubts));
        tx.put(&TripRow {
            lot: Some(self.lot.clone()),
            settled: Some(self.settled),
            amount: Some(self.amount),
            movement: Some(self.movement),
            doubts,
            ..row
        })
    }
}
