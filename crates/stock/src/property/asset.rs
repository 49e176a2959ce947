//! Assets 资产: one row for one thing, from intake to write-off. Its code is given once and kept when it changes hands; what is known of it
//! changes by facts only, and it is in exactly one state.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{AssetCode, BookId, ContentHash, Money, PoolCode, UserId};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::word::{Condition, Intake, State, Title};
use super::{PropertyRefusal, next_assets, pool, unfit, worded, worded_if};
use crate::event::{Event, Grounds, Post, reason, record};
use crate::lot::{LotRefusal, bump_serial};
use crate::movement::goods;

record! {
    /// An asset, in the book of the organisation that answers for it.
    pub struct AssetRow in "stock_asset", Derived, key 2 {
        book_id: BookId,
        asset: AssetCode,
        /// GB/T 14885 class: an item of a pack.
        item: Arc<str>,
        name: Arc<str>,
        /// Make, model, size: what a search compares.
        spec: Arc<str>,
        /// [`Title`].
        title: Arc<str>,
        /// [`Intake`].
        intake: Arc<str>,
        /// [`State`].
        state: Arc<str>,
        /// [`Condition`].
        condition: Arc<str>,
        /// The warehouse it belongs to; none while it serves the organisation itself.
        pool: Option<Arc<str>>,
        /// Shelf, room or position, in words.
        place: Arc<str>,
        /// Price when it was new.
        price: Money,
        acquired_on: Date,
        /// Last day of its life by the pack's rule of the intake day; none where no rule is known.
        life_ends_on: Option<Date>,
        /// The donor's will, or what else it is bound to.
        purpose: Option<Arc<str>>,
        /// Where it came from: an organisation's code or words.
        origin: Arc<str>,
        /// Photographs: content hashes, separated by spaces; the first is the one on the card.
        photos: Arc<str>,
        /// Who received it.
        keeper: Arc<str>,
        /// Who seized it, for confiscated goods and case property.
        handler: Option<Arc<str>>,
        /// The organisation that has it on loan or was given it.
        holder: Option<Arc<str>>,
        /// The loan it is promised or out under.
        loan: Option<Arc<str>>,
        /// First day of the present state.
        since: Date,
        /// Index of the fact that brought it in.
        received_n: i64,
        /// Index of the last fact about it.
        n: i64,
    }
}

impl AssetRow {
    /// Where it stands in its life.
    pub fn state(&self) -> Result<State, Fault> {
        State::from_code(&self.state)
            .ok_or_else(|| Fault::new(format!("state {} of {}", self.state, self.asset)))
    }

    /// Whose it is.
    pub fn title(&self) -> Result<Title, Fault> {
        Title::from_code(&self.title)
            .ok_or_else(|| Fault::new(format!("title {} of {}", self.title, self.asset)))
    }

    /// How it is.
    pub fn condition(&self) -> Result<Condition, Fault> {
        let known = Condition::from_code(&self.condition);
        known.ok_or_else(|| Fault::new(format!("condition {} of {}", self.condition, self.asset)))
    }

    /// Its photographs.
    pub fn photos(&self) -> impl Iterator<Item = &str> {
        self.photos.split(' ').filter(|hash| !hash.is_empty())
    }

    /// That it may become `next` now.
    pub(crate) fn may_become(&self, next: State) -> Result<(), Stop> {
        let state = self.state()?;
        if state.may_become(next) {
            return Ok(());
        }
        Err(PropertyRefusal::State { asset: self.asset.to_string(), state }.into())
    }

    /// That it may be lent, reallocated or used at all.
    pub(crate) fn is_shared(&self) -> Result<(), Stop> {
        let title = self.title()?;
        if title.is_lendable() {
            Ok(())
        } else {
            Err(PropertyRefusal::Title { asset: self.asset.to_string(), title }.into())
        }
    }

    /// What is left of its value when it is given a share of life left: price × days left ÷ days of life, never below zero. Without
    /// a rule of life the whole price stands, and the caller says so. Pure.
    pub fn worth(&self, day: Date) -> Result<Money, Fault> {
        let Some(last) = self.life_ends_on else { return Ok(self.price) };
        let number = base::term::time::number_of_day;
        let (whole, left) = (number(last) - number(self.acquired_on) + 1, number(last) - number(day) + 1);
        if whole <= 0 { Ok(Money::ZERO) } else { self.price.scaled(left.clamp(0, whole), whole) }
    }
}

/// Things to take in: one description for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAssets {
    pub item: String,
    pub name: String,
    pub spec: String,
    pub intake: Intake,
    pub pool: PoolCode,
    pub place: String,
    pub condition: Condition,
    /// Price of one when it was new, fen.
    pub price: Money,
    pub acquired_on: Date,
    /// The donor's will; asked for when donated.
    pub purpose: Option<String>,
    pub origin: String,
    pub photos: Vec<ContentHash>,
    /// Who seized it; asked for when confiscated.
    pub handler: Option<UserId>,
    /// How many, each with a code of its own.
    pub count: i64,
}

/// The fact of an intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub assets: Vec<AssetCode>,
    pub new: NewAssets,
    pub life_ends_on: Option<Date>,
    pub on: Date,
}

/// Things one intake may have: their codes and one description fit a fact many times over.
pub const COUNT_MAX: i64 = 200;
/// Photographs an asset may have.
pub const PHOTOS_MAX: usize = 6;

/// Loads an asset of this book.
pub(crate) fn get(tx: &mut Tx<'_>, book: BookId, asset: &AssetCode) -> Result<AssetRow, Stop> {
    let row = tx.get::<AssetRow>(&[book.into(), asset.into()])?;
    row.ok_or_else(|| PropertyRefusal::Asset { asset: asset.to_string() }.into())
}

/// The asset a fact names.
pub(crate) fn projected(tx: &mut Tx<'_>, book: BookId, asset: &AssetCode) -> Result<AssetRow, Fault> {
    let row = tx.get::<AssetRow>(&[book.into(), asset.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names asset {asset}, which this book lacks")))
}

/// Checks an intake against pack and warehouse and completes it; the last day of life comes from the pack.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewAssets,
) -> Result<(NewAssets, Option<Date>), Stop> {
    let today = ctx.now().business_day();
    let goods = goods(packs, &new.item)?;
    if goods.item.unit.decimals != 0 {
        return Err(unfit("item"));
    }
    pool::get(tx, book, &new.pool)?.takes(new.intake.title())?;
    if !(1..=COUNT_MAX).contains(&new.count) {
        return Err(unfit("count"));
    }
    if new.price < Money::ZERO {
        return Err(unfit("price"));
    }
    if new.acquired_on > today {
        return Err(LotRefusal::Days { field: "acquired_on" }.into());
    }
    if new.photos.len() > PHOTOS_MAX {
        return Err(unfit("photos"));
    }
    let purpose = worded_if(new.purpose.as_deref(), "purpose", 200)?;
    if new.intake == Intake::Donated && purpose.is_none() {
        return Err(unfit("purpose"));
    }
    let seized = matches!(new.intake, Intake::Confiscated | Intake::Case);
    if seized != new.handler.is_some() {
        return Err(unfit("handler"));
    }
    if new.handler.as_ref() == Some(&ctx.actor.user) {
        return Err(PropertyRefusal::SamePerson.into());
    }
    let life = goods.pack.storage_life(&goods.subject(today, ""));
    let life_ends_on =
        life.map(|rule| rule.last_day(new.acquired_on)).transpose().map_err(|_| unfit("acquired_on"))?;
    let new = NewAssets {
        name: worded(&new.name, "name", 100)?,
        spec: worded_if(Some(&new.spec), "spec", 200)?.unwrap_or_default(),
        place: worded(&new.place, "place", 100)?,
        origin: worded(&new.origin, "origin", 100)?,
        purpose,
        ..new.clone()
    };
    Ok((new, life_ends_on))
}

/// Takes things in: each gets a code of its own. Case property comes in through its custody papers instead.
pub fn receive(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewAssets,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        if matches!(new.intake, Intake::Case | Intake::Reallocated) {
            return Err(unfit("intake"));
        }
        let (new, life_ends_on) = check(tx, ctx, packs, book, new)?;
        let on = ctx.now().business_day();
        let assets = next_assets(tx, book, on.year(), new.count)?;
        let created = assets.iter().map(ToString::to_string).collect();
        let event = Received { assets, new, life_ends_on, on };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, created))
    })
}

impl Received {
    /// Writes the rows of an intake, in this state.
    pub(crate) fn write(&self, tx: &mut Tx<'_>, post: &Post<'_>, state: State) -> Result<(), Fault> {
        let new = &self.new;
        let photos: Vec<&str> = new.photos.iter().map(ContentHash::as_str).collect();
        if let Some(last) = self.assets.last() {
            bump_serial(tx, post.book, last.as_str())?;
        }
        for asset in &self.assets {
            tx.put(&AssetRow {
                book_id: post.book,
                asset: asset.clone(),
                item: new.item.as_str().into(),
                name: new.name.as_str().into(),
                spec: new.spec.as_str().into(),
                title: new.intake.title().code().into(),
                intake: new.intake.code().into(),
                state: state.code().into(),
                condition: new.condition.code().into(),
                pool: Some(new.pool.shared()),
                place: new.place.as_str().into(),
                price: new.price,
                acquired_on: new.acquired_on,
                life_ends_on: self.life_ends_on,
                purpose: new.purpose.as_deref().map(Arc::from),
                origin: new.origin.as_str().into(),
                photos: photos.join(" ").into(),
                keeper: post.user.into(),
                handler: new.handler.as_ref().map(UserId::shared),
                holder: None,
                loan: None,
                since: self.on,
                received_n: post.n,
                n: post.n,
            })?;
        }
        Ok(())
    }
}

impl Event for Received {
    const ACT: &'static str = "asset.receive";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        self.write(tx, post, State::Idle)
    }
}

/// The fact that an asset belongs elsewhere: another warehouse or another shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub asset: AssetCode,
    pub pool: PoolCode,
    pub place: String,
}

/// Moves an asset to another warehouse or shelf of the same book. Case property stays where it is.
pub fn place(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Placed, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = get(tx, book, &new.asset)?;
        let state = row.state()?;
        if row.title()? == Title::Case {
            return Err(PropertyRefusal::Title { asset: row.asset.to_string(), title: Title::Case }.into());
        }
        if !state.is_held() {
            return Err(PropertyRefusal::State { asset: row.asset.to_string(), state }.into());
        }
        pool::get(tx, book, &new.pool)?.takes(row.title()?)?;
        let event = Placed { place: worded(&new.place, "place", 100)?, ..new.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

impl Event for Placed {
    const ACT: &'static str = "asset.place";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        let (pool, place) = (Some(self.pool.shared()), self.place.as_str().into());
        tx.put(&AssetRow { pool, place, n: post.n, ..row })
    }
}

/// The fact of a photograph added to an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictured {
    pub asset: AssetCode,
    pub photo: ContentHash,
}

/// Adds a photograph to an asset; the newest stands on its card. The oldest beyond [`PHOTOS_MAX`] leaves the card and stays in the book.
pub fn picture(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Pictured) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.asset)?;
        let state = row.state()?;
        if !state.is_held() {
            return Err(PropertyRefusal::State { asset: row.asset.to_string(), state }.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

impl Event for Pictured {
    const ACT: &'static str = "asset.picture";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        let older = row.photos().filter(|hash| *hash != self.photo.as_str()).take(PHOTOS_MAX - 1);
        let photos: Vec<&str> = std::iter::once(self.photo.as_str()).chain(older).collect();
        let photos = photos.join(" ").into();
        tx.put(&AssetRow { photos, n: post.n, ..row })
    }
}

/// The fact that a keeper turns an asset to use, to the shelf or to repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    pub asset: AssetCode,
    /// `idle`, `in_use` or `repair`.
    pub to: State,
    pub condition: Condition,
    pub on: Date,
}

/// A turn to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTurn {
    pub asset: AssetCode,
    pub to: State,
    pub condition: Condition,
}

/// Turns an asset to use, to the shelf or to repair. Publishing an idle thing for others is a turn to the shelf.
pub fn turn(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewTurn, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        if !matches!(new.to, State::Idle | State::InUse | State::Repair) {
            return Err(unfit("to"));
        }
        let row = get(tx, book, &new.asset)?;
        let state = row.state()?;
        // What is lent, promised, missing, sealed or in disposal comes back by the acts of those matters.
        if !matches!(state, State::Idle | State::InUse | State::Repair) {
            return Err(PropertyRefusal::State { asset: row.asset.to_string(), state }.into());
        }
        row.may_become(new.to)?;
        if new.to == State::InUse {
            row.is_shared()?;
        }
        let on = ctx.now().business_day();
        let event = Turned { asset: new.asset.clone(), to: new.to, condition: new.condition, on };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

impl Event for Turned {
    const ACT: &'static str = "asset.turn";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        let (state, condition) = (self.to.code().into(), self.condition.code().into());
        tx.put(&AssetRow { state, condition, since: self.on, n: post.n, ..row })
    }
}
