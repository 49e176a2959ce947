//! Case property 涉案物品: the goods stay, the papers move. A thing is sealed in one place; from then on only its custody passes from office
//! to office, each time by two signatures, a legal document, the seal's number and a photograph. It never leaves before its outcome.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{AssetCode, BookId, ContentHash, Instant};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};

use super::asset::{self, AssetRow, NewAssets, Received};
use super::word::{Office, Outlet, State, Title};
use super::{PropertyRefusal, next_assets, unfit, worded};
use crate::event::{Event, Grounds, Post, reason, record, second_person};

record! {
    /// Who has custody of a sealed thing, and under which papers.
    pub struct CustodyRow in "stock_custody", Derived, key 2 {
        book_id: BookId,
        asset: AssetCode,
        /// Number of the case.
        case_no: Arc<str>,
        /// [`Office`] that has custody.
        office: Arc<str>,
        /// Legal document of the last step.
        document: Arc<str>,
        /// Number of the seal on the thing.
        seal: Arc<str>,
        /// Photograph of the last step.
        photo: Arc<str>,
        /// Office that custody is offered to; none while nothing is on its way.
        offered_to: Option<Arc<str>>,
        /// Who signed the offer.
        offered_by: Option<Arc<str>>,
        offered_at: Option<Instant>,
        /// [`Outlet`], once it is decided.
        outcome: Option<Arc<str>>,
        sealed_on: Date,
        /// Steps so far, the sealing included.
        steps: i64,
        n: i64,
    }
}

record! {
    /// One step of the chain of custody.
    pub struct CustodyStepRow in "stock_custody_step", Derived, key 3 {
        book_id: BookId,
        asset: AssetCode,
        step: i64,
        at: Instant,
        from_office: Arc<str>,
        to_office: Arc<str>,
        document: Arc<str>,
        seal: Arc<str>,
        photo: Arc<str>,
        given_by: Arc<str>,
        taken_by: Arc<str>,
        n: i64,
    }
}

/// The papers of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Number of the legal document.
    pub document: String,
    /// Number of the seal as it is found on the thing.
    pub seal: String,
    pub photo: ContentHash,
}

/// A thing to seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// The thing; `intake` is `case` and `handler` who seized it.
    pub thing: NewAssets,
    pub case_no: String,
    pub office: Office,
    pub papers: Papers,
}

/// The fact of a thing sealed as case property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub received: Received,
    pub case_no: String,
    pub office: Office,
    pub papers: Papers,
}

/// The fact of custody offered to another office: the first signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub asset: AssetCode,
    pub to: Office,
    pub papers: Papers,
}

/// The fact of custody taken: the second signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub asset: AssetCode,
    /// Number of the seal as the taker found it.
    pub seal: String,
}

/// The fact of the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub asset: AssetCode,
    pub outcome: Outlet,
    pub papers: Papers,
    pub on: Date,
}

fn papers(papers: &Papers) -> Result<Papers, Stop> {
    Ok(Papers {
        document: worded(&papers.document, "document", 100)?,
        seal: worded(&papers.seal, "seal", 60)?,
        photo: papers.photo.clone(),
    })
}

fn get(tx: &mut Tx<'_>, book: BookId, asset: &AssetCode) -> Result<CustodyRow, Stop> {
    let row = tx.get::<CustodyRow>(&[book.into(), asset.into()])?;
    row.ok_or_else(|| PropertyRefusal::Asset { asset: asset.to_string() }.into())
}

/// That the seal found is the seal put on: a broken or changed seal stops the papers until somebody explains it.
fn unbroken(row: &CustodyRow, found: &str) -> Result<(), Stop> {
    if row.seal.as_ref() == found.trim() {
        return Ok(());
    }
    Err(PropertyRefusal::Seal { expected: row.seal.to_string(), found: found.trim().to_owned() }.into())
}

fn open(row: &CustodyRow) -> Result<(), Stop> {
    match row.outcome {
        None => Ok(()),
        Some(_) => Err(PropertyRefusal::CaseEnded { asset: row.asset.to_string() }.into()),
    }
}

/// Seals one thing as case property. Who seized it never keeps it.
pub fn seal(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewCase,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        if new.thing.count != 1 || new.thing.intake.title() != Title::Case {
            return Err(unfit("count"));
        }
        let (thing, life_ends_on) = asset::check(tx, ctx, packs, book, &new.thing)?;
        let on = ctx.now().business_day();
        let assets = next_assets(tx, book, on.year(), 1)?;
        let created = assets.iter().map(ToString::to_string).collect();
        let event = Sealed {
            received: Received { assets, new: thing, life_ends_on, on },
            case_no: worded(&new.case_no, "case_no", 60)?,
            office: new.office,
            papers: papers(&new.papers)?,
        };
        Ok(Done::creating(record(tx, ctx, book, Grounds::default(), &event)?, created))
    })
}

/// Offers custody to another office: the first signature. The thing stays where it is.
pub fn offer(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Offered) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.asset)?;
        open(&row)?;
        if row.offered_to.is_some() || row.office.as_ref() == new.to.code() {
            return Err(unfit("to"));
        }
        let event = Offered { papers: papers(&new.papers)?, ..new.clone() };
        unbroken(&row, &event.papers.seal)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Takes custody that was offered: the second signature, by another person who looked at the seal.
pub fn take(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Taken) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.asset)?;
        open(&row)?;
        let Some(offered_by) = &row.offered_by else { return Err(unfit("asset")) };
        second_person(offered_by, ctx)?;
        unbroken(&row, &new.seal)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), new)?))
    })
}

/// Ends the custody as the judgement or decision says. Confiscated things go to the confiscated goods; the others leave. Neither who
/// seized the thing nor who keeps it decides its end.
pub fn end(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Ended, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = get(tx, book, &new.asset)?;
        open(&row)?;
        if row.offered_to.is_some() {
            return Err(unfit("asset"));
        }
        let thing = asset::get(tx, book, &new.asset)?;
        let user = ctx.actor.user.as_str();
        if thing.keeper.as_ref() == user || thing.handler.as_deref() == Some(user) {
            return Err(PropertyRefusal::SamePerson.into());
        }
        let event = Ended { papers: papers(&new.papers)?, on: ctx.now().business_day(), ..new.clone() };
        unbroken(&row, &event.papers.seal)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

fn projected(tx: &mut Tx<'_>, book: BookId, asset: &AssetCode) -> Result<CustodyRow, Fault> {
    let row = tx.get::<CustodyRow>(&[book.into(), asset.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names case property {asset}, which this book lacks")))
}

impl Event for Sealed {
    const ACT: &'static str = "custody.seal";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        self.received.write(tx, post, State::Sealed)?;
        let handler: Arc<str> =
            self.received.new.handler.as_ref().map_or_else(|| "".into(), |user| user.shared());
        for asset in &self.received.assets {
            let (document, seal): (Arc<str>, Arc<str>) =
                (self.papers.document.as_str().into(), self.papers.seal.as_str().into());
            tx.put(&CustodyStepRow {
                book_id: post.book,
                asset: asset.clone(),
                step: 1,
                at: post.at,
                from_office: self.office.code().into(),
                to_office: self.office.code().into(),
                document: document.clone(),
                seal: seal.clone(),
                photo: self.papers.photo.shared(),
                given_by: handler.clone(),
                taken_by: post.user.into(),
                n: post.n,
            })?;
            tx.put(&CustodyRow {
                book_id: post.book,
                asset: asset.clone(),
                case_no: self.case_no.as_str().into(),
                office: self.office.code().into(),
                document,
                seal,
                photo: self.papers.photo.shared(),
                offered_to: None,
                offered_by: None,
                offered_at: None,
                outcome: None,
                sealed_on: self.received.on,
                steps: 1,
                n: post.n,
            })?;
        }
        Ok(())
    }
}

impl Event for Offered {
    const ACT: &'static str = "custody.offer";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        tx.put(&CustodyRow {
            document: self.papers.document.as_str().into(),
            photo: self.papers.photo.shared(),
            offered_to: Some(self.to.code().into()),
            offered_by: Some(post.user.into()),
            offered_at: Some(post.at),
            n: post.n,
            ..row
        })
    }
}

impl Event for Taken {
    const ACT: &'static str = "custody.take";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        let (Some(to), Some(by)) = (row.offered_to.clone(), row.offered_by.clone()) else {
            return Err(Fault::new(format!("custody of {} was not offered", self.asset)));
        };
        tx.put(&CustodyStepRow {
            book_id: post.book,
            asset: self.asset.clone(),
            step: row.steps + 1,
            at: post.at,
            from_office: row.office.clone(),
            to_office: to.clone(),
            document: row.document.clone(),
            seal: row.seal.clone(),
            photo: row.photo.clone(),
            given_by: by,
            taken_by: post.user.into(),
            n: post.n,
        })?;
        let steps = row.steps + 1;
        tx.put(&CustodyRow {
            office: to,
            offered_to: None,
            offered_by: None,
            offered_at: None,
            steps,
            n: post.n,
            ..row
        })
    }
}

impl Event for Ended {
    const ACT: &'static str = "custody.end";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.asset)?;
        let thing = asset::projected(tx, post.book, &self.asset)?;
        // What is confiscated becomes the state's and goes on to disposal; everything else has left for good.
        let confiscated = self.outcome == Outlet::Confiscated;
        let title = if confiscated { Title::Confiscated } else { Title::Case };
        let state = if confiscated { State::Idle } else { State::Disposed };
        tx.put(&AssetRow {
            title: title.code().into(),
            state: state.code().into(),
            since: self.on,
            n: post.n,
            ..thing
        })?;
        tx.put(&CustodyRow {
            outcome: Some(self.outcome.code().into()),
            document: self.papers.document.as_str().into(),
            photo: self.papers.photo.shared(),
            n: post.n,
            ..row
        })
    }
}
