//! Doing an act once: the same key in the same book is the same act, and a retry after a lost reply gets the first
//! receipt back instead of a second fact.

use super::Posted;
use super::fact::FactRow;
use crate::ctx::Ctx;
use crate::record;
use crate::store::Tx;
use crate::term::fault::{Fault, FaultKind, Refusal, RefusalKind, Stop};
use crate::term::{BookId, Instant};
use std::sync::Arc;

/// A refusal or a fault, named for signatures of acts.
pub type Refused = Stop;

record! {
    /// A key that was used in a book, and what the act behind it did.
    pub struct ActRow in "act", Ledger, key 2 {
        book_id: BookId,
        key: Arc<str>,
        /// Index of the act's fact.
        n: i64,
        /// Digest of the request, to tell a retry from a key used twice.
        request: i64,
        at: Instant,
        /// Codes of what the act created, separated by spaces.
        created: Arc<str>,
    }
}

/// What an act has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its last fact.
    pub receipt: Posted,
    /// Codes of what it created: lots, directives, consignments, counts.
    pub created: Vec<String>,
    /// True when an earlier call with the same key had done it.
    pub repeated: bool,
}

impl Done {
    /// Done, creating nothing that has a code.
    pub fn plain(receipt: Posted) -> Self {
        Self { receipt, created: Vec::new(), repeated: false }
    }

    /// Done, creating these codes.
    pub fn creating(receipt: Posted, created: Vec<String>) -> Self {
        Self { receipt, created, repeated: false }
    }
}

/// Longest idempotency key in bytes.
const KEY_MAX: usize = 128;

/// Does `act` unless this key has already been used in this book; then returns what it did the first time.
pub fn once(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    act: impl FnOnce(&mut Tx<'_>) -> Result<Done, Stop>,
) -> Result<Done, Stop> {
    if ctx.key.is_empty() || ctx.key.len() > KEY_MAX || ctx.key.contains(char::is_whitespace) {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "act.key",
            "缺少或无效的幂等键",
            "the idempotency key is missing or not valid",
        )
        .mend(
            "每次办理用一个新的 UUID 作 Idempotency-Key",
            "Send a fresh UUID as Idempotency-Key for each act",
        )
        .into());
    }
    let key = [book.into(), ctx.key.as_ref().into()];
    // In a batch only memory is asked; a key used long ago shows at commit as a duplicate row, and the act is run again
    // alone and carefully.
    let used = if tx.careful() { tx.get::<ActRow>(&key)? } else { tx.peek::<ActRow>(&key)? };
    if let Some(used) = used {
        return repeated(tx, ctx, book, &used);
    }
    let done = match act(tx) {
        // In a batch the key was looked for in memory only, so the refusal may be the echo of this very act done before:
        // goods already issued, a user already created. Then the act is run again alone and carefully.
        Err(Stop::Refused(refusal)) if !tx.careful() => {
            return Err(match tx.get::<ActRow>(&key)? {
                Some(_) => Fault::of(FaultKind::Conflict, "a retry of an act done before").into(),
                None => refusal.into(),
            });
        }
        other => other?,
    };
    let row = ActRow {
        book_id: book,
        key: ctx.key.clone(),
        n: done.receipt.n,
        request: ctx.request,
        at: done.receipt.at,
        created: done.created.join(" ").into(),
    };
    if done.receipt.book != book {
        return Err(Fault::new("an act's receipt must be in the book of its key").into());
    }
    tx.insert_remembered(&row)?;
    Ok(done)
}

/// Whether an act with this key was done in this book.
pub fn is_done(tx: &mut Tx<'_>, book: BookId, key: &str) -> Result<bool, Fault> {
    Ok(tx.get::<ActRow>(&[book.into(), key.into()])?.is_some())
}

fn repeated(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, used: &ActRow) -> Result<Done, Stop> {
    if used.request != ctx.request {
        return Err(Refusal::new(
            RefusalKind::Conflict,
            "act.key_reused",
            "同一幂等键已用于另一项办理",
            "this idempotency key was used for another act",
        )
        .mend("为新的办理换一个新的键", "Use a new key for a new act")
        .into());
    }
    let facts = tx.list::<FactRow>("WHERE book_id = $1 AND n = $2", &[book.into(), used.n.into()])?;
    let fact = facts.into_iter().next().ok_or_else(|| Fault::new("an act without its fact"))?;
    let org = tx.head(book)?.org.clone();
    let hash = |bytes: &[u8]| {
        <[u8; 32]>::try_from(bytes).map_err(|_| Fault::new("a stored leaf hash is not 32 bytes"))
    };
    let receipt = Posted {
        book,
        org,
        n: fact.n,
        at: fact.at,
        act: fact.act,
        sha256: hash(&fact.leaf_sha256)?,
        sm3: hash(&fact.leaf_sm3)?,
    };
    let created = used.created.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    Ok(Done { receipt, created, repeated: true })
}
