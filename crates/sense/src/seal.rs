//! Seals: what arrived in an hour becomes the leaves of two Merkle trees, and their roots a fact of the book. From then on a frame that is
//! changed, dropped or slipped in is found by whoever checks the book. Format: `docs/spec/sense.md`.

mod store;

use std::sync::Arc;

use base::ctx::Ctx;
use base::event::{Event, Grounds, Post, record};
use base::ledger::{Done, Entry, once};
use base::record;
use base::store::{Read, Tx};
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant};
use chain::range::Range;
use chain::{Hash, Sha256Suite, Sm3Suite, leaf_hash};
use serde::{Deserialize, Serialize};

pub use store::{due, sealed_until};

use crate::frame::FrameRow;

record! {
    /// A sealed span of arrival.
    pub struct SealRow in "sense_seal", Derived, key 2 {
        book_id: BookId,
        /// First instant after the span.
        until: Instant,
        /// First instant of the span.
        since: Instant,
        /// Frames in it.
        frames: i64,
        sha256: Arc<str>,
        sm3: Arc<str>,
        n: i64,
    }
}

/// Length of the spans, one hour: how long a frame may be changed unseen.
pub const SPAN: i64 = 3_600_000_000;
/// How long after its end a span is sealed, 10 minutes: every transaction that began in it has ended by then.
pub const LAG: i64 = 600_000_000;

/// The fact of a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub since: Instant,
    pub until: Instant,
    pub frames: i64,
    /// Roots over the frames in order of stream and instant, hexadecimal.
    pub sha256: String,
    pub sm3: String,
}

/// The bytes of a frame that its leaf is the hash of.
fn leaf(frame: &FrameRow) -> Vec<u8> {
    let mut bytes = b"inrs-frame-v1\n".to_vec();
    for number in [frame.stream, frame.at.0, frame.received.0, frame.device] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend_from_slice(&frame.payload);
    bytes
}

/// Both trees over frames.
#[derive(Default)]
struct Trees {
    sha256: Range<Sha256Suite>,
    sm3: Range<Sm3Suite>,
}

impl Trees {
    fn push(&mut self, frame: &FrameRow) {
        let bytes = leaf(frame);
        self.sha256.push(leaf_hash::<Sha256Suite>(&bytes));
        self.sm3.push(leaf_hash::<Sm3Suite>(&bytes));
    }

    fn sealed(&self, since: Instant, until: Instant) -> Sealed {
        // Far fewer frames than 2^63 arrive in an hour.
        let frames = self.sha256.size() as i64;
        Sealed { since, until, frames, sha256: hex(&self.sha256.root()), sm3: hex(&self.sm3.root()) }
    }
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seals the hour that begins at `since`. The hour must be over, and none after it sealed.
pub fn seal(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, since: Instant) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let until = Instant(since.0 + SPAN);
        if until.0 + LAG > ctx.now().0 || since.0 < sealed_until(tx, book)? || since.0 % SPAN != 0 {
            return Err(Refusal::new(
                RefusalKind::Conflict,
                "seal.span",
                "该时段未结束或已封存",
                "the hour is not over or is sealed",
            )
            .into());
        }
        let mut trees = Trees::default();
        for frame in store::received(tx, book, since, until)? {
            trees.push(&frame);
        }
        Ok(Done::plain(record(tx, ctx, book, Grounds::default(), &trees.sealed(since, until))?))
    })
}

impl Event for Sealed {
    const ACT: &'static str = "frame.seal";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        tx.put(&SealRow {
            book_id: post.book,
            until: self.until,
            since: self.since,
            frames: self.frames,
            sha256: self.sha256.as_str().into(),
            sm3: self.sm3.as_str().into(),
            n: post.n,
        })
    }
}

/// Frames of a book that are not what its seals say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Index of the seal that does not hold; of the last one when a frame stands outside every seal.
    pub index: u64,
    pub zh: String,
    pub en: String,
}

/// Checks the frames of a book against the seals in its facts, and every frame against itself. Returns how many frames there are.
pub fn check(read: &mut Read<'_>, book: BookId) -> Result<Result<u64, Broken>, Fault> {
    let (mut sealed, mut last) = (0_u64, None);
    for row in store::facts(read, book)? {
        let (n, bytes) = (row[0].to::<i64>()?.unsigned_abs(), row[1].to::<Arc<[u8]>>()?);
        let told =
            Entry::parse(&bytes).ok().and_then(|entry| serde_json::from_str::<Sealed>(entry.body.get()).ok());
        let Some(told) = told else {
            return Ok(Err(Broken {
                index: n,
                zh: "封存记录无法读取".into(),
                en: "the seal cannot be read".into(),
            }));
        };
        let mut trees = Trees::default();
        store::each_received(read, book, told.since, told.until, &mut |frame| trees.push(&frame))?;
        if trees.sealed(told.since, told.until) != told {
            let when = told.since.shanghai();
            return Ok(Err(Broken {
                index: n,
                zh: format!("{when} 起一小时收存的读数与封存不符：应 {} 帧", told.frames),
                en: format!(
                    "the frames received in the hour from {when} are not the {} that were sealed",
                    told.frames
                ),
            }));
        }
        sealed += told.frames.unsigned_abs();
        last = Some((n, told.until));
    }
    let (mut count, mut before, mut odd) = (0_u64, 0_u64, None);
    let until = last.map_or(0, |(_, until)| until.0);
    store::each(read, book, &mut |frame| {
        count += 1;
        before += u64::from(frame.received.0 < until);
        if odd.is_none() && !frame.is_whole() {
            odd = Some((frame.stream, frame.at));
        }
    })?;
    let index = last.map_or(0, |(n, _)| n);
    if let Some((stream, at)) = odd {
        let zh = format!("测点序列 {stream} 在 {} 的读数与其摘要不符", at.shanghai());
        let en = format!("frame of stream {stream} at {} does not agree with its own summary", at.shanghai());
        return Ok(Err(Broken { index, zh, en }));
    }
    if before != sealed {
        let zh = format!("已封存时段内有 {before} 帧，封存的是 {sealed} 帧");
        let en = format!("{before} frames stand in sealed time, {sealed} were sealed");
        return Ok(Err(Broken { index, zh, en }));
    }
    Ok(Ok(count))
}
