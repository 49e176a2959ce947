//! Kits 套装: a bill of goods that becomes one lot, issued as one, and may be taken apart again. Quantities and cost are conserved, and
//! every kit lot knows the lots it was made from; goods of different natures or owners never meet in one kit.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, KitCode, LotCode, Money, PositionCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::{ReliefRefusal, lineage, unfit, worded};
use crate::allocation::{Pick, Use, eligible};
use crate::event::{Event, Grounds, Post, reason, record};
use crate::facility::site_of;
use crate::issue::{Found, IssueRefusal, candidate, demand_for, find};
use crate::lot::{self, Chosen, LotFacts, LotRow, bump_serial, next_number};
use crate::movement::{
    Kind, Line, MovementRefusal, Remark, balance, check_berth, check_quantity, goods, load_berth, post, take,
};

record! {
    /// What a kit is made of, as an organisation defines it.
    pub struct KitRow in "stock_kit", Derived, key 2 {
        book_id: BookId,
        kit: KitCode,
        name: Arc<str>,
        /// The item one kit is counted as.
        item: Arc<str>,
        /// A JSON array of [`Part`].
        parts: Arc<str>,
        defined_on: Date,
    }
}

record! {
    /// Which kit a lot is.
    pub struct KitLotRow in "stock_kit_lot", Derived, key 2 {
        book_id: BookId,
        lot: LotCode,
        kit: KitCode,
        assembled_on: Date,
    }
}

impl KitRow {
    /// The bill of goods.
    pub fn parts(&self) -> Result<Vec<Part>, Fault> {
        serde_json::from_str(&self.parts).map_err(|e| Fault::new(format!("parts of {}: {e}", self.kit)))
    }
}

/// One line of a bill of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub item: String,
    /// In one kit.
    pub quantity: Quantity,
}

/// A kit to define; also part of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKit {
    pub name: String,
    pub item: String,
    pub parts: Vec<Part>,
}

/// The fact of a kit defined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defined {
    pub kit: KitCode,
    pub new: NewKit,
    pub on: Date,
}

/// Kits to put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssembly {
    pub kit: KitCode,
    /// Kits.
    pub quantity: Quantity,
    /// Where the kits will lie.
    pub position: PositionCode,
    /// What they are made from: exactly the bill times the number of kits.
    pub picks: Vec<Pick>,
}

/// The fact of kits put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembled {
    pub kit: KitCode,
    pub new: LotFacts,
    /// The parts out, then the kits in.
    pub lines: Vec<Line>,
}

/// Kits to take apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDismantling {
    pub lot: LotCode,
    pub position: PositionCode,
    /// Kits.
    pub quantity: Quantity,
    /// Where the parts go, by the lots they came from.
    pub picks: Vec<Pick>,
}

/// The fact of kits taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismantled {
    pub lot: LotCode,
    /// The kits out, then the parts in.
    pub lines: Vec<Line>,
}

/// Lines a bill of goods may have.
pub const PARTS_MAX: usize = 50;

/// Defines a kit.
pub fn define(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewKit,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let pack = &goods(packs, &new.item)?.item.pack;
        if !(2..=PARTS_MAX).contains(&new.parts.len()) {
            return Err(unfit("parts"));
        }
        for (i, part) in new.parts.iter().enumerate() {
            let goods = goods(packs, &part.item)?;
            let twice = new.parts[..i].iter().any(|before| before.item == part.item);
            if twice || part.item == new.item || goods.item.pack != *pack {
                return Err(unfit("parts"));
            }
            check_quantity(part.quantity, goods.item)?;
        }
        let new = NewKit { name: worded(&new.name, "name", 100)?, ..new.clone() };
        let (org, on) = (tx.head(book)?.org.clone(), ctx.now().business_day());
        let number = next_number(tx, book, org.as_str(), 'K', on.year())?;
        let event = Defined { kit: KitCode::parse(&number)?, new, on };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![number]))
    })
}

fn get(tx: &mut Tx<'_>, book: BookId, kit: &KitCode) -> Result<KitRow, Stop> {
    let row = tx.get::<KitRow>(&[book.into(), kit.into()])?;
    row.ok_or_else(|| ReliefRefusal::Kit { kit: kit.to_string() }.into())
}

/// Puts kits together out of lots of one nature and owner.
pub fn assemble(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewAssembly,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let today = ctx.now().business_day();
        let kit = get(tx, book, &new.kit)?;
        check_quantity(new.quantity, goods(packs, &kit.item)?.item)?;
        let found = find(tx, book, &new.picks, today)?;
        let site = site_of(new.position.as_str())?;
        let code = LotCode::parse(&next_number(tx, book, site.as_str(), 'L', today.year())?)?;
        let event = put_together(new, &kit, &found, code, packs, today)?;
        let berth = load_berth(tx, book, &new.position, &event.new.lot, today)?;
        let kits = Chosen::New(event.new.clone());
        check_berth(&berth, &kits, goods(packs, &kit.item)?.item, new.quantity)?;
        let lot = event.new.lot.to_string();
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![lot]))
    })
}

/// The kits and what goes into them, or why not: bill, one nature and owner, usable parts. Pure.
fn put_together(
    new: &NewAssembly,
    kit: &KitRow,
    found: &[Found],
    code: LotCode,
    packs: &Catalogue,
    today: Date,
) -> Result<Assembled, Stop> {
    let parts: Vec<(&str, Quantity)> =
        found.iter().zip(&new.picks).map(|(f, pick)| (f.lot.item.as_ref(), pick.quantity)).collect();
    bill(kit, new.quantity, &parts)?;
    let Some(first) = found.first().map(|f| &f.lot) else { return Err(IssueRefusal::Picks.into()) };
    let goods_of_kit = goods(packs, &kit.item)?;
    if goods_of_kit.nature(&first.nature).is_none() {
        let (item, nature) = (kit.item.to_string(), first.nature.to_string());
        return Err(lot::LotRefusal::Nature { item, nature }.into());
    }
    let (mut lines, mut worth) = (Vec::with_capacity(found.len() + 1), Money::ZERO);
    for (found, pick) in found.iter().zip(&new.picks) {
        let lot = &found.lot;
        if (&lot.nature, &lot.owner_level) != (&first.nature, &first.owner_level) {
            return Err(ReliefRefusal::Owners.into());
        }
        let goods = goods(packs, &lot.item)?;
        check_quantity(pick.quantity, goods.item)?;
        eligible(&candidate(found), &demand_for(lot, goods, pick.quantity, Use::Supply, today))
            .map_err(|why| IssueRefusal::Ineligible { lot: lot.lot.to_string(), why })?;
        let line = take(&found.balance, pick.quantity)?;
        worth = worth.minus(line.amount)?;
        lines.push(line);
    }
    let (position, lot) = (new.position.clone(), code.clone());
    lines.push(Line { position, lot, quantity: new.quantity, amount: worth });
    let facts = kit_facts(&kit.item, first, found, code, today);
    Ok(Assembled { kit: new.kit.clone(), new: facts, lines })
}

/// The identity of the kits: they expire with their first part and were inspected when the longest uninspected part was.
fn kit_facts(item: &str, first: &LotRow, found: &[Found], lot: LotCode, today: Date) -> LotFacts {
    let tested: Option<Vec<Date>> = found.iter().map(|f| f.lot.tested_on).collect();
    LotFacts {
        lot,
        item: item.to_owned(),
        nature: first.nature.to_string(),
        owner_level: first.owner_level.to_string(),
        harvest_year: None,
        origin: None,
        grade: None,
        produced_on: Some(today),
        expires_on: found.iter().filter_map(|f| f.lot.expires_on).min(),
        received_on: today,
        storage_quality: None,
        tested_on: tested.and_then(|days| days.into_iter().min()),
        accepted: None,
        latest: None,
    }
}

/// That parts are exactly the bill times the number of kits. Pure.
fn bill(kit: &KitRow, kits: Quantity, parts: &[(&str, Quantity)]) -> Result<(), Stop> {
    for part in kit.parts()? {
        let asked = i64::try_from(i128::from(part.quantity.0) * i128::from(kits.0) / 1_000)
            .map_err(|_| unfit("quantity"))?;
        let of = parts.iter().filter(|(item, _)| *item == part.item);
        let given = of.fold(0i64, |sum, (_, quantity)| sum.saturating_add(quantity.0));
        if given != asked {
            let (asked, given) = (Quantity(asked), Quantity(given));
            return Err(ReliefRefusal::Bill { item: part.item, asked, given }.into());
        }
    }
    let bill = kit.parts()?;
    match parts.iter().find(|(item, _)| bill.iter().all(|part| part.item != *item)) {
        Some((item, given)) => {
            let item = (*item).to_owned();
            Err(ReliefRefusal::Bill { item, asked: Quantity::ZERO, given: *given }.into())
        }
        None => Ok(()),
    }
}

/// Takes kits apart: the parts go back to the lots they came from.
pub fn dismantle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewDismantling,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let (why, today) = (reason(why)?, ctx.now().business_day());
        let of = tx.get::<KitLotRow>(&[book.into(), (&new.lot).into()])?;
        let of = of.ok_or_else(|| ReliefRefusal::NoKit { lot: new.lot.to_string() })?;
        let kit = get(tx, book, &of.kit)?;
        check_quantity(new.quantity, goods(packs, &kit.item)?.item)?;
        let held = balance(tx, book, &new.position, &new.lot)?;
        let short = || MovementRefusal::Short { available: Quantity::ZERO, asked: new.quantity };
        let out = take(&held.ok_or_else(short)?, new.quantity)?;
        let (mut rows, mut costs) = (Vec::new(), Vec::new());
        for (i, pick) in new.picks.iter().enumerate() {
            let row = lot::get(tx, book, &pick.lot)?;
            let mut before = new.picks[..i].iter().filter(|p| p.lot == pick.lot);
            let wanted = before.try_fold(pick.quantity, |sum, p| sum.plus(p.quantity))?;
            let (left, cost) = lineage::inside(tx, book, (&new.lot, &pick.lot), pick.quantity)?;
            if pick.quantity <= Quantity::ZERO || wanted > left {
                return Err(ReliefRefusal::NotInside { source: pick.lot.to_string(), left }.into());
            }
            let item = goods(packs, &row.item)?.item;
            let berth = load_berth(tx, book, &pick.position, &pick.lot, today)?;
            check_berth(&berth, &Chosen::Known(row.clone()), item, pick.quantity)?;
            rows.push(row);
            costs.push(cost);
        }
        let parts: Vec<(&str, Quantity)> =
            rows.iter().zip(&new.picks).map(|(row, pick)| (row.item.as_ref(), pick.quantity)).collect();
        bill(&kit, new.quantity, &parts)?;
        let event = Dismantled { lot: new.lot.clone(), lines: apart(out, &new.picks, &costs)? };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Lines of kits taken apart: their value is spread over the parts as these cost when they went in, the last part taking what
/// is left. Pure.
fn apart(out: Line, picks: &[Pick], costs: &[Money]) -> Result<Vec<Line>, Fault> {
    let whole = costs.iter().try_fold(Money::ZERO, |sum, cost| sum.plus(*cost))?;
    let worth = out.amount.negated()?;
    let (mut lines, mut left) = (vec![out], worth);
    for (i, (pick, cost)) in picks.iter().zip(costs).enumerate() {
        let amount = match i + 1 == picks.len() {
            true => left,
            false if whole == Money::ZERO => Money::ZERO,
            false => worth.scaled(cost.0, whole.0)?,
        };
        left = left.minus(amount)?;
        let (position, lot) = (pick.position.clone(), pick.lot.clone());
        lines.push(Line { position, lot, quantity: pick.quantity, amount });
    }
    Ok(lines)
}

impl Event for Defined {
    const ACT: &'static str = "kit.define";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.kit.as_str())?;
        let parts = serde_json::to_string(&self.new.parts);
        let parts = parts.map_err(|e| Fault::new(format!("parts of {}: {e}", self.kit)))?;
        tx.put(&KitRow {
            book_id: post.book,
            kit: self.kit.clone(),
            name: self.new.name.as_str().into(),
            item: self.new.item.as_str().into(),
            parts: parts.into(),
            defined_on: self.on,
        })
    }
}

impl Event for Assembled {
    const ACT: &'static str = "kit.assemble";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        self.new.project(tx, at.book)?;
        let remark = Remark { counterpart: Some(self.kit.as_str()), ..Remark::default() };
        post(tx, at, Kind::Kit, 0, &self.lines, remark)?;
        for line in self.lines.iter().filter(|line| line.quantity < Quantity::ZERO) {
            let part = (line.quantity.negated()?, line.amount.negated()?);
            lineage::link(tx, at, &self.new.lot, &line.lot, part)?;
        }
        tx.put(&KitLotRow {
            book_id: at.book,
            lot: self.new.lot.clone(),
            kit: self.kit.clone(),
            assembled_on: at.at.business_day(),
        })
    }
}

impl Event for Dismantled {
    const ACT: &'static str = "kit.dismantle";

    fn project(&self, tx: &mut Tx<'_>, at: &Post<'_>) -> Result<(), Fault> {
        let remark = Remark { counterpart: Some(self.lot.as_str()), ..Remark::default() };
        post(tx, at, Kind::Kit, 0, &self.lines, remark)?;
        for line in self.lines.iter().filter(|line| line.quantity > Quantity::ZERO) {
            lineage::unlink(tx, at, &self.lot, &line.lot, line.quantity)?;
        }
        Ok(())
    }
}
