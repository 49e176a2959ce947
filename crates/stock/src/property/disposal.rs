//! Disposal 处置: asked for, appraised, approved by a second person (by finance too above a threshold), carried out and written off by another
//! hand, proceeds paid in. What is lent, in custody or under dispute is not disposed of.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{AssetCode, BookId, ContentHash, Instant, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::asset;
use super::word::{Cause, State, Step, Title, Way};
use super::{PropertyRefusal, store, unfit, worded};
use crate::event::{Grounds, reason, record, second_person};
use crate::lot::next_number;

record! {
    /// A disposal, in the book of the organisation that answers for the things.
    pub struct DisposalRow in "stock_disposal", Derived, key 2 {
        book_id: BookId,
        /// Organisation, `X`, year, serial.
        disposal: Arc<str>,
        /// [`Way`].
        way: Arc<str>,
        /// [`Cause`].
        cause: Arc<str>,
        /// [`Step`].
        state: Arc<str>,
        /// Things in it.
        assets: i64,
        /// Their prices when new.
        price: Money,
        /// What they were worth on the day it was asked for.
        worth: Money,
        asked_on: Date,
        asked_at: Instant,
        asked_by: Arc<str>,
        asked_why: Arc<str>,
        appraised: Option<Money>,
        appraiser: Option<Arc<str>>,
        appraisal: Option<Arc<str>>,
        approved_by: Option<Arc<str>>,
        permitted_by: Option<Arc<str>>,
        refused_why: Option<Arc<str>>,
        /// Exchange, buyer or receiver, and the record of it.
        party: Option<Arc<str>>,
        document: Option<Arc<str>>,
        photo: Option<Arc<str>>,
        ended_by: Option<Arc<str>>,
        ended_on: Option<Date>,
        ended_why: Option<Arc<str>>,
        proceeds: Money,
        paid: Money,
        closed_on: Option<Date>,
        /// Index of the last fact about it.
        n: i64,
    }
}

record! {
    /// One thing of a disposal and the state it had before.
    pub struct DisposalLineRow in "stock_disposal_line", Derived, key 3 {
        book_id: BookId,
        disposal: Arc<str>,
        asset: AssetCode,
        was: Arc<str>,
        price: Money,
    }
}

/// Things one disposal may have.
pub const ASSETS_MAX: usize = 200;
/// Price when new from which finance approves too: provisional (U), localities set their own.
pub const FINANCE_FROM: Money = Money(50_000_000);
/// Days after which proceeds that are not paid in show as late: provisional (U).
pub const PAY_DAYS: i64 = 30;
/// Days after which a disposal that is not carried out shows as slow: provisional (U).
pub const SLOW_DAYS: i64 = 180;

/// A disposal to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDisposal {
    pub assets: Vec<AssetCode>,
    pub way: Way,
    pub cause: Cause,
}

/// The fact of a disposal asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub disposal: String,
    pub new: NewDisposal,
    pub worth: Money,
    pub on: Date,
}

/// The fact of an appraisal 评估.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraised {
    pub disposal: String,
    pub amount: Money,
    pub appraiser: String,
    /// Number of the report.
    pub document: String,
}

/// The fact of an approval by the second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    pub disposal: String,
}

/// The fact of finance approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permitted {
    pub disposal: String,
}

/// The fact of a refusal or withdrawal: the things are what they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub disposal: String,
    pub on: Date,
}

/// The fact of an outcome, which writes the things off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub disposal: String,
    /// Exchange and buyer, receiver, or who destroyed it.
    pub party: String,
    /// Number of the record: auction, contract, scrapping, handover.
    pub document: String,
    pub photo: Option<ContentHash>,
    pub proceeds: Money,
    pub on: Date,
}

/// The fact of proceeds paid in 收益上缴.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub disposal: String,
    pub amount: Money,
    /// Number of the paid-in document.
    pub document: String,
    pub on: Date,
}

/// Why a disposal is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisposalRefusal {
    /// There is no such disposal in this book.
    Unknown { disposal: String },
    /// It is not where this act starts from.
    Step { disposal: String, step: Step },
    /// Compensation for the thing is still owed.
    Dispute { asset: String, loan: String },
    /// Things of different titles: confiscated goods are disposed of by themselves.
    Mixed,
    /// What is sold or auctioned must have been appraised.
    Unappraised,
    /// What brought less than its appraisal needs a reason.
    Below { appraised: Money },
}

impl From<DisposalRefusal> for Stop {
    fn from(refusal: DisposalRefusal) -> Stop {
        use DisposalRefusal as D;
        use RefusalKind::{Conflict, Invalid, NotFound};
        Stop::Refused(match refusal {
            D::Unknown { disposal } => {
                let (zh, en) = (format!("没有处置单 {disposal}"), format!("there is no disposal {disposal}"));
                Refusal::new(NotFound, "disposal.unknown", zh, en).at("disposal")
            }
            D::Step { disposal, step } => Refusal::new(
                Conflict,
                "disposal.state",
                format!("处置单 {disposal} 现为“{}”，不能这样办理", step.label().0),
                format!("disposal {disposal} is “{}”: this cannot be done", step.label().1),
            )
            .mend("在处置单上查看现状", "See the disposal for how it stands")
            .at("disposal"),
            D::Dispute { asset, loan } => Refusal::new(
                Conflict,
                "disposal.dispute",
                format!("资产 {asset} 的赔偿未结（借用单 {loan}）"),
                format!("compensation for asset {asset} is still owed (loan {loan})"),
            )
            .mend("先结清赔偿", "Settle the compensation first")
            .at("assets"),
            D::Mixed => Refusal::new(
                Invalid,
                "disposal.mixed",
                "罚没物品须与其他资产分开处置",
                "confiscated goods are disposed of apart from other assets",
            )
            .mend("分成两张处置单", "Ask for two disposals")
            .at("assets"),
            D::Unappraised => Refusal::new(
                Conflict,
                "disposal.unappraised",
                "拍卖、出售须先评估",
                "what is auctioned or sold is appraised first",
            )
            .mend("先登记评估", "Record the appraisal first"),
            D::Below { appraised } => Refusal::new(
                Invalid,
                "disposal.below",
                format!("收益低于评估价 {appraised} 元，须写明原因"),
                format!("the proceeds are below the appraisal of {appraised} yuan: say why"),
            )
            .at("why"),
        })
    }
}

impl DisposalRow {
    /// How it is done.
    pub fn way(&self) -> Result<Way, Fault> {
        Way::from_code(&self.way).ok_or_else(|| Fault::new(format!("way {} of {}", self.way, self.disposal)))
    }

    /// How far it is.
    pub fn step(&self) -> Result<Step, Fault> {
        Step::from_code(&self.state)
            .ok_or_else(|| Fault::new(format!("state {} of {}", self.state, self.disposal)))
    }

    /// Whether finance approves too.
    pub fn needs_finance(&self) -> bool {
        self.price >= FINANCE_FROM
    }

    /// What calls for somebody: stable words. The thresholds are provisional (U).
    pub fn doubts(&self, today: Date) -> Vec<&'static str> {
        let days =
            |from: Date| base::term::time::number_of_day(today) - base::term::time::number_of_day(from);
        let mut doubts = Vec::new();
        if self.ended_on.is_some() && self.appraised.is_some_and(|amount| self.proceeds < amount) {
            doubts.push("below_appraisal");
        }
        if self.paid < self.proceeds && self.ended_on.is_some_and(|on| days(on) > PAY_DAYS) {
            doubts.push("unpaid");
        }
        if self.ended_on.is_none() && self.refused_why.is_none() && days(self.asked_on) > SLOW_DAYS {
            doubts.push("slow");
        }
        doubts
    }

    fn stands(&self, allowed: &[Step]) -> Result<(), Stop> {
        let step = self.step()?;
        if allowed.contains(&step) {
            return Ok(());
        }
        Err(DisposalRefusal::Step { disposal: self.disposal.to_string(), step }.into())
    }
}

fn get(tx: &mut Tx<'_>, book: BookId, disposal: &str) -> Result<DisposalRow, Stop> {
    let row = tx.get::<DisposalRow>(&[book.into(), disposal.into()])?;
    row.ok_or_else(|| DisposalRefusal::Unknown { disposal: disposal.to_owned() }.into())
}

/// Asks for a disposal. From here on the things are *in disposal*.
pub fn ask(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewDisposal, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let distinct: BTreeSet<&AssetCode> = new.assets.iter().collect();
        if new.assets.is_empty() || new.assets.len() > ASSETS_MAX || distinct.len() < new.assets.len() {
            return Err(unfit("assets"));
        }
        let on = ctx.now().business_day();
        let (mut worth, mut confiscated) = (Money::ZERO, 0);
        for code in &new.assets {
            let row = asset::get(tx, book, code)?;
            if row.title()? == Title::Case {
                return Err(PropertyRefusal::Title { asset: code.to_string(), title: Title::Case }.into());
            }
            row.may_become(State::Disposing)?;
            if let Some(loan) = store::owing_for(tx, book, code)? {
                return Err(DisposalRefusal::Dispute { asset: code.to_string(), loan }.into());
            }
            confiscated += usize::from(row.title()? == Title::Confiscated);
            worth = worth.plus(row.worth(on)?)?;
        }
        if confiscated > 0 && confiscated < new.assets.len() {
            return Err(DisposalRefusal::Mixed.into());
        }
        let org = tx.head(book)?.org.clone();
        let disposal = next_number(tx, book, org.as_str(), 'X', on.year())?;
        let event = Asked { disposal: disposal.clone(), new: new.clone(), worth, on };
        Ok(Done::creating(record(tx, ctx, book, Grounds::why(why), &event)?, vec![disposal]))
    })
}

/// Records the appraisal; a later one replaces it until the disposal is approved.
pub fn appraise(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Appraised) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        get(tx, book, &new.disposal)?.stands(&[Step::Asked])?;
        if new.amount < Money::ZERO {
            return Err(unfit("amount"));
        }
        let event = Appraised {
            appraiser: worded(&new.appraiser, "appraiser", 100)?,
            document: worded(&new.document, "document", 100)?,
            ..new.clone()
        };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// That this person is none of those who seized or keep confiscated goods: handling, keeping and disposing are three posts.
fn apart(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, row: &DisposalRow) -> Result<(), Stop> {
    let user = ctx.actor.user.as_str();
    for line in store::disposal_lines(tx, book, &row.disposal)? {
        let thing = asset::get(tx, book, &line.asset)?;
        let involved = thing.keeper.as_ref() == user || thing.handler.as_deref() == Some(user);
        if thing.title()? == Title::Confiscated && involved {
            return Err(PropertyRefusal::SamePerson.into());
        }
    }
    Ok(())
}

/// Approves a disposal; not by who asked for it, nor by the keeper of confiscated goods.
pub fn approve(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, disposal: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, disposal)?;
        row.stands(&[Step::Asked])?;
        second_person(&row.asked_by, ctx)?;
        apart(tx, ctx, book, &row)?;
        if row.way()?.is_sale() && row.appraised.is_none() {
            return Err(DisposalRefusal::Unappraised.into());
        }
        let event = Approved { disposal: disposal.to_owned() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Finance approves what is above the threshold: a third person.
pub fn permit(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, disposal: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, disposal)?;
        row.stands(&[Step::Approved])?;
        second_person(&row.asked_by, ctx)?;
        second_person(row.approved_by.as_deref().unwrap_or_default(), ctx)?;
        apart(tx, ctx, book, &row)?;
        let event = Permitted { disposal: disposal.to_owned() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

/// Refuses or withdraws a disposal that is not carried out: the things are again what they were.
pub fn reject(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, disposal: &str, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        get(tx, book, disposal)?.stands(&[Step::Asked, Step::Approved, Step::Cleared])?;
        let event = Rejected { disposal: disposal.to_owned(), on: ctx.now().business_day() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &event)?))
    })
}

/// Records how it ended and writes the things off at once; not by who approved it, nor by the keeper of confiscated goods.
pub fn end(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Ended, why: Option<&str>) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.disposal)?;
        row.stands(&[Step::Cleared])?;
        for other in [&row.approved_by, &row.permitted_by].into_iter().flatten() {
            second_person(other, ctx)?;
        }
        apart(tx, ctx, book, &row)?;
        let way = row.way()?;
        let fits = match way {
            Way::Auction | Way::Sale => new.proceeds > Money::ZERO,
            Way::Scrap => new.proceeds >= Money::ZERO,
            Way::Donation | Way::Destruction | Way::WriteOff => new.proceeds == Money::ZERO,
        };
        if !fits {
            return Err(unfit("proceeds"));
        }
        let why = why.filter(|why| !why.trim().is_empty()).map(reason).transpose()?;
        if let Some(appraised) = row.appraised.filter(|amount| way.is_sale() && new.proceeds < *amount)
            && why.is_none()
        {
            return Err(DisposalRefusal::Below { appraised }.into());
        }
        let event = Ended {
            party: worded(&new.party, "party", 100)?,
            document: worded(&new.document, "document", 100)?,
            on: ctx.now().business_day(),
            ..new.clone()
        };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: None, why }, &event)?))
    })
}

/// Records proceeds paid in; what is beyond the proceeds is refused.
pub fn pay(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Paid) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, &new.disposal)?;
        row.stands(&[Step::Ended])?;
        if new.amount <= Money::ZERO || new.amount > row.proceeds.minus(row.paid)? {
            return Err(unfit("amount"));
        }
        let document = worded(&new.document, "document", 100)?;
        let event = Paid { document, on: ctx.now().business_day(), ..new.clone() };
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &event)?))
    })
}

mod project;
