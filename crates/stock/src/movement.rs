//! Movements: the append-only lines that every balance, card and ledger is computed from.
//! Each line changes one lot at one position; no balance changes in any other way, and none ever falls below zero.

use std::sync::Arc;

use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant, LotCode, Money, PositionCode, Quantity, SiteCode};
use jiff::civil::Date;
use pack::{Catalogue, Item, Nature, OwnerLevel, Pack, Subject};
use serde::{Deserialize, Serialize};

use crate::event::Post;
use crate::facility::PositionRow;
use crate::lot::{Chosen, LotRow, projected};

/// Why stock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Stock on hand when the book began 期初.
    Opening,
    /// Bought or handed in 入库.
    Receive,
    /// Gone out under a directive 出库.
    Issue,
    /// From one position to another 倒仓; two lines.
    Move,
    /// Put on the road to another site 调出.
    Dispatch,
    /// Come in from the road 调入.
    Arrive,
    /// Corrected with a reason and a second person 调整.
    Adjust,
    /// Difference found by a stocktake 盘盈盘亏.
    Count,
    /// Weight that left with moisture and impurity 水杂减量.
    LossMoisture,
    /// Natural loss within the quota 保管自然损耗.
    LossNatural,
    /// Loss beyond the quota 超耗.
    LossExcess,
    /// Parts into kits, or kits into parts 组套拆套; parts and kits are lines of one fact.
    Kit,
}

impl Kind {
    /// Every kind, in the order a ledger shows them.
    pub const ALL: [Kind; 12] = [
        Kind::Opening,
        Kind::Receive,
        Kind::Issue,
        Kind::Move,
        Kind::Dispatch,
        Kind::Arrive,
        Kind::Adjust,
        Kind::Count,
        Kind::LossMoisture,
        Kind::LossNatural,
        Kind::LossExcess,
        Kind::Kit,
    ];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Opening => "opening",
            Kind::Receive => "receive",
            Kind::Issue => "issue",
            Kind::Move => "move",
            Kind::Dispatch => "dispatch",
            Kind::Arrive => "arrive",
            Kind::Adjust => "adjust",
            Kind::Count => "count",
            Kind::LossMoisture => "loss_moisture",
            Kind::LossNatural => "loss_natural",
            Kind::LossExcess => "loss_excess",
            Kind::Kit => "kit",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Kind::Opening => ("期初", "Opening"),
            Kind::Receive => ("入库", "Receipt"),
            Kind::Issue => ("出库", "Issue"),
            Kind::Move => ("倒仓", "Move"),
            Kind::Dispatch => ("调出", "Dispatch"),
            Kind::Arrive => ("调入", "Arrival"),
            Kind::Adjust => ("调整", "Adjustment"),
            Kind::Count => ("盘点差异", "Count difference"),
            Kind::LossMoisture => ("水杂减量", "Moisture and impurity reduction"),
            Kind::LossNatural => ("自然损耗", "Natural loss"),
            Kind::LossExcess => ("超耗", "Excess loss"),
            Kind::Kit => ("组套拆套", "Kit assembly"),
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

record! {
    /// One line of one fact.
    pub struct MovementRow in "stock_movement", Derived, key 3 {
        book_id: BookId,
        /// Index of the fact.
        n: i64,
        /// Line within the fact, from 0.
        line: i64,
        at: Instant,
        /// Business day in Asia/Shanghai.
        day: Date,
        kind: Arc<str>,
        position: PositionCode,
        lot: LotCode,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        /// In above zero, out below.
        quantity: Quantity,
        /// Value at cost, same sign.
        amount: Money,
        /// Of this lot at this position, after this line.
        balance: Quantity,
        /// Index of the fact this one reverses.
        reverses: Option<i64>,
        directive: Option<Arc<str>>,
        /// Consignment, supplier or receiver.
        counterpart: Option<Arc<str>>,
        by_user: Arc<str>,
    }
}

record! {
    /// What one position holds of one lot.
    pub struct BalanceRow in "stock_balance", Derived, key 3 {
        book_id: BookId,
        position: PositionCode,
        lot: LotCode,
        quantity: Quantity,
        /// Value at cost.
        amount: Money,
        /// The last fact that moved it.
        n: i64,
    }
}

record! {
    /// Statistical totals of one site, day and kind of movement.
    pub struct DailyRow in "stock_daily", Derived, key 7 {
        book_id: BookId,
        day: Date,
        site: SiteCode,
        item: Arc<str>,
        nature: Arc<str>,
        owner_level: Arc<str>,
        kind: Arc<str>,
        /// In, at or above zero.
        quantity_in: Quantity,
        /// Out, at or above zero.
        quantity_out: Quantity,
        amount: Money,
    }
}

/// One line of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub position: PositionCode,
    pub lot: LotCode,
    /// In above zero, out below.
    pub quantity: Quantity,
    /// Value at cost, same sign.
    pub amount: Money,
}

impl Line {
    /// The exact mirror.
    pub fn mirrored(&self) -> Result<Self, Fault> {
        Ok(Self { quantity: self.quantity.negated()?, amount: self.amount.negated()?, ..self.clone() })
    }
}

/// What a posting says beyond its lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Remark<'a> {
    /// Index of the fact that is reversed.
    pub reverses: Option<i64>,
    /// Consignment, supplier or receiver.
    pub counterpart: Option<&'a str>,
}

/// Writes lines: movements, balances, what positions are given to, daily totals. `first` numbers the first line.
pub(crate) fn post(
    tx: &mut Tx<'_>,
    post: &Post<'_>,
    kind: Kind,
    first: i64,
    lines: &[Line],
    remark: Remark<'_>,
) -> Result<(), Fault> {
    let day = post.at.business_day();
    for (i, line) in lines.iter().enumerate() {
        let lot = projected(tx, post.book, &line.lot)?;
        let balance = settle(tx, post, line, &lot)?;
        add_daily(tx, post.book, day, kind, line, &lot)?;
        tx.insert(&MovementRow {
            book_id: post.book,
            n: post.n,
            line: first + i as i64,
            at: post.at,
            day,
            kind: kind.code().into(),
            position: line.position.clone(),
            lot: line.lot.clone(),
            item: lot.item,
            nature: lot.nature,
            owner_level: lot.owner_level,
            quantity: line.quantity,
            amount: line.amount,
            balance,
            reverses: remark.reverses,
            directive: post.order.map(Arc::from),
            counterpart: remark.counterpart.map(Arc::from),
            by_user: post.user.into(),
        })?;
    }
    Ok(())
}

/// Changes the balance and, where a lot comes or goes, what the position is given to. Returns the new balance.
fn settle(tx: &mut Tx<'_>, post: &Post<'_>, line: &Line, lot: &LotRow) -> Result<Quantity, Fault> {
    let key = [post.book.into(), (&line.position).into(), (&line.lot).into()];
    let (held, worth) =
        tx.get::<BalanceRow>(&key)?.map_or((Quantity::ZERO, Money::ZERO), |row| (row.quantity, row.amount));
    let (quantity, amount) = (held.plus(line.quantity)?, worth.plus(line.amount)?);
    if quantity < Quantity::ZERO {
        return Err(Fault::new(format!(
            "fact {} would leave {quantity} of {} at {}",
            post.n, line.lot, line.position
        )));
    }
    tx.put(&BalanceRow {
        book_id: post.book,
        position: line.position.clone(),
        lot: line.lot.clone(),
        quantity,
        amount,
        n: post.n,
    })?;
    let change = i64::from(quantity > Quantity::ZERO) - i64::from(held > Quantity::ZERO);
    if change != 0 {
        let key = [post.book.into(), (&line.position).into()];
        let row = tx.get::<PositionRow>(&key)?.ok_or_else(|| {
            Fault::new(format!("a fact names position {}, which this book lacks", line.position))
        })?;
        let lots = row.lots + change;
        let dedicated =
            (row.is_loose() && lots > 0).then(|| row.dedicated.clone().unwrap_or_else(|| lot.dedication()));
        tx.put(&PositionRow { lots, dedicated, ..row })?;
    }
    Ok(quantity)
}

fn add_daily(
    tx: &mut Tx<'_>,
    book: BookId,
    day: Date,
    kind: Kind,
    line: &Line,
    lot: &LotRow,
) -> Result<(), Fault> {
    let site = crate::facility::site_of(line.position.as_str()).map_err(crate::facility::corrupt)?;
    let mut row = DailyRow {
        book_id: book,
        day,
        site,
        item: lot.item.clone(),
        nature: lot.nature.clone(),
        owner_level: lot.owner_level.clone(),
        kind: kind.code().into(),
        quantity_in: Quantity::ZERO,
        quantity_out: Quantity::ZERO,
        amount: Money::ZERO,
    };
    let key = base::store::Record::to_row(&row);
    if let Some(found) = tx.get::<DailyRow>(&key[..7])? {
        row = found;
    }
    if line.quantity >= Quantity::ZERO {
        row.quantity_in = row.quantity_in.plus(line.quantity)?;
    } else {
        row.quantity_out = row.quantity_out.minus(line.quantity)?;
    }
    row.amount = row.amount.plus(line.amount)?;
    tx.put(&row)
}

/// Why stock may not move, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MovementRefusal {
    /// There is no such position in this book, or it is not in use today.
    Position { position: String },
    /// A fumigation closes the position until it is cleared (V-15).
    Sealed { job: String },
    /// A quantity that is not above zero, finer than the unit allows, or too large.
    Quantity { unit: String },
    /// The item is never kept in this form.
    Form { item: String, form: String },
    /// Loose goods of another variety, nature, owner or year lie there (V-12 未专仓).
    Mixed { position: String, holds: String },
    /// More than the position can hold.
    Capacity { capacity: Quantity, after: Quantity },
    /// Less lies there than is to be taken.
    Short { available: Quantity, asked: Quantity },
    /// From a position to itself.
    SamePosition,
}

impl From<MovementRefusal> for Refusal {
    fn from(refusal: MovementRefusal) -> Refusal {
        use MovementRefusal as M;
        use RefusalKind::{Conflict, Invalid, NotFound};
        match refusal {
            M::Position { position } => Refusal::new(NotFound, "movement.position", format!("没有货位 {position},或今日未启用"), format!("there is no position {position}, or it is not in use today"))
                .mend("先登记货位", "Register the position first")
                .at("position"),
            M::Sealed { job } => Refusal::new(Conflict, "movement.sealed", format!("货位在熏蒸作业 {job} 中,解除前任何人和货物不得进出"), format!("fumigation {job} closes the position until it is cleared"))
                .mend("散气、测气后由第二人解除", "Let the gas out, measure, and have a second person clear it")
                .at("position"),
            M::Quantity { unit } => Refusal::new(Invalid, "movement.quantity", format!("数量须大于零,且不细于“{unit}”允许的小数位"), format!("the quantity must be above zero and no finer than “{unit}” allows")).at("quantity"),
            M::Form { item, form } => Refusal::new(Invalid, "movement.form", format!("物资 {item} 不以“{form}”方式储存"), format!("item {item} is never kept as “{form}”"))
                .mend("选择储存方式相符的货位", "Choose a position of a fitting storage form")
                .at("position"),
            M::Mixed { position, holds } => Refusal::new(Conflict, "movement.mixed", format!("货位 {position} 存有 {holds},不得混存"), format!("position {position} holds {holds}; goods of another variety, nature, owner or year may not be mixed in"))
                .mend("选择空货位,或同品种、同性质、同权属、同年份的货位", "Choose an empty position, or one holding the same variety, nature, owner and year")
                .at("position"),
            M::Capacity { capacity, after } => Refusal::new(Conflict, "movement.capacity", format!("入后 {after} 超过货位容量 {capacity}"), format!("{after} would be more than the position's capacity of {capacity}"))
                .mend("分入其他货位,或核对货位登记", "Use another position too, or check the position's registration")
                .at("quantity"),
            M::Short { available, asked } => Refusal::new(Conflict, "movement.short", format!("库存 {available},不足 {asked}"), format!("{available} lies there, {asked} was asked for"))
                .mend("减少数量或换批次", "Ask for less or choose another lot")
                .at("quantity"),
            M::SamePosition => Refusal::new(Invalid, "movement.same_position", "移出与移入为同一货位", "the goods are already at that position").at("to"),
        }
    }
}

impl From<MovementRefusal> for Stop {
    fn from(refusal: MovementRefusal) -> Stop {
        Stop::Refused(refusal.into())
    }
}

/// Largest quantity one line may move: a hundred million units, so that no sum of lines leaves 64 bits.
pub const QUANTITY_MAX: Quantity = Quantity(100_000_000_000);

/// That a quantity is above zero, no finer than the item's unit and believable.
pub fn check_quantity(quantity: Quantity, item: &Item) -> Result<(), MovementRefusal> {
    let fits = quantity > Quantity::ZERO && quantity <= QUANTITY_MAX && quantity.0 % item.unit.quantum() == 0;
    if fits { Ok(()) } else { Err(MovementRefusal::Quantity { unit: item.unit.name.zh.clone() }) }
}

/// What an inbound line finds at its position.
pub(crate) struct Berth {
    pub position: PositionRow,
    /// Of everything, thousandths of the item's unit; only known to be right for loose goods.
    pub held: Quantity,
}

/// Loads the position that goods are to enter. Asks the store beyond its rows only where several lots lie loose together.
pub(crate) fn load_berth(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    lot: &LotCode,
    day: Date,
) -> Result<Berth, Stop> {
    let row = open_position(tx, book, position, day)?;
    let lot_held = balance(tx, book, position, lot)?.map_or(Quantity::ZERO, |b| b.quantity);
    let others = row.lots - i64::from(lot_held > Quantity::ZERO);
    let held = if row.is_loose() && others > 0 { store::held(tx, book, position)? } else { lot_held };
    Ok(Berth { position: row, held })
}

/// That goods may enter a position: storage form, no mixing of loose goods, capacity. Pure.
pub(crate) fn check_berth(berth: &Berth, lot: &Chosen, item: &Item, quantity: Quantity) -> Result<(), Stop> {
    let position = &berth.position;
    if !item.forms.iter().any(|form| form.code() == position.form.as_ref()) {
        return Err(MovementRefusal::Form { item: item.code.clone(), form: position.form.to_string() }.into());
    }
    if let Some(holds) = position.dedicated.as_ref().filter(|holds| **holds != lot.dedication()) {
        return Err(MovementRefusal::Mixed {
            position: position.position.to_string(),
            holds: holds.to_string(),
        }
        .into());
    }
    let after = berth.held.plus(quantity)?;
    if after > position.capacity {
        return Err(MovementRefusal::Capacity { capacity: position.capacity, after }.into());
    }
    Ok(())
}

/// A position that is in use on a day.
pub(crate) fn open_position(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    day: Date,
) -> Result<PositionRow, Stop> {
    let row = tx.get::<PositionRow>(&[book.into(), position.into()])?;
    let unknown = || MovementRefusal::Position { position: position.to_string() };
    let row = row.filter(|row| row.is_open(day)).ok_or_else(unknown)?;
    match &row.sealed {
        Some(job) => Err(MovementRefusal::Sealed { job: job.to_string() }.into()),
        None => Ok(row),
    }
}

/// What a position holds of a lot.
pub(crate) fn balance(
    tx: &mut Tx<'_>,
    book: BookId,
    position: &PositionCode,
    lot: &LotCode,
) -> Result<Option<BalanceRow>, Fault> {
    tx.get::<BalanceRow>(&[book.into(), position.into(), lot.into()])
}

/// The line that takes a quantity out of a balance at its average cost; the last of it takes all that is left of the value. Pure.
pub fn take(balance: &BalanceRow, quantity: Quantity) -> Result<Line, Stop> {
    if quantity > balance.quantity {
        return Err(MovementRefusal::Short { available: balance.quantity, asked: quantity }.into());
    }
    let amount = if quantity == balance.quantity {
        balance.amount
    } else {
        balance.amount.scaled(quantity.0, balance.quantity.0)?
    };
    Ok(Line {
        position: balance.position.clone(),
        lot: balance.lot.clone(),
        quantity: quantity.negated()?,
        amount: amount.negated()?,
    })
}

/// An item and the pack whose rules it follows.
#[derive(Clone, Copy)]
pub(crate) struct Goods<'c> {
    pub item: &'c Item,
    pub pack: &'c Pack,
}

/// An item with its pack.
pub(crate) fn goods<'c>(packs: &'c Catalogue, item: &str) -> Result<Goods<'c>, Stop> {
    let found = packs.item(item).zip(packs.pack_of(item)).map(|(item, pack)| Goods { item, pack });
    found.ok_or_else(|| crate::lot::LotRefusal::Item { item: item.to_owned() }.into())
}

impl<'c> Goods<'c> {
    /// A nature of the item.
    pub fn nature(self, nature: &str) -> Option<&'c Nature> {
        self.pack.allows(&self.item.code, nature).then(|| self.pack.nature(nature)).flatten()
    }

    /// The item on a day, as rules are asked about it.
    pub fn subject(self, day: Date, owner_level: &str) -> Subject<'c> {
        let mut subject = Subject::new(&self.item.code, day);
        subject.owner_level = OwnerLevel::from_code(owner_level);
        subject
    }
}

pub mod store;

#[cfg(test)]
mod test;
