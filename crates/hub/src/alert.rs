//! Alerts (预警): what a rule found at a position, as facts: raised once however often it is found, worse, cleared, acknowledged, suppressed for a
//! time; and its case: verified, rectified, checked again, closed. The evidence is frozen beside the book under the digest in the fact.

mod refusal;
pub mod store;

use std::sync::Arc;

use base::ctx::Ctx;
use base::event::{Event, Grounds, Post, Project, act, reason, record, second_person};
use base::ledger::{Done, Entry, once};
use base::record;
use base::store::{Record, Table, Tx};
use base::term::fault::{Fault, Stop};
use base::term::time::DAY;
use base::term::{BookId, Instant, PositionCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use refusal::AlertRefusal;

use crate::watch::evidence::Conclusion;

record! {
    /// An alert.
    pub struct AlertRow in "hub_alert", Derived, key 2 {
        book_id: BookId,
        /// Index of the fact that raised it.
        n: i64,
        position: PositionCode,
        kind: Arc<str>,
        stream: i64,
        rule: Arc<str>,
        place: Arc<str>,
        /// 1 urgent to 5 notice.
        severity: i64,
        /// How well its least founded limit is founded.
        status: Option<Arc<str>>,
        /// SHA-256 of the evidence, hexadecimal.
        evidence: Arc<str>,
        /// Instant of the reading that raised it.
        raised_at: Instant,
        /// `active` or `cleared`.
        state: Arc<str>,
        cleared_at: Option<Instant>,
        acknowledged_by: Option<Arc<str>>,
        acknowledged_at: Option<Instant>,
        /// Last step of its case: `verified`, `rectified`, `rechecked`, `closed`.
        step: Option<Arc<str>>,
        /// Who took that step.
        step_by: Option<Arc<str>>,
    }
}

record! {
    /// A rule that is not to speak of a stream for a time.
    pub struct SuppressionRow in "hub_suppression", Derived, key 3 {
        book_id: BookId,
        stream: i64,
        rule: Arc<str>,
        until: Instant,
        n: i64,
    }
}

record! {
    /// A step of a case.
    pub struct StepRow in "hub_alert_step", Derived, key 3 {
        book_id: BookId,
        /// The alert.
        alert: i64,
        /// Index of the fact.
        n: i64,
        step: Arc<str>,
        at: Instant,
        by_user: Arc<str>,
        note: Arc<str>,
    }
}

record! {
    /// Evidence, by its digest.
    pub struct EvidenceRow in "hub_evidence", Side, key 2 {
        book_id: BookId,
        digest: Arc<str>,
        body: Arc<[u8]>,
    }
}

/// What the rules say of a stream at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub position: PositionCode,
    pub kind: Arc<str>,
    pub stream: i64,
    pub at: Instant,
    /// The text to freeze.
    pub evidence: String,
    pub conclusions: Vec<Conclusion>,
}

/// The fact of a new alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    pub position: PositionCode,
    pub kind: String,
    pub stream: i64,
    pub rule: String,
    pub place: String,
    pub severity: i64,
    pub status: Option<String>,
    pub at: Instant,
    pub evidence: String,
}

/// The fact that an alert became more severe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worsened {
    pub alert: i64,
    pub place: String,
    pub severity: i64,
    pub evidence: String,
}

/// The fact that the rule no longer finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    pub alert: i64,
    pub at: Instant,
}

/// The fact that somebody has seen it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    pub alert: i64,
}

/// The fact that a rule is not to speak of a stream for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    pub alert: i64,
    pub stream: i64,
    pub rule: String,
    pub until: Instant,
}

/// A step of a case; also the body of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    pub alert: i64,
    /// `verified`, `rectified`, `rechecked` or `closed`.
    pub step: String,
    /// What was found or done.
    pub note: String,
}

/// Steps of a case, in order.
pub const STEPS: [&str; 4] = ["verified", "rectified", "rechecked", "closed"];
/// Longest suppression: what is not looked at for a month is not watched.
pub const SUPPRESSION_MAX: i64 = 30 * DAY;

/// SHA-256 of evidence, hexadecimal.
pub fn digest(evidence: &str) -> String {
    Sha256::digest(evidence.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn freeze(tx: &mut Tx<'_>, book: BookId, evidence: &str) -> Result<String, Fault> {
    let digest = digest(evidence);
    tx.put(&EvidenceRow { book_id: book, digest: digest.as_str().into(), body: evidence.as_bytes().into() })?;
    Ok(digest)
}

/// Brings the alerts of a stream in line with what the rules say now: raises, worsens, clears. Returns the number of facts.
pub fn follow(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, seen: &Seen) -> Result<usize, Stop> {
    let standing = store::active(tx, book, seen.stream)?;
    let mut facts = 0;
    for row in &standing {
        if !seen.conclusions.iter().any(|c| *c.rule == *row.rule) {
            record(tx, ctx, book, Grounds::default(), &Cleared { alert: row.n, at: seen.at })?;
            facts += 1;
        }
    }
    for conclusion in &seen.conclusions {
        facts += raise(
            tx,
            ctx,
            book,
            seen,
            conclusion,
            standing.iter().find(|row| *row.rule == *conclusion.rule),
        )?;
    }
    Ok(facts)
}

/// Raises what was seen without clearing anything else: a stream that fell silent says nothing of the grain.
pub fn raise_alone(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, seen: &Seen) -> Result<usize, Stop> {
    let standing = store::active(tx, book, seen.stream)?;
    let mut facts = 0;
    for conclusion in &seen.conclusions {
        facts += raise(
            tx,
            ctx,
            book,
            seen,
            conclusion,
            standing.iter().find(|row| *row.rule == *conclusion.rule),
        )?;
    }
    Ok(facts)
}

fn raise(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    seen: &Seen,
    found: &Conclusion,
    standing: Option<&AlertRow>,
) -> Result<usize, Stop> {
    match standing {
        Some(row) if found.severity >= row.severity => return Ok(0),
        Some(row) => {
            let evidence = freeze(tx, book, &seen.evidence)?;
            let worse =
                Worsened { alert: row.n, place: found.place.clone(), severity: found.severity, evidence };
            record(tx, ctx, book, Grounds::default(), &worse)?;
        }
        None => {
            let key = [book.into(), seen.stream.into(), found.rule.as_str().into()];
            if tx.get::<SuppressionRow>(&key)?.is_some_and(|row| row.until > ctx.now()) {
                return Ok(0);
            }
            let evidence = freeze(tx, book, &seen.evidence)?;
            let raised = Raised {
                position: seen.position.clone(),
                kind: seen.kind.to_string(),
                stream: seen.stream,
                rule: found.rule.clone(),
                place: found.place.clone(),
                severity: found.severity,
                status: found.status.clone(),
                at: seen.at,
                evidence,
            };
            record(tx, ctx, book, Grounds::default(), &raised)?;
        }
    }
    Ok(1)
}

fn known(tx: &mut Tx<'_>, book: BookId, alert: i64) -> Result<AlertRow, Stop> {
    tx.get::<AlertRow>(&[book.into(), alert.into()])?.ok_or_else(|| AlertRefusal::Unknown { alert }.into())
}

/// Says that somebody has seen an alert.
pub fn acknowledge(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, alert: i64) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        if known(tx, book, alert)?.acknowledged_by.is_some() {
            return Err(AlertRefusal::Acknowledged.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &Acknowledged { alert })?))
    })
}

/// Keeps the alert's rule from speaking of its stream until an instant, for a reason. The alert itself stays.
pub fn suppress(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    alert: i64,
    until: Instant,
    why: &str,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        let row = known(tx, book, alert)?;
        let now = ctx.now();
        if until <= now || until.0 > now.0 + SUPPRESSION_MAX {
            return Err(AlertRefusal::Until.into());
        }
        let suppressed = Suppressed { alert, stream: row.stream, rule: row.rule.to_string(), until };
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &suppressed)?))
    })
}

/// Takes the next step of an alert's case. Who rectified does not check, and a case closes when its alert is cleared.
pub fn step(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, new: &Stepped) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let note = reason(&new.note)?.to_owned();
        let row = known(tx, book, new.alert)?;
        let due = next(row.step.as_deref());
        if due != Some(new.step.as_str()) {
            return Err(AlertRefusal::Step { due }.into());
        }
        if let (Some(by), "rechecked") = (&row.step_by, new.step.as_str()) {
            second_person(by, ctx)?;
        }
        if new.step == "closed" && &*row.state != "cleared" {
            return Err(AlertRefusal::Active.into());
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &Stepped { note, ..new.clone() })?))
    })
}

/// The step that follows another; `None` after the last.
pub fn next(step: Option<&str>) -> Option<&'static str> {
    match step {
        None => Some(STEPS[0]),
        Some(step) => STEPS.iter().skip_while(|s| **s != step).nth(1).copied(),
    }
}

/// Every table of alerts.
pub fn tables() -> Vec<&'static Table> {
    vec![AlertRow::TABLE, SuppressionRow::TABLE, StepRow::TABLE, EvidenceRow::TABLE]
}

const ACTS: &[(&str, Project)] = &[
    act::<Raised>(),
    act::<Worsened>(),
    act::<Cleared>(),
    act::<Acknowledged>(),
    act::<Suppressed>(),
    act::<Stepped>(),
];

/// Writes what follows from an entry; false when the act is not one of alerts.
pub fn project(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<bool, Fault> {
    match ACTS.iter().find(|(name, _)| *name == entry.act) {
        Some((_, project)) => project(tx, book, entry).map(|()| true),
        None => Ok(false),
    }
}

fn change(
    tx: &mut Tx<'_>,
    book: BookId,
    alert: i64,
    change: impl FnOnce(&mut AlertRow),
) -> Result<(), Fault> {
    let row = tx.get::<AlertRow>(&[book.into(), alert.into()])?;
    let mut row = row.ok_or_else(|| Fault::new(format!("there is no alert {alert}")))?;
    change(&mut row);
    tx.put(&row)
}

impl Event for Raised {
    const ACT: &'static str = "alert.raise";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&AlertRow {
            book_id: post.book,
            n: post.n,
            position: self.position.clone(),
            kind: self.kind.as_str().into(),
            stream: self.stream,
            rule: self.rule.as_str().into(),
            place: self.place.as_str().into(),
            severity: self.severity,
            status: self.status.as_deref().map(Into::into),
            evidence: self.evidence.as_str().into(),
            raised_at: self.at,
            state: "active".into(),
            cleared_at: None,
            acknowledged_by: None,
            acknowledged_at: None,
            step: None,
            step_by: None,
        })
    }
}

impl Event for Worsened {
    const ACT: &'static str = "alert.worsen";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        change(tx, post.book, self.alert, |row| {
            row.severity = self.severity;
            row.place = self.place.as_str().into();
            row.evidence = self.evidence.as_str().into();
            // Somebody saw the milder one, not this.
            row.acknowledged_by = None;
            row.acknowledged_at = None;
        })
    }
}

impl Event for Cleared {
    const ACT: &'static str = "alert.clear";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        change(tx, post.book, self.alert, |row| {
            row.state = "cleared".into();
            row.cleared_at = Some(self.at);
        })
    }
}

impl Event for Acknowledged {
    const ACT: &'static str = "alert.acknowledge";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        change(tx, post.book, self.alert, |row| {
            row.acknowledged_by = Some(post.user.into());
            row.acknowledged_at = Some(post.at);
        })
    }
}

impl Event for Suppressed {
    const ACT: &'static str = "alert.suppress";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let (stream, rule) = (self.stream, self.rule.as_str().into());
        tx.put(&SuppressionRow { book_id: post.book, stream, rule, until: self.until, n: post.n })
    }
}

impl Event for Stepped {
    const ACT: &'static str = "alert.step";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&StepRow {
            book_id: post.book,
            alert: self.alert,
            n: post.n,
            step: self.step.as_str().into(),
            at: post.at,
            by_user: post.user.into(),
            note: self.note.as_str().into(),
        })?;
        change(tx, post.book, self.alert, |row| {
            row.step = Some(self.step.as_str().into());
            row.step_by = Some(post.user.into());
        })
    }
}
