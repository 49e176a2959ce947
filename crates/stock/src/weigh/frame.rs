//! The continuous output of a weighbridge display 称重显示器: frames of ASCII, and when a weight may be called steady. Bytes in, weights
//! out; it opens no port.
//!
//! A frame is `STX sign digits point check check ETX`: sign `+` or `-`, six or seven digits, the number of decimals as one digit, and the
//! exclusive-or of everything between STX and the check as two hexadecimal digits. Displays of several makers send it; the unit is the
//! kilogram.

use super::GROSS_MAX;
use crate::worksheet::Kilograms;

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
/// Longest frame between STX and ETX: sign, seven digits, point, two of check.
const BODY_MAX: usize = 11;

/// One frame's weight in thousandths of a kilogram, with its raw bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Thousandths of a kilogram.
    pub grams: i64,
    pub raw: Vec<u8>,
}

/// Why a frame was thrown away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// Not of the form above.
    Form,
    /// The check is wrong: a byte was lost or changed on the line.
    Check,
}

/// Collects bytes into frames. Noise between frames is skipped; a frame that grows too long is given up.
#[derive(Debug, Default)]
pub struct Reader {
    body: Option<Vec<u8>>,
    /// Frames thrown away so far.
    pub bad: u64,
}

impl Reader {
    /// Begins anew after the line was interrupted: what was read of a frame will not be completed.
    pub fn restart(&mut self) {
        self.body = None;
    }

    /// The frames that these bytes complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        for byte in bytes {
            match (byte, &mut self.body) {
                (&STX, body) => {
                    self.bad += u64::from(body.is_some());
                    *body = Some(Vec::with_capacity(BODY_MAX));
                }
                (&ETX, body) => {
                    if let Some(body) = body.take() {
                        match parse(&body) {
                            Ok(frame) => frames.push(frame),
                            Err(_) => self.bad += 1,
                        }
                    }
                }
                (byte, Some(body)) if body.len() < BODY_MAX => body.push(*byte),
                (_, body @ Some(_)) => {
                    *body = None;
                    self.bad += 1;
                }
                (_, None) => {}
            }
        }
        frames
    }
}

/// The weight in what stands between STX and ETX.
pub fn parse(body: &[u8]) -> Result<Frame, Bad> {
    let (said, check) = body.split_at_checked(body.len().saturating_sub(2)).ok_or(Bad::Form)?;
    let (sign, digits, point) = match said {
        [sign @ (b'+' | b'-'), digits @ .., point @ b'0'..=b'3'] => (sign, digits, point - b'0'),
        _ => return Err(Bad::Form),
    };
    if !matches!(digits.len(), 6 | 7) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Bad::Form);
    }
    if check != checked(said) {
        return Err(Bad::Check);
    }
    let number = digits.iter().fold(0_i64, |n, digit| n * 10 + i64::from(digit - b'0'));
    let grams = number * 10_i64.pow(3 - u32::from(point));
    let mut raw = vec![STX];
    raw.extend_from_slice(body);
    raw.push(ETX);
    Ok(Frame { grams: if *sign == b'-' { -grams } else { grams }, raw })
}

/// The two hexadecimal digits of the exclusive-or.
fn checked(said: &[u8]) -> [u8; 2] {
    let sum = said.iter().fold(0_u8, |sum, byte| sum ^ byte);
    let digit = |nibble: u8| b"0123456789ABCDEF"[usize::from(nibble)];
    [digit(sum >> 4), digit(sum & 15)]
}

/// A frame as a display sends it, whole kilograms; `None` beyond seven digits.
pub fn written(kilograms: Kilograms) -> Option<Vec<u8>> {
    if kilograms.unsigned_abs() > 9_999_999 {
        return None;
    }
    let sign = if kilograms < 0 { '-' } else { '+' };
    let said = format!("{sign}{:06}0", kilograms.unsigned_abs());
    let mut frame = vec![STX];
    frame.extend_from_slice(said.as_bytes());
    frame.extend_from_slice(&checked(said.as_bytes()));
    frame.push(ETX);
    Some(frame)
}

/// When a weight is called steady; of each bridge, and unconfirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    /// Frames in a row that must agree: ten are two seconds of a display that sends five a second.
    pub frames: usize,
    /// How far they may differ, kilograms: one division of a common bridge is 20.
    pub kilograms: Kilograms,
    /// Below this nothing stands on the bridge, kilograms.
    pub empty: Kilograms,
}

impl Default for Steady {
    fn default() -> Self {
        Self { frames: 10, kilograms: 20, empty: 200 }
    }
}

/// The last frames of a display.
#[derive(Debug)]
pub struct Window {
    steady: Steady,
    frames: std::collections::VecDeque<Frame>,
}

impl Window {
    /// An empty window.
    pub fn new(steady: Steady) -> Self {
        Self { steady, frames: std::collections::VecDeque::with_capacity(steady.frames) }
    }

    /// Takes in the next frame.
    pub fn push(&mut self, frame: Frame) {
        if self.frames.len() >= self.steady.frames {
            self.frames.pop_front();
        }
        self.frames.push_back(frame);
    }

    /// Forgets everything: the line was interrupted.
    pub fn clear(&mut self) {
        self.frames.clear();
    }

    /// The newest weight, whole kilograms.
    pub fn latest(&self) -> Option<Kilograms> {
        self.frames.back().map(kilograms)
    }

    /// The weight, if enough frames agree, something stands on the bridge, and a bridge can carry it.
    pub fn steady(&self) -> Option<Kilograms> {
        if self.frames.len() < self.steady.frames {
            return None;
        }
        let weights = self.frames.iter().map(kilograms);
        let (least, most) = (weights.clone().min()?, weights.max()?);
        let latest = self.latest()?;
        let whole =
            most - least <= self.steady.kilograms && latest >= self.steady.empty && latest <= GROSS_MAX;
        whole.then_some(latest)
    }

    /// The raw frames, hexadecimal, one a line: what is kept of a captured weight.
    pub fn content(&self) -> String {
        let line = |frame: &Frame| frame.raw.iter().map(|b| format!("{b:02x}")).collect::<String>();
        self.frames.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn kilograms(frame: &Frame) -> Kilograms {
    // Half a kilogram more or less: nearest, halves away from zero.
    (frame.grams + 500 * frame.grams.signum()) / 1_000
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frames_are_read_or_thrown_away() {
        for (body, want) in [
            // '+' ^ '0' ^ '4' ^ '8' ^ '5' ^ '2' ^ '0' ^ '0' = 2B ^ 30 ^ 34 ^ 38 ^ 35 ^ 32 ^ 30 ^ 30 = 10
            (&b"+048520010"[..], Ok(48_520_000)),
            (b"+048520011", Err(Bad::Check)),
            (b"-000020029", Err(Bad::Check)),
            (b"+0485200", Err(Bad::Form)),
            (b" 048520010", Err(Bad::Form)),
            (b"+04852A010", Err(Bad::Form)),
            (b"+048520910", Err(Bad::Form)),
            (b"", Err(Bad::Form)),
            (b"+", Err(Bad::Form)),
        ] {
            assert_eq!(parse(body).map(|frame| frame.grams), want, "{}", String::from_utf8_lossy(body));
        }
        // One decimal, seven digits.
        let said = b"+04852051";
        let mut body = said.to_vec();
        body.extend_from_slice(&checked(said));
        assert_eq!(parse(&body).map(|frame| frame.grams), Ok(48_520_500));
    }

    #[test]
    fn noise_and_broken_frames_cost_only_themselves() {
        let mut reader = Reader::default();
        let mut line = b"xx".to_vec();
        line.extend(written(48_520).unwrap());
        line.extend(&written(48_520).unwrap()[..4]);
        line.extend(written(16_480).unwrap());
        line.extend(b"\x02+01234567890123456789\x03");
        line.extend(written(-20).unwrap());
        let mut weights = Vec::new();
        for byte in line {
            weights.extend(reader.feed(&[byte]).into_iter().map(|frame| frame.grams));
        }
        assert_eq!(weights, [48_520_000, 16_480_000, -20_000]);
        assert_eq!(reader.bad, 2);
    }

    #[test]
    fn a_weight_is_steady_after_ten_frames_within_one_division() {
        let frame = |kg| parse(&written(kg).unwrap()[1..11]).unwrap();
        let mut window = Window::new(Steady::default());
        for kg in [48_500, 48_520, 48_510, 48_520, 48_520, 48_520, 48_520, 48_520, 48_520] {
            window.push(frame(kg));
            assert_eq!(window.steady(), None, "fewer than ten");
        }
        window.push(frame(48_520));
        assert_eq!((window.steady(), window.latest()), (Some(48_520), Some(48_520)));
        window.push(frame(48_560));
        assert_eq!(window.steady(), None, "60 kg apart");
        assert_eq!(window.content().lines().count(), 10);
        window.clear();
        assert_eq!(window.latest(), None);
        for kg in [0, 180, 200_020] {
            let mut still = Window::new(Steady::default());
            (0..10).for_each(|_| still.push(frame(kg)));
            assert_eq!(still.steady(), None, "{kg} kg is no truck");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(kg in -9_999_999i64..=9_999_999, noise in proptest::collection::vec(4u8.., 0..20)) {
            let mut reader = Reader::default();
            let mut line = noise;
            line.extend(written(kg).unwrap());
            let frames = reader.feed(&line);
            prop_assert_eq!(frames.len(), 1);
            prop_assert_eq!(frames[0].grams, kg * 1_000);
        }

        #[test]
        fn no_line_makes_the_reader_fail(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::default();
            for frame in reader.feed(&line) {
                prop_assert!(frame.grams.abs() <= 9_999_999_000);
            }
        }
    }
}
