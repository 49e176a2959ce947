//! From a decision to a fact: an event is the body of a fact and the only thing derived rows follow from.
//! Acts and replay run the same `project`; it reads and writes rows of the fact's own book and nothing else.

use crate::ctx::Ctx;
use crate::ledger::{Draft, Entry, Posted, append};
use crate::store::Tx;
use crate::term::fault::{Fault, Refusal, RefusalKind, Stop};
use crate::term::{BookId, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where and when a fact stands, and who is behind it: all that a projection knows besides the event.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The book the fact is in.
    pub book: BookId,
    /// Its index.
    pub n: i64,
    /// Its instant.
    pub at: Instant,
    /// The user who did it.
    pub user: &'a str,
    /// The directive it was done under.
    pub order: Option<&'a str>,
    /// The reason given.
    pub why: Option<&'a str>,
}

/// The body of a fact.
pub trait Event: Serialize + DeserializeOwned {
    /// The act, `noun.verb`; never renamed once a book may hold it.
    const ACT: &'static str;
    /// Writes the derived rows that follow from the event.
    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault>;
}

/// On what grounds an act is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Grounds<'a> {
    /// The directive's code.
    pub order: Option<&'a str>,
    /// The reason.
    pub why: Option<&'a str>,
}

impl<'a> Grounds<'a> {
    /// Done for a reason.
    pub fn why(why: &'a str) -> Self {
        Self { order: None, why: Some(why) }
    }
}

/// Appends an event to a book as a fact and writes what follows from it, in the open batch.
pub fn record<E: Event>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    grounds: Grounds<'_>,
    event: &E,
) -> Result<Posted, Stop> {
    let body = serde_json::to_string(event).map_err(|e| Fault::new(format!("event of {}: {e}", E::ACT)))?;
    let Grounds { order, why } = grounds;
    let posted = append(tx, ctx, book, &Draft { act: E::ACT, order, why, body: &body })?;
    event
        .project(tx, &Post { book, n: posted.n, at: posted.at, user: ctx.actor.user.as_str(), order, why })?;
    Ok(posted)
}

/// Writes the derived rows of one kind of event from an entry.
pub type Project = fn(&mut Tx<'_>, BookId, &Entry<'_>) -> Result<(), Fault>;

/// An act's name with the projection of its event, for a domain's list of acts.
pub const fn act<E: Event>() -> (&'static str, Project) {
    (E::ACT, project_entry::<E>)
}

/// Writes what follows from an entry that is already in a book.
fn project_entry<E: Event>(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<(), Fault> {
    let event: E =
        serde_json::from_str(entry.body.get()).map_err(|e| Fault::new(format!("body of {}: {e}", E::ACT)))?;
    let (order, why) = (entry.order.as_deref(), entry.why.as_deref());
    event.project(tx, &Post { book, n: entry.n, at: entry.at, user: &entry.by.user, order, why })
}

/// Longest reason in characters.
const REASON_MAX: usize = 500;

/// The reason as it goes into a fact. Where a reason is asked for, blanks are none.
pub fn reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "reason.missing",
            "须填写原因",
            "a reason is required",
        )
        .mend("写明为什么这样办理", "Say why this is done")
        .at("why"));
    }
    if text.chars().count() > REASON_MAX {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "reason.too_long",
            format!("原因超过 {REASON_MAX} 字"),
            format!("the reason is longer than {REASON_MAX} characters"),
        )
        .mend("缩短原因,附件另行登记", "Shorten it; attachments are recorded by digest")
        .at("why"));
    }
    Ok(text)
}

/// That a second person decides: nobody approves what they asked for.
pub fn second_person(first: &str, ctx: &Ctx) -> Result<(), Refusal> {
    if first == ctx.actor.user.as_str() {
        return Err(Refusal::new(
            RefusalKind::Forbidden,
            "approval.same_person",
            "申请人不得审批自己的申请",
            "nobody may approve their own request",
        )
        .mend("请另一位有权人员办理", "Ask another authorised person"));
    }
    Ok(())
}
