//! What follows from the facts of a disposal: its own row, its lines, and where its things stand. Decides nothing.

use std::sync::Arc;

use base::store::Tx;
use base::term::Money;
use base::term::fault::Fault;
use jiff::civil::Date;

use super::{
    Appraised, Approved, Asked, DisposalLineRow, DisposalRow, Ended, FINANCE_FROM, Paid, Permitted, Rejected,
};
use crate::event::{Event, Post};
use crate::lot::bump_serial;
use crate::property::asset::{self, AssetRow};
use crate::property::store::disposal_lines;
use crate::property::word::{State, Step};

fn projected(tx: &mut Tx<'_>, post: &Post<'_>, disposal: &str) -> Result<DisposalRow, Fault> {
    let row = tx.get::<DisposalRow>(&[post.book.into(), disposal.into()])?;
    row.ok_or_else(|| Fault::new(format!("a fact names disposal {disposal}, which this book lacks")))
}

/// Brings a thing into a state.
fn bring(tx: &mut Tx<'_>, post: &Post<'_>, row: AssetRow, state: Arc<str>, since: Date) -> Result<(), Fault> {
    tx.put(&AssetRow { state, since, n: post.n, ..row })
}

impl Event for Asked {
    const ACT: &'static str = "disposal.ask";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.disposal)?;
        let disposal: Arc<str> = self.disposal.as_str().into();
        let mut price = Money::ZERO;
        for code in &self.new.assets {
            let thing = asset::projected(tx, post.book, code)?;
            price = price.plus(thing.price)?;
            tx.put(&DisposalLineRow {
                book_id: post.book,
                disposal: disposal.clone(),
                asset: code.clone(),
                was: thing.state.clone(),
                price: thing.price,
            })?;
            bring(tx, post, thing, State::Disposing.code().into(), self.on)?;
        }
        tx.put(&DisposalRow {
            book_id: post.book,
            disposal,
            way: self.new.way.code().into(),
            cause: self.new.cause.code().into(),
            state: Step::Asked.code().into(),
            assets: self.new.assets.len() as i64,
            price,
            worth: self.worth,
            asked_on: self.on,
            asked_at: post.at,
            asked_by: post.user.into(),
            asked_why: post.why.unwrap_or_default().into(),
            appraised: None,
            appraiser: None,
            appraisal: None,
            approved_by: None,
            permitted_by: None,
            refused_why: None,
            party: None,
            document: None,
            photo: None,
            ended_by: None,
            ended_on: None,
            ended_why: None,
            proceeds: Money::ZERO,
            paid: Money::ZERO,
            closed_on: None,
            n: post.n,
        })
    }
}

impl Event for Appraised {
    const ACT: &'static str = "disposal.appraise";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        let (appraiser, appraisal) =
            (Some(self.appraiser.as_str().into()), Some(self.document.as_str().into()));
        tx.put(&DisposalRow { appraised: Some(self.amount), appraiser, appraisal, n: post.n, ..row })
    }
}

impl Event for Approved {
    const ACT: &'static str = "disposal.approve";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        let state = if row.price >= FINANCE_FROM { Step::Approved } else { Step::Cleared };
        let approved_by = Some(post.user.into());
        tx.put(&DisposalRow { state: state.code().into(), approved_by, n: post.n, ..row })
    }
}

impl Event for Permitted {
    const ACT: &'static str = "disposal.permit";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        let (state, permitted_by) = (Step::Cleared.code().into(), Some(post.user.into()));
        tx.put(&DisposalRow { state, permitted_by, n: post.n, ..row })
    }
}

impl Event for Rejected {
    const ACT: &'static str = "disposal.reject";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        for line in disposal_lines(tx, post.book, &self.disposal)? {
            let thing = asset::projected(tx, post.book, &line.asset)?;
            bring(tx, post, thing, line.was, self.on)?;
        }
        tx.put(&DisposalRow {
            state: Step::Refused.code().into(),
            refused_why: Some(post.why.unwrap_or_default().into()),
            closed_on: Some(self.on),
            n: post.n,
            ..row
        })
    }
}

impl Event for Ended {
    const ACT: &'static str = "disposal.end";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        for line in disposal_lines(tx, post.book, &self.disposal)? {
            let thing = asset::projected(tx, post.book, &line.asset)?;
            bring(tx, post, thing, State::Disposed.code().into(), self.on)?;
        }
        let due = self.proceeds > Money::ZERO;
        tx.put(&DisposalRow {
            state: if due { Step::Ended } else { Step::Closed }.code().into(),
            party: Some(self.party.as_str().into()),
            document: Some(self.document.as_str().into()),
            photo: self.photo.as_ref().map(|photo| photo.shared()),
            ended_by: Some(post.user.into()),
            ended_on: Some(self.on),
            ended_why: post.why.map(Arc::from),
            proceeds: self.proceeds,
            closed_on: (!due).then_some(self.on),
            n: post.n,
            ..row
        })
    }
}

impl Event for Paid {
    const ACT: &'static str = "disposal.pay";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post, &self.disposal)?;
        let paid = row.paid.plus(self.amount)?;
        let whole = paid >= row.proceeds;
        tx.put(&DisposalRow {
            paid,
            state: if whole { Step::Closed } else { Step::Ended }.code().into(),
            closed_on: whole.then_some(self.on),
            n: post.n,
            ..row
        })
    }
}
