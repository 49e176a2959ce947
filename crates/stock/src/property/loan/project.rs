//! What follows from the facts of a loan: its own row, its lines, and where its things stand. Decides nothing.

use std::sync::Arc;

use base::store::Tx;
use base::term::Money;
use base::term::fault::Fault;
use jiff::civil::Date;

use super::{
    Accepted, Approved, Asked, Compensated, Handed, LoanLineRow, LoanRow, Recalled, Rejected, Returned,
    projected,
};
use crate::event::{Event, Post};
use crate::lot::bump_serial;
use crate::property::asset::{self, AssetRow};
use crate::property::store::loan_assets;
use crate::property::word::{Matter, Progress, State};

impl Event for Asked {
    const ACT: &'static str = "loan.ask";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, self.loan.as_str())?;
        let new = &self.new;
        for asset in &new.assets {
            tx.put(&LoanLineRow {
                book_id: post.book,
                loan: self.loan.clone(),
                asset: asset.clone(),
                worth: Money::ZERO,
                outcome: None,
                damage: Money::ZERO,
                returned_on: None,
            })?;
        }
        tx.put(&LoanRow {
            book_id: post.book,
            loan: self.loan.clone(),
            kind: new.kind.code().into(),
            borrower: self.borrower.clone(),
            occasion: new.occasion.as_deref().map(Arc::from),
            purpose: new.purpose.as_str().into(),
            from_on: new.from_on,
            due_on: new.due_on,
            state: Progress::Asked.code().into(),
            asked_at: post.at,
            asked_by: post.user.into(),
            decided_by: None,
            handed_by: None,
            handed_on: None,
            accepted_by: None,
            closed_on: None,
            reason: None,
            assets: new.assets.len() as i64,
            out: new.assets.len() as i64,
            worth: Money::ZERO,
            cost: Money::ZERO,
            owed: Money::ZERO,
            paid: Money::ZERO,
            n: post.n,
        })
    }
}

/// Brings every thing of a loan into a state.
fn bring(tx: &mut Tx<'_>, post: &Post<'_>, loan: &LoanRow, state: State, on: Date) -> Result<(), Fault> {
    let (code, keeps) = (loan.loan.shared(), matches!(state, State::Promised | State::OnLoan));
    let leaves = matches!(state, State::OnLoan | State::Transferred);
    for asset in loan_assets(tx, post.book, &loan.loan)? {
        let row = asset::projected(tx, post.book, &asset)?;
        tx.put(&AssetRow {
            state: state.code().into(),
            loan: keeps.then(|| code.clone()),
            holder: leaves.then(|| loan.borrower.shared()),
            since: on,
            n: post.n,
            ..row
        })?;
    }
    Ok(())
}

impl Event for Approved {
    const ACT: &'static str = "loan.approve";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.loan)?;
        bring(tx, post, &row, State::Promised, self.on)?;
        let (state, decided_by) = (Progress::Approved.code().into(), Some(post.user.into()));
        tx.put(&LoanRow { state, decided_by, n: post.n, ..row })
    }
}

impl Event for Rejected {
    const ACT: &'static str = "loan.reject";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.loan)?;
        if row.progress()? == Progress::Approved {
            bring(tx, post, &row, State::Idle, self.on)?;
        }
        tx.put(&LoanRow {
            state: Progress::Refused.code().into(),
            decided_by: Some(post.user.into()),
            reason: post.why.map(Arc::from),
            closed_on: Some(self.on),
            out: 0,
            n: post.n,
            ..row
        })
    }
}

impl Event for Handed {
    const ACT: &'static str = "loan.hand";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.loan)?;
        let given = row.matter()? == Matter::Reallocation;
        bring(tx, post, &row, if given { State::Transferred } else { State::OnLoan }, self.on)?;
        let mut worth = Money::ZERO;
        for line in &self.lines {
            worth = worth.plus(line.worth)?;
            let key = [post.book.into(), (&self.loan).into(), (&line.asset).into()];
            let old = tx.get::<LoanLineRow>(&key)?;
            let old = old.ok_or_else(|| Fault::new(format!("loan {} lacks {}", self.loan, line.asset)))?;
            tx.put(&LoanLineRow { worth: line.worth, ..old })?;
        }
        tx.put(&LoanRow {
            state: Progress::Handed.code().into(),
            handed_by: Some(post.user.into()),
            handed_on: Some(self.on),
            closed_on: given.then_some(self.on),
            out: if given { 0 } else { row.out },
            worth,
            cost: self.cost,
            n: post.n,
            ..row
        })
    }
}

impl Event for Accepted {
    const ACT: &'static str = "loan.accept";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.loan)?;
        let (state, accepted_by) = (Progress::Received.code().into(), Some(post.user.into()));
        tx.put(&LoanRow { state, accepted_by, n: post.n, ..row })
    }
}

/// A loan whose things and money are back is closed.
fn closed(row: LoanRow, on: Date) -> LoanRow {
    if row.out > 0 {
        return row;
    }
    let done = row.paid >= row.owed;
    let state = if done { Progress::Closed } else { Progress::Owing };
    LoanRow { state: state.code().into(), closed_on: done.then_some(on), ..row }
}

impl Event for Returned {
    const ACT: &'static str = "loan.return";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let mut row = projected(tx, post.book, &self.loan)?;
        for line in &self.lines {
            let key = [post.book.into(), (&self.loan).into(), (&line.asset).into()];
            let old = tx.get::<LoanLineRow>(&key)?;
            let old = old.ok_or_else(|| Fault::new(format!("loan {} lacks {}", self.loan, line.asset)))?;
            let (outcome, returned_on) = (Some(line.outcome.code().into()), Some(self.on));
            tx.put(&LoanLineRow { outcome, damage: line.damage, returned_on, ..old })?;
            let asset = asset::projected(tx, post.book, &line.asset)?;
            tx.put(&AssetRow {
                state: line.outcome.state().code().into(),
                condition: line.condition.code().into(),
                loan: None,
                holder: None,
                since: self.on,
                n: post.n,
                ..asset
            })?;
            row.owed = row.owed.plus(line.damage)?;
        }
        row.out -= self.lines.len() as i64;
        row.n = post.n;
        tx.put(&closed(row, self.on))
    }
}

impl Event for Compensated {
    const ACT: &'static str = "loan.compensate";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = projected(tx, post.book, &self.loan)?;
        let paid = row.paid.plus(self.amount)?;
        tx.put(&closed(LoanRow { paid, n: post.n, ..row }, self.on))
    }
}

impl Event for Recalled {
    const ACT: &'static str = "loan.recall";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        for loan in &self.loans {
            let row = projected(tx, post.book, loan)?;
            let (due_on, reason) = (Some(self.due_on), post.why.map(Arc::from));
            tx.put(&LoanRow { due_on, reason, n: post.n, ..row })?;
        }
        Ok(())
    }
}
