//! Exact numbers: quantities in thousandths of an item's unit and money in fen. Overflow is refused, never wrapped,
//! and no floating point exists here.

use super::fault::Fault;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A quantity in thousandths of the item's unit (grain: unit t, so one is a kilogram).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(pub i64);

/// Money in fen (one hundredth of a yuan).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

macro_rules! exact {
    ($name:ident) => {
        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(0);

            /// The sum; a fault when it does not fit 64 bits.
            pub fn plus(self, other: Self) -> Result<Self, Fault> {
                self.0.checked_add(other.0).map(Self).ok_or_else(|| Fault::new("number too large"))
            }

            /// The difference; a fault when it does not fit 64 bits.
            pub fn minus(self, other: Self) -> Result<Self, Fault> {
                self.0.checked_sub(other.0).map(Self).ok_or_else(|| Fault::new("number too large"))
            }

            /// The negative; a fault for the one value that has none.
            pub fn negated(self) -> Result<Self, Fault> {
                self.0.checked_neg().map(Self).ok_or_else(|| Fault::new("number too large"))
            }

            /// `self * numerator / denominator`, rounded half away from zero.
            pub fn scaled(self, numerator: i64, denominator: i64) -> Result<Self, Fault> {
                if denominator == 0 {
                    return Err(Fault::new("division by zero"));
                }
                let product = i128::from(self.0) * i128::from(numerator);
                let d = i128::from(denominator);
                let half = d.abs() / 2;
                let signed = if (product < 0) == (d < 0) {
                    product + half * d.signum()
                } else {
                    product - half * d.signum()
                };
                i64::try_from(signed / d).map(Self).map_err(|_| Fault::new("number too large"))
            }
        }
    };
}
exact!(Quantity);
exact!(Money);

impl fmt::Display for Quantity {
    /// Decimal with up to three places, trailing zeros dropped: `1234.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let text = format!("{part:03}");
        write!(f, "{sign}{whole}.{}", text.trim_end_matches('0'))
    }
}

impl fmt::Display for Money {
    /// Yuan with two places: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn scaling_rounds_half_away_from_zero() {
        for (value, n, d, expected) in
            [(10, 1, 4, 3), (-10, 1, 4, -3), (10, 1, 3, 3), (7, -1, 2, -4), (1_000_000, 100, 8750, 11429)]
        {
            assert_eq!(Quantity(value).scaled(n, d).unwrap(), Quantity(expected), "{value}*{n}/{d}");
        }
    }

    #[test]
    fn overflow_is_refused() {
        assert!(Quantity(i64::MAX).plus(Quantity(1)).is_err());
        assert!(Money(i64::MIN).negated().is_err());
        assert!(Quantity(i64::MAX).scaled(2, 1).is_err());
    }

    #[test]
    fn shown_as_decimals() {
        assert_eq!(Quantity(1_234_500).to_string(), "1234.5");
        assert_eq!(Quantity(-1).to_string(), "-0.001");
        assert_eq!(Money(-5).to_string(), "-0.05");
    }
}
