//! Receiving 入库: weighed, tested, settled by the premium rule of the day, put at a position that may hold it.
//! The card shows the net weight that came in; premium and deduction change what is paid, not what lies there.

use std::collections::BTreeMap;

use base::ctx::Ctx;
use base::ledger::{Done, Posted, once};
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Money, PositionCode, Quantity};
use jiff::civil::Date;
use pack::{Catalogue, Item, Purpose};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, record};
use crate::facility::site_of;
use crate::lot::{Chosen, LotChoice, LotFacts, choose};
use crate::movement::{Berth, Kind, Line, Remark, check_berth, check_quantity, goods, load_berth, post};
use crate::quality::{PackRefusal, measurements};
use crate::rotation::track::{Trip, track};
use crate::weigh::Weighing;

/// A delivery to receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    pub position: PositionCode,
    pub lot: LotChoice,
    /// Net quantity; with a weighing it must be the net weight.
    pub quantity: Quantity,
    pub weighing: Option<Weighing>,
    /// Measurements of the delivery: indicator and value as written.
    pub quality: BTreeMap<String, String>,
    /// Fen for one unit.
    pub price: Option<Money>,
    pub supplier: Option<String>,
    pub vehicle: Option<String>,
    /// The purchase plan or directive it is received under, if any.
    pub order: Option<String>,
}

/// The premium rule that settled a delivery and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub rule: String,
    pub version: u32,
    /// Sum of premiums and deductions, percent, as text.
    pub percent: String,
    /// Indicator, full steps, percent.
    pub steps: Vec<(String, i64, String)>,
}

/// The fact of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The lot's identity, if this act made it.
    pub new: Option<LotFacts>,
    pub weighing: Option<Weighing>,
    pub quality: BTreeMap<String, String>,
    pub premium: Option<Applied>,
    /// Quantity paid for.
    pub settled: Quantity,
    /// Fen for one unit.
    pub price: Option<Money>,
    pub supplier: Option<String>,
    pub vehicle: Option<String>,
    pub lines: Vec<Line>,
}

/// Why a receipt is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveRefusal {
    /// The quantity is not the net weight of the slip.
    Net { net: Quantity },
    /// Goods of this unit are counted, not weighed.
    NotWeighed { unit: String },
    /// A price below zero.
    Price,
}

impl From<ReceiveRefusal> for Stop {
    fn from(refusal: ReceiveRefusal) -> Stop {
        use RefusalKind::Invalid;
        Stop::Refused(match refusal {
            ReceiveRefusal::Net { net } => Refusal::new(
                Invalid,
                "receive.net",
                format!("数量与过磅净重 {net} 不符"),
                format!("the quantity is not the net weight {net}"),
            )
            .mend("按磅单净重填写", "Enter the net weight of the slip")
            .at("quantity"),
            ReceiveRefusal::NotWeighed { unit } => Refusal::new(
                Invalid,
                "receive.not_weighed",
                format!("以“{unit}”计量的物资不过磅"),
                format!("goods counted in “{unit}” are not weighed"),
            )
            .at("weighing"),
            ReceiveRefusal::Price => {
                Refusal::new(Invalid, "receive.price", "单价不得为负", "a price is never below zero")
                    .at("price")
            }
        })
    }
}

/// Kilograms as a quantity of a unit of mass.
pub(crate) fn mass(kilograms: i64, item: &Item) -> Result<Quantity, Stop> {
    let thousandths = match item.unit.id.as_str() {
        "t" => Some(kilograms),
        "kg" => kilograms.checked_mul(1_000),
        _ => None,
    };
    thousandths
        .map(Quantity)
        .ok_or_else(|| ReceiveRefusal::NotWeighed { unit: item.unit.name.zh.clone() }.into())
}

/// Receives a delivery.
pub fn receive(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewReceipt,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (posted, event) = take_in(tx, ctx, packs, book, new)?;
        Ok(Done::creating(posted, event.new.iter().map(|lot| lot.lot.to_string()).collect()))
    })
}

/// Load, decide, record: the receipt itself, also as the last part of a truck's trip.
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewReceipt,
) -> Result<(Posted, Received), Stop> {
    let today = ctx.now().business_day();
    let site = site_of(new.position.as_str())?;
    let lot = choose(tx, book, &site, &new.lot, packs, today)?;
    let berth = load_berth(tx, book, &new.position, lot.code(), today)?;
    let event = decide(new, &lot, &berth, packs, today)?;
    let posted = record(tx, ctx, book, Grounds { order: new.order.as_deref(), why: None }, &event)?;
    Ok((posted, event))
}

/// What a delivery becomes, or why it is turned away. A new lot without a grade takes the one its measurements reach. Pure.
pub(crate) fn decide(
    new: &NewReceipt,
    lot: &Chosen,
    berth: &Berth,
    packs: &Catalogue,
    today: Date,
) -> Result<Received, Stop> {
    let goods = goods(packs, lot.item())?;
    let item = goods.item;
    if let Some(weighing) = new.weighing {
        let net = mass(weighing.check()?, item)?;
        if net != new.quantity {
            return Err(ReceiveRefusal::Net { net }.into());
        }
    }
    check_quantity(new.quantity, item)?;
    check_berth(berth, lot, item, new.quantity)?;
    if new.price.is_some_and(|price| price < Money::ZERO) {
        return Err(ReceiveRefusal::Price.into());
    }
    let values = measurements(goods.pack, &new.quality)?;
    let (mut settled, mut premium) = (new.quantity, None);
    let subject = goods.subject(today, lot.owner_level());
    let mut facts = lot.facts();
    if let Some(facts) = facts.as_mut().filter(|facts| facts.grade.is_none())
        && let Some(standard) = goods.pack.product_standard(&subject)
    {
        facts.grade = standard.inspect(&values).map_err(PackRefusal)?.grade;
    }
    if !new.quality.is_empty()
        && let Some(rule) = goods.pack.premium_rule(&subject, Purpose::Purchase)
    {
        let settlement = rule.settle(&item.code, new.quantity.0, &values).map_err(PackRefusal)?;
        settled = Quantity(settlement.settled);
        let steps =
            settlement.steps.into_iter().map(|s| (s.indicator, s.steps, s.percent.to_string())).collect();
        premium = Some(Applied {
            rule: rule.id.clone(),
            version: rule.version,
            percent: settlement.percent.to_string(),
            steps,
        });
    }
    let amount = match new.price {
        Some(price) => price.scaled(settled.0, 1_000)?,
        None => Money::ZERO,
    };
    Ok(Received {
        new: facts,
        weighing: new.weighing,
        quality: new.quality.clone(),
        premium,
        settled,
        price: new.price,
        supplier: new.supplier.clone(),
        vehicle: new.vehicle.clone(),
        lines: vec![Line {
            position: new.position.clone(),
            lot: lot.code().clone(),
            quantity: new.quantity,
            amount,
        }],
    })
}

impl Event for Received {
    const ACT: &'static str = "stock.receive";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        if let Some(lot) = &self.new {
            lot.project(tx, at.book)?;
        }
        let remark = Remark { counterpart: self.supplier.as_deref(), ..Remark::default() };
        post(tx, at, Kind::Receive, 0, &self.lines, remark)?;
        let (party, vehicle) = (self.supplier.as_deref(), self.vehicle.as_deref());
        track(tx, at, &Trip { weighed: self.weighing.is_some(), party, vehicle }, &self.lines)
    }
}
