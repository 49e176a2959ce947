//! Frames: scans as they are kept. A frame is what arrived and is never changed; what is concluded about it (`quality`, `judged`) stands
//! beside it and is not sealed. Taking the same scan twice keeps it once, and a different one for the same instant is refused.

mod store;

use std::collections::HashMap;
use std::sync::Arc;

use base::record;
use base::store::Tx;
use base::term::fault::Fault;
use base::term::{BookId, Instant};

use store::known;
pub use store::{alike, heads, judge, newest, range, unjudged};

use crate::codec::{self, Readings};
use crate::layout::LayoutRow;
use crate::scan::{Scan, ScanRefusal};
use crate::seal;

record! {
    /// One frame.
    pub struct FrameRow in "sense_frame", Side, key 3 {
        book_id: BookId,
        /// Short name of position and indicator: `LayoutRow::stream`.
        stream: i64,
        /// When it was read, by the device's clock.
        at: Instant,
        /// When it was kept, by ours; never inside an hour that is sealed.
        received: Instant,
        /// Index of the device's registration; -1 for readings by hand.
        device: i64,
        points: i64,
        missing: i64,
        /// Lowest, mean (rounded) and highest reading in steps; all 0 when none was read.
        low: i64,
        mean: i64,
        high: i64,
        /// A number that equal readings share, whatever their instant.
        likeness: i64,
        /// The readings, as `codec` writes them.
        payload: Arc<[u8]>,
        /// 0 until the rules have looked at it.
        judged: i64,
        /// What is known against single points, as [`Quality`] writes it.
        quality: Option<Arc<[u8]>>,
    }
}

/// Most scans taken in one transaction.
pub const BATCH_MAX: usize = 2_000;
/// Device number of readings entered by hand.
pub const BY_HAND: i64 = -1;
/// Most frames of one range query: a position scanned every hour for a year.
pub const RANGE_MAX: i64 = 8_800;

/// What became of a batch of scans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Kept now.
    pub accepted: u64,
    /// Kept before, equal to the last bit.
    pub repeated: u64,
    /// Refused, by their place in the batch.
    pub refused: Vec<(usize, ScanRefusal)>,
}

/// Low, mean and high of what was read.
fn summary(readings: &Readings) -> (i64, i64, i64) {
    let (mut low, mut high, mut sum, mut count) = (i64::MAX, i64::MIN, 0, 0);
    for value in readings.values.iter().flatten() {
        (low, high, sum, count) = (low.min(*value), high.max(*value), sum + value, count + 1);
    }
    if count == 0 { (0, 0, 0) } else { (low, i64::div_euclid(2 * sum + count, 2 * count), high) }
}

/// The first eight bytes of the digest of the readings without the air, so that copies of a store's readings are found by their likeness.
fn likeness(readings: &Readings) -> i64 {
    let bare = Readings { air: [None; codec::AIR], ..readings.clone() };
    let hash = chain::leaf_hash::<chain::Sha256Suite>(&codec::encode(&bare).unwrap_or_default());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(first)
}

impl FrameRow {
    fn new(layout: &LayoutRow, scan: &Scan, received: Instant, device: i64) -> Result<Self, ScanRefusal> {
        let (readings, payload) = scan.packed(layout.shape())?;
        let (low, mean, high) = summary(&readings);
        let missing = readings.values.iter().filter(|value| value.is_none()).count();
        Ok(Self {
            book_id: layout.book_id,
            stream: layout.stream,
            at: scan.at,
            received,
            device,
            // At most POINTS_MAX of them.
            points: readings.values.len() as i64,
            missing: missing as i64,
            low,
            mean,
            high,
            likeness: likeness(&readings),
            payload: payload.into(),
            judged: 0,
            quality: None,
        })
    }

    /// The readings.
    pub fn readings(&self) -> Result<Readings, Fault> {
        codec::decode(&self.payload).ok_or_else(|| {
            Fault::new(format!("frame {}/{} at {} cannot be read", self.book_id.0, self.stream, self.at.0))
        })
    }

    /// What is known against its points.
    pub fn quality(&self) -> Quality {
        Quality::from_bytes(self.quality.as_deref().unwrap_or_default())
    }

    /// Whether the columns beside the payload say what the payload says.
    pub(crate) fn is_whole(&self) -> bool {
        codec::decode(&self.payload).is_some_and(|readings| {
            let missing = readings.values.iter().filter(|value| value.is_none()).count() as i64;
            (self.low, self.mean, self.high) == summary(&readings)
                && (self.points, self.missing) == (readings.values.len() as i64, missing)
                && self.likeness == likeness(&readings)
        })
    }
}

/// Why a point is not believed: a set of marks for each point that has any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality(pub Vec<(usize, Mark)>);

/// Why a reading is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// The sensor gave nothing.
    Missing,
    /// The same value for days while its neighbours moved.
    Stuck,
    /// Too far from the scan before.
    Jump,
    /// Beyond what the sensor can measure.
    Range,
    /// The whole scan equals one of another store, or an earlier one of its own.
    Cloned,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 5] = [Self::Missing, Self::Stuck, Self::Jump, Self::Range, Self::Cloned];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Stuck => "stuck",
            Self::Jump => "jump",
            Self::Range => "out_of_range",
            Self::Cloned => "cloned",
        }
    }
}

impl Quality {
    /// The marks as bytes: three for each, point and kind.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mark = |(point, mark): &(usize, Mark)| {
            // A layout has at most POINTS_MAX points, which two bytes hold.
            let [high, low] = u16::try_from(*point).unwrap_or(u16::MAX).to_be_bytes();
            [high, low, *mark as u8]
        };
        self.0.iter().flat_map(mark).collect()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        let mark = |three: &[u8]| {
            Some((
                usize::from(u16::from_be_bytes([three[0], three[1]])),
                *Mark::ALL.get(usize::from(three[2]))?,
            ))
        };
        Self(bytes.chunks_exact(3).filter_map(mark).collect())
    }
}

/// Takes scans into a book, each on its own: one that is refused leaves its neighbours untouched. The caller has checked who sends.
pub fn take(
    tx: &mut Tx<'_>,
    now: Instant,
    book: BookId,
    device: i64,
    scans: &[Scan],
) -> Result<Taken, Fault> {
    let org = tx.head(book)?.org.clone();
    // A clock set back may not put a frame into an hour that is sealed already.
    let received = Instant(now.0.max(seal::sealed_until(tx, book)?));
    let mut taken = Taken::default();
    let mut rows: Vec<(usize, FrameRow)> = Vec::with_capacity(scans.len());
    for (at, scan) in scans.iter().enumerate() {
        let row = if scan.position.as_str().starts_with(org.as_str()) {
            frame(tx, now, received, book, device, scan)?
        } else {
            Err(ScanRefusal::Foreign)
        };
        match row {
            Ok(row) => rows.push((at, row)),
            Err(refusal) => taken.refused.push((at, refusal)),
        }
    }
    let mut kept: HashMap<(i64, i64), Arc<[u8]>> = HashMap::with_capacity(rows.len());
    for part in rows.chunks(KNOWN_AT_ONCE) {
        known(tx, book, part, &mut kept)?;
    }
    for (at, row) in rows {
        match kept.get(&(row.stream, row.at.0)) {
            Some(payload) if *payload == row.payload => taken.repeated += 1,
            Some(_) => taken.refused.push((at, ScanRefusal::Conflict)),
            None => {
                kept.insert((row.stream, row.at.0), row.payload.clone());
                tx.insert(&row)?;
                taken.accepted += 1;
            }
        }
    }
    taken.refused.sort_by_key(|(at, _)| *at);
    Ok(taken)
}

/// Frames looked for in one statement.
const KNOWN_AT_ONCE: usize = 100;

fn frame(
    tx: &mut Tx<'_>,
    now: Instant,
    received: Instant,
    book: BookId,
    device: i64,
    scan: &Scan,
) -> Result<Result<FrameRow, ScanRefusal>, Fault> {
    if let Err(refusal) = scan.indicator(now) {
        return Ok(Err(refusal));
    }
    let key = [book.into(), (&scan.position).into(), scan.kind.as_str().into()];
    let layout = tx.get::<LayoutRow>(&key)?;
    Ok(layout.ok_or(ScanRefusal::Layout).and_then(|layout| FrameRow::new(&layout, scan, received, device)))
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::geometry::Shape;

    #[test]
    fn a_summary_is_of_what_was_read() {
        let of = |values: Vec<Option<i64>>| {
            let layers = values.len() as i64;
            summary(&Readings { shape: Shape { rows: 1, columns: 1, layers }, values, air: [None; 4] })
        };
        assert_eq!(of(vec![Some(10), None, Some(21)]), (10, 16, 21));
        assert_eq!(of(vec![Some(-10), Some(-21)]), (-21, -15, -10));
        assert_eq!(of(vec![None]), (0, 0, 0));
    }

    #[test]
    fn marks_read_as_they_were_written() {
        let quality = Quality(vec![(0, Mark::Missing), (311, Mark::Stuck), (311, Mark::Cloned)]);
        assert_eq!(Quality::from_bytes(&quality.to_bytes()), quality);
        assert_eq!(Quality::from_bytes(&[0, 1, 200]), Quality::default());
    }
}
