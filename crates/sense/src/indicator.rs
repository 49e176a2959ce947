//! The catalogue of indicators (指标目录): what may be measured, in which unit, to which precision, within which range. The catalogue is
//! data in `indicators.csv`; nothing here says what a value means for the goods.

use std::sync::OnceLock;

/// Something that is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Stable code: the kind of a frame.
    pub code: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// Digits after the point that are kept: one step is 10^-decimals of the unit.
    pub decimals: u8,
    /// Lowest value a sensor can have measured, in steps.
    pub low: i64,
    /// Highest value, in steps.
    pub high: i64,
    /// Minutes between two scans.
    pub period_minutes: i64,
    /// Measured at points in space, or once for a position.
    pub grid: bool,
    /// Where range and period come from, with the status of the source.
    pub basis: &'static str,
}

impl Indicator {
    /// The indicator of this code.
    pub fn named(code: &str) -> Option<&'static Self> {
        catalogue().iter().find(|indicator| indicator.code == code)
    }

    /// How many steps make one unit.
    pub fn scale(&self) -> i64 {
        10_i64.pow(u32::from(self.decimals))
    }

    /// A decimal number in steps, rounded half away from zero; `None` when it is no number or has more than 15 digits.
    pub fn steps(&self, text: &str) -> Option<i64> {
        steps(text, self.decimals)
    }
}

/// All indicators, in the order of the catalogue.
pub fn catalogue() -> &'static [Indicator] {
    static CATALOGUE: OnceLock<Vec<Indicator>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        // A line that cannot be read is left out; a test counts them.
        include_str!("indicators.csv").lines().skip(1).filter_map(line).collect()
    })
}

fn line(text: &'static str) -> Option<Indicator> {
    let fields: Vec<&'static str> = text.splitn(10, ',').collect();
    let [code, zh, en, unit, decimals, low, high, period, grid, basis] = fields.try_into().ok()?;
    let decimals = decimals.parse().ok()?;
    Some(Indicator {
        code,
        zh,
        en,
        unit,
        decimals,
        low: steps(low, decimals)?,
        high: steps(high, decimals)?,
        period_minutes: period.parse().ok()?,
        grid: grid == "yes",
        basis,
    })
}

/// A decimal number, perhaps with an exponent, as a whole number of 10^-decimals, rounded half away from zero.
pub fn steps(text: &str, decimals: u8) -> Option<i64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() || whole.len() + fraction.len() > 25 {
        return None;
    }
    let mut number: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        number = number * 10 + i128::from(char::from(digit).to_digit(10)?);
    }
    let shift = exponent + i32::from(decimals) - i32::try_from(fraction.len()).ok()?;
    let value = match shift {
        0..=12 => number.checked_mul(10_i128.pow(shift.unsigned_abs()))?,
        -30..=-1 => {
            let divisor = 10_i128.pow(shift.unsigned_abs());
            (number + divisor / 2) / divisor
        }
        ..-30 => 0,
        _ => return (number == 0).then_some(0),
    };
    let value = i64::try_from(value).ok().filter(|v| *v < 1_000_000_000_000_000)?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_catalogue_is_read_whole() {
        let lines = include_str!("indicators.csv").lines().count() - 1;
        assert_eq!(catalogue().len(), lines);
        let grain = Indicator::named("grain_temperature").unwrap();
        assert_eq!((grain.low, grain.high, grain.scale(), grain.grid), (-400, 600, 10, true));
    }

    #[test]
    fn a_decimal_is_a_whole_number_of_steps() {
        let cases = [
            ("21.3", 1, Some(213)),
            ("-0.25", 1, Some(-3)),
            ("0.24", 1, Some(2)),
            ("+7", 0, Some(7)),
            (".5", 1, Some(5)),
            ("1e2", 1, Some(1000)),
            ("1.5E-1", 1, Some(2)),
            ("1e-90", 1, Some(0)),
            ("", 1, None),
            (".", 1, None),
            ("1.2.3", 1, None),
            ("nan", 1, None),
            ("1e300", 1, None),
            ("999999999999999999999999999", 1, None),
        ];
        for (text, decimals, expected) in cases {
            assert_eq!(steps(text, decimals), expected, "{text}");
        }
    }
}
