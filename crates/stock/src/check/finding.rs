//! Findings 问题: opened by an inspector, mended 整改 in the inspected organisation's own book, looked at again 复查 by another inspector, and
//! then closed 销号. Each side writes its own book; neither can write the other's.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, home, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, ContentHash, Instant, OrgCode, PositionCode};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::sheet::{SheetRow, inspected};
use super::{CheckRefusal, ObjectRow, PHOTOS_MAX, in_state, inspects, joined, text};
use crate::event::{Event, Grounds, Post, record};
use crate::lot::{bump_serial, next_number};

record! {
    /// A finding, in the inspecting organisation's book.
    pub struct FindingRow in "stock_finding", Derived, key 2 {
        book_id: BookId,
        /// Inspecting organisation, `Z`, year, serial.
        finding: Arc<str>,
        /// The check it was found in.
        code: Arc<str>,
        /// Who must mend it.
        org: OrgCode,
        position: Option<Arc<str>>,
        /// The sheet it follows from.
        sheet: Option<i64>,
        /// Violation rule, `V-01` to `V-34`; none for what no rule names.
        rule: Option<Arc<str>>,
        serious: bool,
        words: Arc<str>,
        photos: Arc<str>,
        /// Last day to mend it.
        due: Date,
        /// Re-checks so far; what is mended next belongs to this round.
        round: i64,
        opened_at: Instant,
        opened_by: Arc<str>,
        closed_at: Option<Instant>,
        n: i64,
    }
}

record! {
    /// What the inspected organisation did about a finding, in its own book.
    pub struct MendingRow in "stock_mending", Derived, key 3 {
        book_id: BookId,
        finding: Arc<str>,
        round: i64,
        words: Arc<str>,
        photos: Arc<str>,
        at: Instant,
        by_user: Arc<str>,
        n: i64,
    }
}

record! {
    /// A look at what was mended, in the inspecting organisation's book.
    pub struct RecheckRow in "stock_recheck", Derived, key 3 {
        book_id: BookId,
        finding: Arc<str>,
        round: i64,
        /// Index of the mending in the inspected organisation's book.
        mending: i64,
        accepted: bool,
        words: Arc<str>,
        photos: Arc<str>,
        at: Instant,
        by_user: Arc<str>,
        n: i64,
    }
}

/// Photographs in a column, one by one.
pub fn photos(column: &str) -> impl Iterator<Item = &str> {
    column.split(' ').filter(|hash| !hash.is_empty())
}

/// Longest time to mend: provisional (U), no source sets one.
const DAYS_MAX: i32 = 180;

/// A finding to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFinding {
    pub code: String,
    pub position: PositionCode,
    pub sheet: Option<i64>,
    pub rule: Option<String>,
    pub serious: bool,
    pub words: String,
    pub photos: Vec<ContentHash>,
    pub due: Date,
}

/// The fact of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub finding: String,
    pub code: String,
    pub org: OrgCode,
    pub position: PositionCode,
    pub sheet: Option<i64>,
    pub rule: Option<String>,
    pub serious: bool,
    pub words: String,
    pub photos: Vec<ContentHash>,
    pub due: Date,
}

/// The fact of a rectification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    pub finding: String,
    pub round: i64,
    pub words: String,
    pub photos: Vec<ContentHash>,
}

/// A re-check to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecheck {
    pub finding: String,
    pub accepted: bool,
    pub words: String,
    pub photos: Vec<ContentHash>,
    /// The next last day, where it is not accepted.
    pub due: Option<Date>,
}

/// The fact of a re-check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rechecked {
    pub finding: String,
    pub round: i64,
    /// Index of what was mended, in the inspected organisation's book.
    pub mending: i64,
    pub accepted: bool,
    pub words: String,
    pub photos: Vec<ContentHash>,
    pub due: Option<Date>,
}

fn due_in_time(due: Date, today: Date) -> Result<(), CheckRefusal> {
    let fits = due >= today && due <= today.saturating_add(Span::new().days(DAYS_MAX));
    if fits { Ok(()) } else { Err(CheckRefusal::Field { field: "due" }) }
}

fn pictures(photos: &[ContentHash]) -> Result<(), CheckRefusal> {
    if photos.len() > PHOTOS_MAX { Err(CheckRefusal::Field { field: "photos" }) } else { Ok(()) }
}

/// Whether a text has the form of a violation rule's id.
fn is_rule(text: &str) -> bool {
    text.strip_prefix("V-").is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Opens a finding, as an inspector of the check.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewFinding) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        in_state(tx, book, &new.code, &["running", "closed"])?;
        inspects(tx, ctx, book, &new.code)?;
        let today = ctx.now().business_day();
        due_in_time(new.due, today)?;
        pictures(&new.photos)?;
        let words = text(&new.words, "words", 1_000)?;
        if new.rule.as_deref().is_some_and(|rule| !is_rule(rule)) {
            return Err(CheckRefusal::Field { field: "rule" }.into());
        }
        let key = [book.into(), new.code.as_str().into(), (&new.position).into()];
        if !tx.get::<ObjectRow>(&key)?.is_some_and(|object| object.chosen) {
            return Err(CheckRefusal::Object { position: new.position.to_string() }.into());
        }
        if let Some(sheet) = new.sheet {
            let row = tx.get::<SheetRow>(&[book.into(), sheet.into()])?;
            let own = row.is_some_and(|row| row.code.as_ref() == new.code && row.position == new.position);
            if !own {
                return Err(CheckRefusal::UnknownSheet { sheet }.into());
            }
        }
        let org = OrgCode::parse(new.position.as_str().get(..18).unwrap_or_default())?;
        let own = tx.head(book)?.org.clone();
        let finding = next_number(tx, book, own.as_str(), 'Z', today.year())?;
        let event = Opened {
            finding: finding.clone(),
            code: new.code.clone(),
            org,
            position: new.position.clone(),
            sheet: new.sheet,
            rule: new.rule.clone(),
            serious: new.serious,
            words,
            photos: new.photos.clone(),
            due: new.due,
        };
        let grounds = Grounds { order: Some(&new.code), why: None };
        Ok(Done::creating(record(tx, ctx, book, grounds, &event)?, vec![finding]))
    })
}

/// An open finding of a book.
fn standing(tx: &mut Tx<'_>, book: BookId, finding: &str) -> Result<FindingRow, Stop> {
    let row = tx.get::<FindingRow>(&[book.into(), finding.into()])?;
    let row = row.ok_or_else(|| CheckRefusal::UnknownFinding { finding: finding.to_owned() })?;
    if row.closed_at.is_some() {
        return Err(CheckRefusal::Settled { finding: finding.to_owned() }.into());
    }
    Ok(row)
}

/// Reports what was done about a finding, in the own book of the inspected organisation.
pub fn mend(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    finding: &str,
    words: &str,
    photos: &[ContentHash],
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let unknown = || CheckRefusal::UnknownFinding { finding: finding.to_owned() };
        let inspecting = OrgCode::parse(finding.get(..18).unwrap_or_default()).map_err(|_| unknown())?;
        let inspecting = home(tx, &inspecting)?.ok_or_else(unknown)?;
        let row = standing(tx, inspecting, finding)?;
        if row.org != tx.head(book)?.org {
            return Err(CheckRefusal::NotOurs { finding: finding.to_owned() }.into());
        }
        if tx.get::<MendingRow>(&[book.into(), finding.into(), row.round.into()])?.is_some() {
            return Err(CheckRefusal::Waiting.into());
        }
        pictures(photos)?;
        let words = text(words, "words", 1_000)?;
        let event = Mended { finding: finding.to_owned(), round: row.round, words, photos: photos.to_vec() };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: Some(finding), why: None }, &event)?))
    })
}

/// Looks at what was mended, as an inspector other than the one who opened the finding; accepted, it is closed.
pub fn recheck(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &NewRecheck) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = standing(tx, book, &new.finding)?;
        inspects(tx, ctx, book, &row.code)?;
        if row.opened_by.as_ref() == ctx.actor.user.as_str() {
            return Err(CheckRefusal::Same.into());
        }
        let theirs = inspected(tx, &row.org)?;
        let key = [theirs.into(), new.finding.as_str().into(), row.round.into()];
        let mending = tx.get::<MendingRow>(&key)?.ok_or(CheckRefusal::NotMended)?;
        match (new.accepted, new.due) {
            (true, None) => {}
            (false, Some(due)) => due_in_time(due, ctx.now().business_day())?,
            _ => return Err(CheckRefusal::Field { field: "due" }.into()),
        }
        pictures(&new.photos)?;
        let event = Rechecked {
            finding: new.finding.clone(),
            round: row.round,
            mending: mending.n,
            accepted: new.accepted,
            words: text(&new.words, "words", 1_000)?,
            photos: new.photos.clone(),
            due: new.due,
        };
        Ok(Done::plain(record(tx, ctx, book, Grounds { order: Some(&new.finding), why: None }, &event)?))
    })
}

impl Event for Opened {
    const ACT: &'static str = "finding.open";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        bump_serial(tx, post.book, &self.finding)?;
        tx.put(&FindingRow {
            book_id: post.book,
            finding: self.finding.as_str().into(),
            code: self.code.as_str().into(),
            org: self.org.clone(),
            position: Some(self.position.shared()),
            sheet: self.sheet,
            rule: self.rule.as_deref().map(Arc::from),
            serious: self.serious,
            words: self.words.as_str().into(),
            photos: joined(&self.photos),
            due: self.due,
            round: 0,
            opened_at: post.at,
            opened_by: post.user.into(),
            closed_at: None,
            n: post.n,
        })
    }
}

impl Event for Mended {
    const ACT: &'static str = "finding.mend";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&MendingRow {
            book_id: post.book,
            finding: self.finding.as_str().into(),
            round: self.round,
            words: self.words.as_str().into(),
            photos: joined(&self.photos),
            at: post.at,
            by_user: post.user.into(),
            n: post.n,
        })
    }
}

impl Event for Rechecked {
    const ACT: &'static str = "finding.recheck";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let key = [post.book.into(), self.finding.as_str().into()];
        let gone = || Fault::new(format!("a fact names finding {}, which this book lacks", self.finding));
        let row = tx.get::<FindingRow>(&key)?.ok_or_else(gone)?;
        tx.put(&RecheckRow {
            book_id: post.book,
            finding: row.finding.clone(),
            round: self.round,
            mending: self.mending,
            accepted: self.accepted,
            words: self.words.as_str().into(),
            photos: joined(&self.photos),
            at: post.at,
            by_user: post.user.into(),
            n: post.n,
        })?;
        tx.put(&FindingRow {
            round: self.round + 1,
            due: self.due.unwrap_or(row.due),
            closed_at: self.accepted.then_some(post.at),
            n: post.n,
            ..row
        })
    }
}
