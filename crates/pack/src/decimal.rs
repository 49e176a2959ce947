//! An exact decimal with six places, for rates, limits and measurements in packs. It never rounds on reading and never
//! holds a float.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Micro-units in one.
const ONE: i64 = 1_000_000;
/// Digits after the point.
const PLACES: usize = 6;

/// A decimal number kept as whole millionths: 12.5 is 12 500 000 micros. The unit (%, g/L, mg/100 g …) is that of the
/// field it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// Why a text is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecimalError {
    /// Not of the form `-12.345`: no exponent, no sign `+`, no bare point, no group marks.
    #[error("not a plain decimal number")]
    Form,
    /// More than six digits after the point.
    #[error("more than six digits after the point")]
    Places,
    /// Outside ±9 223 372 036 854.
    #[error("too large")]
    Range,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(0);
    /// One hundred, the whole in percent.
    pub const HUNDRED: Decimal = Decimal(100 * ONE);

    /// The number of `micros` millionths.
    pub const fn from_micros(micros: i64) -> Decimal {
        Decimal(micros)
    }

    /// The whole number `n`; `None` outside the range.
    pub const fn whole(n: i64) -> Option<Decimal> {
        match n.checked_mul(ONE) {
            Some(micros) => Some(Decimal(micros)),
            None => None,
        }
    }

    /// Millionths.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Thousandths, if the number has at most three places.
    pub const fn thousandths(self) -> Option<i64> {
        if self.0 % 1_000 == 0 { Some(self.0 / 1_000) } else { None }
    }

    /// Sum; `None` on overflow.
    pub const fn checked_add(self, other: Decimal) -> Option<Decimal> {
        match self.0.checked_add(other.0) {
            Some(micros) => Some(Decimal(micros)),
            None => None,
        }
    }

    /// Difference; `None` on overflow.
    pub const fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        match self.0.checked_sub(other.0) {
            Some(micros) => Some(Decimal(micros)),
            None => None,
        }
    }

    /// Product with a whole number; `None` on overflow.
    pub const fn checked_times(self, n: i64) -> Option<Decimal> {
        match self.0.checked_mul(n) {
            Some(micros) => Some(Decimal(micros)),
            None => None,
        }
    }

    /// Whether the number is a percentage of something: within 0 and 100.
    pub fn is_percent(self) -> bool {
        (Decimal::ZERO..=Decimal::HUNDRED).contains(&self)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Decimal, DecimalError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = match digits.split_once('.') {
            Some((_, "")) => return Err(DecimalError::Form),
            Some((whole, part)) => (whole, part),
            None => (digits, ""),
        };
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) {
            return Err(DecimalError::Form);
        }
        if part.len() > PLACES {
            return Err(DecimalError::Places);
        }
        let whole: i64 = whole.parse().map_err(|_| DecimalError::Range)?;
        let part: i64 = format!("{part:0<PLACES$}").parse().map_err(|_| DecimalError::Range)?;
        let micros = whole.checked_mul(ONE).and_then(|w| w.checked_add(part)).ok_or(DecimalError::Range)?;
        Ok(Decimal(if negative { -micros } else { micros }))
    }
}

impl fmt::Display for Decimal {
    /// The shortest exact form: `12.5`, `-0.65`, `3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / ONE as u64, self.0.unsigned_abs() % ONE as u64);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:06}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// How an exact quotient becomes a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Nearest; a half goes away from zero (四舍五入).
    Half,
    /// Towards zero: a limit is never widened by rounding.
    Down,
}

/// `value × numerator ÷ denominator`, exact in 128 bits and then rounded once; `None` if the result leaves `i64`
/// or there is nothing to divide by.
pub(crate) fn scale(value: i64, numerator: i128, denominator: i128, rounding: Rounding) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let product = i128::from(value).checked_mul(numerator)?;
    let (quotient, rest) = (product / denominator, product % denominator);
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Half => rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs(),
    };
    let sign = if (product < 0) == (denominator < 0) { 1 } else { -1 };
    i64::try_from(quotient + if away { sign } else { 0 }).ok()
}

/// `percent` of `quantity`.
pub(crate) fn percent_of(quantity: i64, percent: Decimal, rounding: Rounding) -> Option<i64> {
    scale(quantity, i128::from(percent.0), i128::from(Decimal::HUNDRED.0), rounding)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn text_is_read_exactly_or_refused() {
        let cases: &[(&str, Result<i64, DecimalError>)] = &[
            ("0", Ok(0)),
            ("12.5", Ok(12_500_000)),
            ("-0.65", Ok(-650_000)),
            ("0.000001", Ok(1)),
            ("9223372036854.775807", Ok(i64::MAX)),
            ("0.0000001", Err(DecimalError::Places)),
            ("9223372036854.775808", Err(DecimalError::Range)),
            ("99999999999999999999", Err(DecimalError::Range)),
            ("", Err(DecimalError::Form)),
            ("-", Err(DecimalError::Form)),
            (".5", Err(DecimalError::Form)),
            ("5.", Err(DecimalError::Form)),
            ("+5", Err(DecimalError::Form)),
            ("1e3", Err(DecimalError::Form)),
            ("1,000", Err(DecimalError::Form)),
            ("--1", Err(DecimalError::Form)),
            ("１２", Err(DecimalError::Form)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Decimal>().map(Decimal::micros), *expected, "{text:?}");
        }
    }

    #[test]
    fn display_is_the_shortest_exact_form() {
        for (micros, text) in [
            (0, "0"),
            (12_500_000, "12.5"),
            (-650_000, "-0.65"),
            (3_000_000, "3"),
            (1, "0.000001"),
            (i64::MIN, "-9223372036854.775808"),
        ] {
            assert_eq!(Decimal::from_micros(micros).to_string(), text);
        }
    }

    #[test]
    fn rounding_happens_once_and_halves_go_away_from_zero() {
        // (value, numerator, denominator, half, down)
        let cases = [
            (5, 1, 2, 3, 2),
            (-5, 1, 2, -3, -2),
            (4, 1, 3, 1, 1),
            (5, 1, 3, 2, 1),
            (-5, 1, 3, -2, -1),
            (6, 1, 3, 2, 2),
        ];
        for (value, n, d, half, down) in cases {
            assert_eq!(scale(value, n, d, Rounding::Half), Some(half), "{value}*{n}/{d}");
            assert_eq!(scale(value, n, d, Rounding::Down), Some(down), "{value}*{n}/{d}");
        }
        assert_eq!(scale(i64::MAX, 2, 1, Rounding::Down), None);
        assert_eq!(scale(1, 1, 0, Rounding::Half), None);
        assert_eq!(scale(i64::MAX, i64::MAX.into(), i64::MAX.into(), Rounding::Half), Some(i64::MAX));
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(micros in -i64::MAX..=i64::MAX) {
            let number = Decimal::from_micros(micros);
            proptest::prop_assert_eq!(number.to_string().parse::<Decimal>(), Ok(number));
        }
    }
}
