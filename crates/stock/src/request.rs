//! Requests that a second person decides: adjustments, reversals and losses beyond the quota. A request changes no stock; its approval
//! is a fact of its own, checked again against the book as it stands then.

use std::sync::Arc;

use base::ctx::Ctx;
use base::ledger::{Done, once};
use base::record;
use base::store::Tx;
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Grounds, Post, reason, record, second_person};

record! {
    /// A request, named by the index of the fact that made it.
    pub struct RequestRow in "stock_request", Derived, key 2 {
        book_id: BookId,
        n: i64,
        /// `adjustment`, `reversal`, `loss`.
        kind: Arc<str>,
        /// What is asked for: the body of the requesting fact.
        detail: Arc<str>,
        /// Code of the position it is about, for lists; absent for reversals.
        position: Option<Arc<str>>,
        reason: Arc<str>,
        requested_at: Instant,
        requested_by: Arc<str>,
        /// `open`, `approved`, `rejected`.
        state: Arc<str>,
        decided_by: Option<Arc<str>>,
        /// Index of the deciding fact.
        decided_n: Option<i64>,
    }
}

/// Why a request cannot be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestRefusal {
    /// There is no such request of this kind in this book.
    Unknown { n: i64 },
    /// It was decided before.
    Decided { state: String },
    /// The stock it is about has moved since.
    Stale,
}

impl From<RequestRefusal> for Stop {
    fn from(refusal: RequestRefusal) -> Stop {
        use RefusalKind::{Conflict, NotFound};
        Stop::Refused(match refusal {
            RequestRefusal::Unknown { n } => Refusal::new(
                NotFound,
                "request.unknown",
                format!("没有第 {n} 号申请"),
                format!("there is no request {n}"),
            )
            .at("request"),
            RequestRefusal::Decided { state } => Refusal::new(
                Conflict,
                "request.decided",
                format!("该申请已办结({state})"),
                format!("the request is already decided ({state})"),
            ),
            RequestRefusal::Stale => Refusal::new(
                Conflict,
                "request.stale",
                "申请后库存已变动",
                "the stock has moved since the request",
            )
            .mend("驳回后按现状重新申请", "Reject it and ask again on the present state"),
        })
    }
}

/// Writes the row of a request; called by the requesting event's projection.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    post: &Post<'_>,
    kind: &str,
    position: Option<&str>,
    detail: &impl Serialize,
) -> Result<(), Fault> {
    let detail = serde_json::to_string(detail).map_err(|e| Fault::new(format!("request: {e}")))?;
    tx.put(&RequestRow {
        book_id: post.book,
        n: post.n,
        kind: kind.into(),
        detail: detail.into(),
        position: position.map(Arc::from),
        reason: post.why.unwrap_or_default().into(),
        requested_at: post.at,
        requested_by: post.user.into(),
        state: "open".into(),
        decided_by: None,
        decided_n: None,
    })
}

/// An open request of a kind that this actor may decide, and what it asks for.
pub(crate) fn decidable<T: serde::de::DeserializeOwned>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    n: i64,
    kind: &str,
) -> Result<(RequestRow, T), Stop> {
    let row = undecided(tx, ctx, book, n)?;
    if row.kind.as_ref() != kind {
        return Err(RequestRefusal::Unknown { n }.into());
    }
    let detail = serde_json::from_str(&row.detail).map_err(|e| Fault::new(format!("request {n}: {e}")))?;
    Ok((row, detail))
}

fn undecided(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, n: i64) -> Result<RequestRow, Stop> {
    let row = tx.get::<RequestRow>(&[book.into(), n.into()])?.ok_or(RequestRefusal::Unknown { n })?;
    if row.state.as_ref() != "open" {
        return Err(RequestRefusal::Decided { state: row.state.to_string() }.into());
    }
    second_person(&row.requested_by, ctx)?;
    Ok(row)
}

/// Marks a request decided; called by the deciding event's projection.
pub(crate) fn decided(tx: &mut Tx<'_>, post: &Post<'_>, n: i64, state: &str) -> Result<(), Fault> {
    let row = tx.get::<RequestRow>(&[post.book.into(), n.into()])?;
    let row = row.ok_or_else(|| Fault::new(format!("a fact decides request {n}, which this book lacks")))?;
    let (decided_by, decided_n) = (Some(post.user.into()), Some(post.n));
    tx.put(&RequestRow { state: state.into(), decided_by, decided_n, ..row })
}

/// The fact of a rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    pub request: i64,
}

/// Rejects a request of any kind, with the reason.
pub fn reject(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, request: i64, why: &str) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let why = reason(why)?;
        undecided(tx, ctx, book, request)?;
        Ok(Done::plain(record(tx, ctx, book, Grounds::why(why), &Rejected { request })?))
    })
}

impl Event for Rejected {
    const ACT: &'static str = "request.reject";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        decided(tx, post, self.request, "rejected")
    }
}

pub mod store;
