//! A fact and its entry: the exact bytes that are stored, hashed and shown. Format: `docs/spec/entry.md`.

use super::{Posted, head};
use crate::ctx::Ctx;
use crate::record;
use crate::store::Tx;
use crate::term::fault::{Refusal, RefusalKind, Stop};
use crate::term::{BookId, Instant};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt::Write as _;
use std::sync::Arc;

/// Longest entry in bytes: what a C2SP entry bundle can carry.
pub const ENTRY_MAX: usize = 65_535;

record! {
    /// One stored fact.
    pub struct FactRow in "fact", Ledger, key 2 {
        book_id: BookId,
        /// Index in the book, from 0.
        n: i64,
        at: Instant,
        act: Arc<str>,
        /// The entry's bytes, exactly as hashed.
        entry: Arc<[u8]>,
        leaf_sha256: Arc<[u8]>,
        leaf_sm3: Arc<[u8]>,
    }
}

/// A fact about to be appended.
pub struct Draft<'a> {
    /// The act, `noun.verb`.
    pub act: &'static str,
    /// The directive on whose authority it is done, if the act needs one.
    pub order: Option<&'a str>,
    /// The reason given, if any.
    pub why: Option<&'a str>,
    /// What happened: a JSON object without line breaks, integers only.
    pub body: &'a str,
}

/// The head of an entry, as read back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<'a> {
    /// Format version: 1.
    pub v: i64,
    /// The book's origin.
    pub book: String,
    /// Index in the book.
    pub n: i64,
    /// Instant, UTC microseconds.
    pub at: Instant,
    /// The act, `noun.verb`.
    pub act: String,
    /// Who did it.
    pub by: Header,
    /// On whose order: a directive's code.
    pub order: Option<String>,
    /// The caller's idempotency key.
    pub key: String,
    /// The reason given.
    pub why: Option<String>,
    /// What happened, undecoded.
    #[serde(borrow)]
    pub body: &'a RawValue,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The user's opaque name.
    pub user: String,
    /// The organisation acted for.
    pub org: String,
}

impl<'a> Entry<'a> {
    /// Reads an entry's bytes; the text says what is wrong with others.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|e| e.to_string())
    }
}

/// Appends a fact to a book, in the open batch. The entry is refused when it is too long for a tile.
pub fn append(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, draft: &Draft<'_>) -> Result<Posted, Stop> {
    let (n, at, origin, org) = {
        let head = tx.head(book)?;
        (head.size(), ctx.now().max(head.at), head.origin.clone(), head.org.clone())
    };
    let entry = written(ctx, &origin, n, at, draft);
    if entry.len() > ENTRY_MAX {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "fact.too_long",
            "内容过长，超过一条记录的上限",
            "this is too long for one fact",
        )
        .mend("分成几次办理，附件只登记摘要", "Split it into several acts; log attachments by digest")
        .into());
    }
    let sha256 = chain::leaf_hash::<chain::Sha256Suite>(entry.as_bytes());
    let sm3 = chain::leaf_hash::<chain::Sm3Suite>(entry.as_bytes());
    head::push(tx, book, at, sha256, sm3)?;
    tx.insert(&FactRow {
        book_id: book,
        n,
        at,
        act: draft.act.into(),
        entry: entry.into_bytes().into(),
        leaf_sha256: sha256.as_slice().into(),
        leaf_sm3: sm3.as_slice().into(),
    })?;
    let posted = Posted { book, org, n, at, act: draft.act.into(), sha256, sm3 };
    tx.posted(posted.clone());
    Ok(posted)
}

/// The entry's text. Key order is fixed; strings are JSON strings as serde_json writes them.
fn written(ctx: &Ctx, origin: &str, n: i64, at: Instant, draft: &Draft<'_>) -> String {
    let mut text = String::with_capacity(256 + draft.body.len());
    text.push_str("{\"v\":1,\"book\":");
    quoted(&mut text, origin);
    let _ = write!(text, ",\"n\":{n},\"at\":{},\"act\":\"{}\",\"by\":{{\"user\":", at.0, draft.act); // a String cannot fail
    quoted(&mut text, ctx.actor.user.as_str());
    text.push_str(",\"org\":");
    quoted(&mut text, ctx.actor.org.as_str());
    text.push_str("},\"order\":");
    optional(&mut text, draft.order);
    text.push_str(",\"key\":");
    quoted(&mut text, &ctx.key);
    text.push_str(",\"why\":");
    optional(&mut text, draft.why);
    text.push_str(",\"body\":");
    text.push_str(draft.body);
    text.push('}');
    text
}

fn optional(text: &mut String, value: Option<&str>) {
    match value {
        Some(value) => quoted(text, value),
        None => text.push_str("null"),
    }
}

fn quoted(text: &mut String, value: &str) {
    if value.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        text.push_str(&serde_json::Value::from(value).to_string());
    }
}
