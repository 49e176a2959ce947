//! Stock-take of assets 资产盘点: what a warehouse should hold is frozen when it opens, codes are scanned one after another, and what is
//! missing, misplaced or unexpected is explained before a second person closes it. Nothing moves but by the decision on a difference.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{AssetCode, BookId, Instant, PoolCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asset::{self, AssetRow};
use super::word::{Difference, State, Title, Verdict};
use super::{pool, store, unfit};
use crate::event::{Event, Grounds, Post, reason, record, second_person};
use crate::lot::{bump_serial, next_number};

record! {
    /// A stock-take of one warehouse.
    pub struct InventoryRow in "stock_inventory", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `Y`, year, serial.
        inventory: Arc<str>,
        pool: PoolCode,
        opened_on: Date,
        opened_at: Instant,
        opened_by: Arc<str>,
        /// Things that should be there.
        expected: i64,
        closed_on: Option<Date>,
        closed_by: Option<Arc<str>>,
        /// When it closed: of the expected, found; and differences of each kind.
        found: i64,
        missing: i64,
        misplaced: i64,
        unexpected: i64,
        n: i64,
    }
}

record! {
    /// One thing of a stock-take: expected, scanned, or both.
    pub struct InventoryLineRow in "stock_inventory_line", Derived, key 3 {
        book_id: BookId,
        inventory: Arc<str>,
        asset: AssetCode,
        /// 1 when it should be there.
        expected: i64,
        /// Who scanned it, and when; none when nobody did.
        scanned_by: Option<Arc<str>>,
        scanned_at: Option<Instant>,
        /// [`Verdict`] on a difference, and its reason.
        verdict: Option<Arc<str>>,
        reason: Option<Arc<str>>,
        decided_by: Option<Arc<str>>,
    }
}

/// Codes one fact of scanning may hold.
pub const SCANS_MAX: usize = 200;

/// The fact of a stock-take opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub inventory: String,
    pub pool: PoolCode,
    pub on: Date,
}

/// The fact of codes scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    pub inventory: String,
    pub assets: Vec<AssetCode>,
}

/// The fact of a decision on differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    pub inventory: String,
    pub assets: Vec<AssetCode>,
    pub verdict: Verdict,
    pub on: Date,
}

/// The fact of a stock-take closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub inventory: String,
    pub on: Date,
}

/// Why an act about a stock-take is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InventoryRefusal {
    Unknown {
        inventory: String,
    },
    /// The warehouse has an open one.
    Open {
        inventory: String,
    },
    Closed {
        inventory: String,
    },
    /// The thing does not differ, or is decided.
    Same {
        asset: String,
    },
    /// The verdict does not fit the difference.
    Verdict {
        asset: String,
        difference: Difference,
    },
    /// Differences nobody has explained.
    Unexplained {
        count: usize,
    },
    /// Who opened it or scanned does not close it.
    Counted,
}

impl From<InventoryRefusal> for Stop {
    fn from(refusal: InventoryRefusal) -> Stop {
        use InventoryRefusal as I;
        use RefusalKind::{Conflict, Forbidden, Invalid, NotFound};
        let (kind, code, field, zh, en) = match refusal {
            I::Unknown { inventory } => (
                NotFound,
                "inventory.unknown",
                "inventory",
                format!("没有资产盘点 {inventory}"),
                format!("there is no stock-take {inventory}"),
            ),
            I::Open { inventory } => (
                Conflict,
                "inventory.open",
                "pool",
                format!("该公物仓的盘点 {inventory} 尚未结束"),
                format!("stock-take {inventory} of this warehouse is still open"),
            ),
            I::Closed { inventory } => (
                Conflict,
                "inventory.closed",
                "inventory",
                format!("盘点 {inventory} 已结束"),
                format!("stock-take {inventory} is closed"),
            ),
            I::Same { asset } => (
                Conflict,
                "inventory.same",
                "assets",
                format!("资产 {asset} 没有待处理的差异"),
                format!("asset {asset} has no difference that waits"),
            ),
            I::Verdict { asset, difference } => (
                Invalid,
                "inventory.verdict",
                "verdict",
                format!("资产 {asset} 是“{}”，不能这样处理", difference.label().0),
                format!("asset {asset} is “{}”: this is no way to settle it", difference.label().1),
            ),
            I::Unexplained { count } => (
                Conflict,
                "inventory.unexplained",
                "inventory",
                format!("还有 {count} 处差异未处理"),
                format!("{count} differences are not explained"),
            ),
            I::Counted => (
                Forbidden,
                "inventory.counted",
                "",
                "盘点的发起人、扫码人不得结束盘点".into(),
                "whoever opened the stock-take or scanned does not close it".into(),
            ),
        };
        Stop::Refused(Refusal::new(kind, code, zh, en).at(field))
    }
}

impl InventoryLineRow {
    /// How it differs from what should be; nothing when it does not. `here` is its row in this book.
    pub fn difference(&self, here: Option<&AssetRow>) -> Option<Difference> {
        match (self.expected > 0, self.scanned_by.is_some()) {
            (true, true) | (false, false) => None,
            (true, false) => Some(Difference::Missing),
            (false, true) => {
                let held = here.is_some_and(|row| row.state().is_ok_and(State::is_held));
                Some(if held { Difference::Misplaced } else { Difference::Unexpected })
            }
        }
    }
}

/// Whether a thing in this state should lie in its warehouse.
const fn lies_there(state: State) -> bool {
    matches!(state, State::Idle | State::Promised | State::Repair | State::Disposing | State::Sealed)
}

fn get(tx: &mut Tx<'_>, book: BookId, inventory: &str) -> Result<InventoryRow, Stop> {
    let row = tx.get::<InventoryRow>(&[book.into(), inventory.into()])?;
    let row = row.ok_or_else(|| InventoryRefusal::Unknown { inventory: inventory.to_owned() })?;
    if row.closed_on.is_some() {
        return Err(InventoryRefusal::Closed { inventory: inventory.to_owned() }.into());
    }
    Ok(row)
}

/// Opens a stock-take: what the book says lies in the warehouse now is what should be found.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, pool: &PoolCode) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        pool::get(tx, book, pool)?;
        if let Some(inventory) = store::inventory_open(tx, book, pool)? {
            return Err(InventoryRefusal::Open { inventory }.into());
        }
        let (org, on) = (tx.head(book)?.org.clone(), ctx.now().business_day());
        let inventory = next_number(tx, book, org.as_str(), 'Y', on.year())?;
        let event = Opened { inventory: inventory.clone(), pool: pool.clone(), on };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, vec![inventory]))
    })
}

/// Records codes that were scanned. A code scanned before changes nothing, so a phone may send twice.
pub fn scan(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Scanned) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        get(tx, book, &new.inventory)?;
        if new.assets.is_empty() || new.assets.len() > SCANS_MAX {
            return Err(unfit("assets"));
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

/// Decides on differences of one kind, with a reason.
pub fn explain(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    (inventory, assets, verdict): (&str, &[AssetCode], Verdict),
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = get(tx, book, inventory)?;
        let distinct: BTreeSet<&AssetCode> = assets.iter().collect();
        if assets.is_empty() || assets.len() > SCANS_MAX || distinct.len() < assets.len() {
            return Err(unfit("assets"));
        }
        for code in assets {
            let line = tx.get::<InventoryLineRow>(&[book.into(), inventory.into(), code.into()])?;
            let here = tx.get::<AssetRow>(&[book.into(), code.into()])?;
            let same = || InventoryRefusal::Same { asset: code.to_string() };
            let line = line.filter(|line| line.verdict.is_none()).ok_or_else(same)?;
            let difference = line.difference(here.as_ref()).ok_or_else(same)?;
            let refused = InventoryRefusal::Verdict { asset: code.to_string(), difference };
            match (verdict, difference, here) {
                (Verdict::Noted, ..) => {}
                (Verdict::Lost, Difference::Missing, Some(thing)) => thing.may_become(State::Missing)?,
                (Verdict::Adopted, Difference::Misplaced, Some(thing)) => {
                    if thing.title()? == Title::Case
                        || matches!(thing.state()?, State::OnLoan | State::Promised)
                    {
                        return Err(refused.into());
                    }
                    pool::get(tx, book, &row.pool)?.takes(thing.title()?)?;
                }
                _ => return Err(refused.into()),
            }
        }
        let on = ctx.now().business_day();
        let event = Explained { inventory: inventory.to_owned(), assets: assets.to_vec(), verdict, on };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Closes a stock-take whose differences are all explained; not by who opened it, nor by anybody who scanned.
pub fn close(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, inventory: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, inventory)?;
        let user = ctx.actor.user.as_str();
        second_person(&row.opened_by, ctx)?;
        let mut open = 0;
        for line in store::inventory_lines_in(tx, book, inventory)? {
            if line.scanned_by.as_deref() == Some(user) {
                return Err(InventoryRefusal::Counted.into());
            }
            let here = tx.get::<AssetRow>(&[book.into(), (&line.asset).into()])?;
            open += usize::from(line.verdict.is_none() && line.difference(here.as_ref()).is_some());
        }
        if open > 0 {
            return Err(InventoryRefusal::Unexplained { count: open }.into());
        }
        let event = Closed { inventory: inventory.to_owned(), on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

fn projected(tx: &mut Tx<'_>, post: &Post<'_>, inventory: &str) -> Result<InventoryRow, Fault> {
    let row = tx.get::<InventoryRow>(&[post.book.into(), inventory.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names stock-take {inventory}, which this book lacks")))
}

impl Event for Opened {
    const ACT: &'static str = "inventory.open";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.inventory)?;
        let inventory: Arc<str> = self.inventory.as_str().into();
        let mut expected = 0;
        for thing in store::pool_assets(tx, post.book, &self.pool)? {
            if lies_there(thing.state()?) {
                expected += 1;
                tx.put(&line(post, &inventory, &thing.asset, 1))?;
            }
        }
        tx.put(&InventoryRow {
            book_id: post.book,
            inventory,
            pool: self.pool.clone(),
            opened_on: self.on,
            opened_at: post.at,
            opened_by: post.user.into(),
            expected,
            closed_on: None,
            closed_by: None,
            found: 0,
            missing: 0,
            misplaced: 0,
            unexpected: 0,
            n: post.n,
        })
    }
}

fn line(post: &Post<'_>, inventory: &Arc<str>, asset: &AssetCode, expected: i64) -> InventoryLineRow {
    InventoryLineRow {
        book_id: post.book,
        inventory: inventory.clone(),
        asset: asset.clone(),
        expected,
        scanned_by: None,
        scanned_at: None,
        verdict: None,
        reason: None,
        decided_by: None,
    }
}

impl Event for Scanned {
    const ACT: &'static str = "inventory.scan";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.inventory)?;
        for asset in &self.assets {
            let key = [post.book.into(), self.inventory.as_str().into(), asset.into()];
            let known = tx.get::<InventoryLineRow>(&key)?;
            let known = known.unwrap_or_else(|| line(post, &row.inventory, asset, 0));
            if known.scanned_by.is_none() {
                let (by, at) = (Some(post.user.into()), Some(post.at));
                tx.put(&InventoryLineRow { scanned_by: by, scanned_at: at, ..known })?;
            }
        }
        tx.put(&InventoryRow { n: post.n, ..row })
    }
}

impl Event for Explained {
    const ACT: &'static str = "inventory.explain";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.inventory)?;
        for code in &self.assets {
            let key = [post.book.into(), self.inventory.as_str().into(), code.into()];
            let known = tx.get::<InventoryLineRow>(&key)?;
            let known = known.ok_or_else(|| Fault::new(format!("{} lacks {code}", self.inventory)))?;
            tx.put(&InventoryLineRow {
                verdict: Some(self.verdict.code().into()),
                reason: post.why.map(Arc::from),
                decided_by: Some(post.user.into()),
                ..known
            })?;
            match self.verdict {
                Verdict::Noted => {}
                Verdict::Lost => {
                    let thing = asset::projected(tx, post.book, code)?;
                    let state = State::Missing.code().into();
                    tx.put(&AssetRow { state, since: self.on, n: post.n, ..thing })?;
                }
                Verdict::Adopted => {
                    let thing = asset::projected(tx, post.book, code)?;
                    let found = thing.state()? == State::Missing;
                    let state = if found { State::Idle.code().into() } else { thing.state.clone() };
                    let since = if found { self.on } else { thing.since };
                    let pool = Some(row.pool.shared());
                    tx.put(&AssetRow { state, since, pool, n: post.n, ..thing })?;
                }
            }
        }
        tx.put(&InventoryRow { n: post.n, ..row })
    }
}

impl Event for Closed {
    const ACT: &'static str = "inventory.close";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let mut row = projected(tx, post, &self.inventory)?;
        for line in store::inventory_lines_in(tx, post.book, &self.inventory)? {
            let here = tx.get::<AssetRow>(&[post.book.into(), (&line.asset).into()])?;
            match line.difference(here.as_ref()) {
                None => row.found += 1,
                Some(Difference::Missing) => row.missing += 1,
                Some(Difference::Misplaced) => row.misplaced += 1,
                Some(Difference::Unexpected) => row.unexpected += 1,
            }
        }
        let (closed_on, closed_by) = (Some(self.on), Some(post.user.into()));
        tx.put(&InventoryRow { closed_on, closed_by, n: post.n, ..row })
    }
}
