//! Watching: every frame that arrives is judged by the rules of grain condition beside its own past, marked, and turned into alerts;
//! streams that fall silent raise one too. What it concludes it can conclude again from the evidence it freezes.

pub mod evidence;
pub mod limits;

use std::collections::HashMap;

use base::ctx::Ctx;
use base::store::{Read, Store, Tx};
use base::term::fault::{Fault, Stop};
use base::term::time::DAY;
use base::term::{BookId, Instant};
use sense::frame::{self, FrameRow, Mark, Quality};
use sense::indicator::Indicator;
use sense::layout::{self, LayoutRow};
use stock::facility::WarehouseRow;

use crate::alert::{self, Seen};
use evidence::{Evidence, Taken};

/// Frames judged in one round.
pub const ROUND: i64 = 200;
/// Periods without a frame after which a stream is silent.
const SILENT_PERIODS: i64 = 3;
/// Days back in which a frame is sought for each day: GA-02 looks three days back, GA-10 a week.
const DAYS: i64 = 8;
/// Readings a scan must have before an equal one is called a copy: few numbers agree by chance.
const COPY_POINTS_MIN: i64 = 20;
/// The rule of copied readings, `domain.md` 1.13.
pub const COPIED: &str = "V-26";
/// The rule of streams that fall silent.
pub const SILENT: &str = "SILENT";

/// A frame with everything needed to judge it.
struct Case {
    frame: FrameRow,
    layout: LayoutRow,
    evidence: Evidence,
    /// Equal readings kept before.
    alike: Vec<FrameRow>,
    /// Whether no later frame of its stream is kept: only the newest says what is so now.
    newest: bool,
}

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Frames judged.
    pub frames: usize,
    /// Facts of alerts appended.
    pub facts: usize,
}

/// Judges the oldest frames nobody has judged yet. The context says who watches and what time it is.
pub fn round(store: &Store, ctx: &Ctx) -> Result<Round, Stop> {
    let cases = store.read(|read| {
        let waiting = frame::unjudged(read, ROUND)?;
        let mut layouts = HashMap::new();
        waiting.into_iter().map(|frame| gather(read, frame, &mut layouts)).collect::<Result<Vec<_>, Fault>>()
    })?;
    let mut done = Round { frames: cases.len(), facts: 0 };
    let mut books: HashMap<BookId, Vec<(FrameRow, Quality, Option<Seen>)>> = HashMap::new();
    for case in cases {
        let book = case.frame.book_id;
        let (quality, seen) = conclude(&case)?;
        books.entry(book).or_default().push((case.frame, quality, seen.filter(|_| case.newest)));
    }
    for (book, judged) in books {
        let ctx = ctx.clone();
        done.facts += store.write(book.0, move |tx| {
            let mut facts = 0;
            for (frame, quality, seen) in &judged {
                frame::judge(tx, frame, quality)?;
                if let Some(seen) = seen {
                    facts += alert::follow(tx, &ctx, book, seen)?;
                }
            }
            Ok(facts)
        })?;
    }
    Ok(done)
}

fn gather(
    read: &mut Read<'_>,
    frame: FrameRow,
    layouts: &mut HashMap<(BookId, i64), LayoutRow>,
) -> Result<Case, Fault> {
    let (book, stream) = (frame.book_id, frame.stream);
    let layout = match layouts.get(&(book, stream)) {
        Some(layout) => layout.clone(),
        None => {
            let layout = layout::of_stream(read, book, stream)?
                .ok_or_else(|| Fault::new("a frame without a layout"))?;
            layouts.insert((book, stream), layout.clone());
            layout
        }
    };
    let mut frames = past(read, &frame)?;
    frames.push(frame.clone());
    let shape = frame.readings()?.shape;
    let same: Vec<Taken> =
        frames.iter().filter(|f| f.readings().is_ok_and(|r| r.shape == shape)).map(Taken::of).collect();
    let warehouse = layout.position.as_str().get(..25).unwrap_or_default();
    let building =
        read.get::<WarehouseRow>(&[book.into(), warehouse.into()])?.map(|row| row.kind.to_string());
    let evidence = Evidence::new(&layout, building.as_deref().unwrap_or("flat"), same);
    let copies = frame.points - frame.missing >= COPY_POINTS_MIN && frame.low < frame.high;
    let alike = if copies { frame::alike(read, &frame)? } else { Vec::new() };
    let newest =
        frame::newest(read, book, stream, Instant(i64::MAX))?.is_none_or(|newest| newest.at == frame.at);
    Ok(Case { frame, layout, evidence, alike, newest })
}

/// The frame before, and the one nearest to each of the days before, oldest first.
fn past(read: &mut Read<'_>, frame: &FrameRow) -> Result<Vec<FrameRow>, Fault> {
    let span = frame::range(read, frame.book_id, frame.stream, Instant(frame.at.0 - DAYS * DAY), frame.at)?;
    let mut chosen: Vec<usize> = (1..=DAYS)
        .filter_map(|ago| {
            let wanted = frame.at.0 - ago * DAY;
            (0..span.len()).min_by_key(|at| (span[*at].at.0 - wanted).abs())
        })
        .chain(span.len().checked_sub(1))
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut span: Vec<Option<FrameRow>> = span.into_iter().map(Some).collect();
    Ok(chosen.into_iter().filter_map(|at| span[at].take()).collect())
}

/// The marks of a frame's points and what the rules say.
fn conclude(case: &Case) -> Result<(Quality, Option<Seen>), Fault> {
    let readings = case.frame.readings()?;
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    let indicator = Indicator::named(&case.layout.kind);
    for (point, value) in readings.values.iter().enumerate() {
        match (value, indicator) {
            (None, _) => marks.push((point, Mark::Missing)),
            (Some(value), Some(range)) if *value < range.low || *value > range.high => {
                marks.push((point, Mark::Range))
            }
            _ => {}
        }
    }
    let mut conclusions = Vec::new();
    if &*case.layout.kind == "grain_temperature" {
        let judged = case.evidence.judge()?;
        marks.extend(judged.faults);
        conclusions = judged.conclusions;
    }
    if let Some(original) = case.alike.first() {
        marks.extend(
            (0..readings.values.len())
                .filter(|at| readings.values[*at].is_some())
                .map(|at| (at, Mark::Cloned)),
        );
        conclusions.push(case.evidence.copied(original));
    }
    marks.sort_unstable();
    marks.dedup();
    let seen = Seen {
        position: case.layout.position.clone(),
        kind: case.layout.kind.clone(),
        stream: case.frame.stream,
        at: case.frame.at,
        evidence: case.evidence.with(&conclusions, case.alike.first().map(Taken::of)),
        conclusions,
    };
    Ok((Quality(marks), Some(seen)))
}

/// Raises an alert for every stream that has sent nothing for three of its periods. Returns how many.
pub fn silence(store: &Store, ctx: &Ctx) -> Result<usize, Stop> {
    let now = ctx.now();
    let silent = store.read(|read| {
        let mut silent = Vec::new();
        for book in layout::books(read)? {
            let heads = frame::heads(read, book)?;
            for layout in layout::all(read, book)? {
                let (Some(at), Some(indicator)) = (heads.get(&layout.stream), Indicator::named(&layout.kind))
                else {
                    continue;
                };
                let patience = SILENT_PERIODS * indicator.period_minutes * 60 * base::term::time::SECOND;
                if now.0 - at.0 > patience {
                    silent.push((layout, *at, indicator.period_minutes));
                }
            }
        }
        Ok::<_, Fault>(silent)
    })?;
    let mut raised = 0;
    for (layout, at, period) in silent {
        let (ctx, book) = (ctx.clone(), layout.book_id);
        raised += store.write(book.0, move |tx: &mut Tx<'_>| {
            let evidence = Evidence::new(&layout, "", Vec::new());
            let conclusion = evidence::silent(at, now, period * SILENT_PERIODS);
            let seen = Seen {
                position: layout.position.clone(),
                kind: layout.kind.clone(),
                stream: layout.stream,
                at: now,
                evidence: evidence.with(std::slice::from_ref(&conclusion), None),
                conclusions: vec![conclusion],
            };
            alert::raise_alone(tx, &ctx, book, &seen)
        })?;
    }
    Ok(raised)
}
