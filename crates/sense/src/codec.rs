//! How a scan is kept: every reading as a whole number of steps, predicted from its neighbours in space, the differences in an adaptive
//! Rice code. Exact both ways; foreign bytes are refused, never believed. Format: `docs/spec/sense.md`.

mod bits;
#[cfg(test)]
mod test;

use crate::geometry::Shape;
use bits::{Reader, Writer};

/// First byte of the format.
const VERSION: u8 = 1;
/// Largest reading either way, in steps.
pub const STEPS_MAX: i64 = 1_000_000_000_000;
/// Readings of air that a scan may carry.
pub const AIR: usize = 4;

/// What one scan read, in steps of the indicator; the air in tenths of °C and of a percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// Where the points are.
    pub shape: Shape,
    /// Layer by layer from the top, each row by row; nothing where the sensor gave nothing.
    pub values: Vec<Option<i64>>,
    /// Temperature and humidity outside, then above the grain.
    pub air: [Option<i64>; AIR],
}

/// The readings as bytes; `None` when they do not fit their shape or a reading is beyond [`STEPS_MAX`].
pub fn encode(readings: &Readings) -> Option<Vec<u8>> {
    let Readings { shape, values, air } = readings;
    let fits = |value: &i64| value.abs() <= STEPS_MAX;
    if shape.points()? != values.len() || !values.iter().flatten().chain(air.iter().flatten()).all(fits) {
        return None;
    }
    let mut bytes = vec![VERSION];
    for axis in [shape.rows, shape.columns, shape.layers] {
        varint(&mut bytes, axis.unsigned_abs());
    }
    let mask = air.iter().enumerate().fold(0, |mask, (at, value)| mask | u64::from(value.is_some()) << at);
    varint(&mut bytes, mask);
    air.iter().flatten().for_each(|value| varint(&mut bytes, zigzag(*value)));
    let missing: Vec<usize> = (0..values.len()).filter(|at| values[*at].is_none()).collect();
    varint(&mut bytes, missing.len() as u64);
    let mut before = 0;
    for at in missing {
        varint(&mut bytes, (at - before) as u64);
        before = at;
    }
    let (mut out, mut rice) = (Writer::new(bytes), Rice::default());
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value {
            rice.write(&mut out, zigzag(value - predicted(*shape, values, at)));
        }
    }
    Some(out.finish())
}

/// The readings in these bytes; `None` when they are not exactly what [`encode`] writes.
pub fn decode(bytes: &[u8]) -> Option<Readings> {
    let mut rest = bytes.strip_prefix(&[VERSION])?;
    let mut axis = || i64::try_from(take(&mut rest)?).ok();
    let shape = Shape { rows: axis()?, columns: axis()?, layers: axis()? };
    let points = shape.points()?;
    let mask = take(&mut rest)?;
    if mask >> AIR != 0 {
        return None;
    }
    let mut air = [None; AIR];
    for (at, value) in air.iter_mut().enumerate() {
        if mask >> at & 1 == 1 {
            *value = Some(unzigzag(take(&mut rest)?)).filter(|v| v.abs() <= STEPS_MAX);
            value.as_ref()?;
        }
    }
    let count = usize::try_from(take(&mut rest)?).ok().filter(|count| *count <= points)?;
    let mut present = vec![true; points];
    let mut at = 0;
    for turn in 0..count {
        let gap = usize::try_from(take(&mut rest)?).ok()?;
        if turn > 0 && gap == 0 {
            return None;
        }
        at = gap.checked_add(at).filter(|at| *at < points)?;
        present[at] = false;
    }
    let (mut input, mut rice) = (Reader::new(rest), Rice::default());
    let mut values = vec![None; points];
    for at in 0..points {
        if present[at] {
            let value = unzigzag(rice.read(&mut input)?).checked_add(predicted(shape, &values, at))?;
            values[at] = Some(value).filter(|v| v.abs() <= STEPS_MAX);
            values[at]?;
        }
    }
    input.is_done().then_some(Readings { shape, values, air })
}

/// What the readings before a point make likely there: the mean of those beside it in its layer and above it, and for the first point nought.
fn predicted(shape: Shape, values: &[Option<i64>], at: usize) -> i64 {
    // A shape with points has axes of 1 to 64.
    let columns = usize::try_from(shape.columns).unwrap_or(1);
    let layer = columns * usize::try_from(shape.rows).unwrap_or(1);
    let near =
        |back: usize, there: bool| there.then(|| at.checked_sub(back).and_then(|at| values[at])).flatten();
    let (mut sum, mut count) = (0, 0);
    for value in [near(1, at % columns > 0), near(columns, at % layer >= columns), near(layer, true)]
        .into_iter()
        .flatten()
    {
        sum += value;
        count += 1;
    }
    match count {
        // Nothing beside it: the nearest reading before it in any direction.
        0 => values[..at].iter().rev().flatten().next().copied().unwrap_or(0),
        count => i64::div_euclid(sum + count / 2, count),
    }
}

/// The parameter of the Rice code, from the mean of the differences so far.
struct Rice {
    sum: u64,
    count: u64,
}

impl Default for Rice {
    fn default() -> Self {
        Self { sum: 16, count: 2 }
    }
}

/// Differences seen before the mean forgets half of them.
const MEMORY: u64 = 64;
/// Ones after which a difference stands as it is: a jump must not cost its own size in bits.
const ESCAPE: u32 = 20;
/// Bits of an escaped difference: twice [`STEPS_MAX`], with its sign.
const ESCAPED_BITS: u32 = 43;

impl Rice {
    fn parameter(&self) -> u32 {
        let mean = self.sum / self.count;
        u64::BITS - (mean + mean / 2).leading_zeros().min(u64::BITS - 1) - 1
    }

    fn learn(&mut self, number: u64) {
        self.sum = self.sum.saturating_add(number);
        self.count += 1;
        if self.count >= MEMORY {
            self.sum /= 2;
            self.count /= 2;
        }
    }

    fn write(&mut self, out: &mut Writer, number: u64) {
        let parameter = self.parameter();
        let high = number >> parameter;
        if high < u64::from(ESCAPE) {
            // Below ESCAPE, so it fits.
            out.ones(u32::try_from(high).unwrap_or(ESCAPE));
            out.bits(number, parameter);
        } else {
            out.ones(ESCAPE);
            out.bits(number, ESCAPED_BITS);
        }
        self.learn(number);
    }

    fn read(&mut self, input: &mut Reader<'_>) -> Option<u64> {
        let parameter = self.parameter();
        let high = input.ones(ESCAPE)?;
        let number = if high < ESCAPE {
            u64::from(high) << parameter | input.bits(parameter)?
        } else {
            // What is short enough for the short way is written the short way: one reading, one spelling.
            input.bits(ESCAPED_BITS).filter(|number| number >> parameter >= u64::from(ESCAPE))?
        };
        self.learn(number);
        Some(number)
    }
}

fn zigzag(value: i64) -> u64 {
    (value.unsigned_abs() << 1) - u64::from(value < 0)
}

fn unzigzag(number: u64) -> i64 {
    // Both halves are below 2^63.
    let half = i64::try_from(number >> 1).unwrap_or(i64::MAX);
    if number & 1 == 1 { -half - 1 } else { half }
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The next number; `None` when the bytes end, or spell it longer than need be.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return (shift == 0 || *first != 0).then_some(number);
        }
    }
    None
}
