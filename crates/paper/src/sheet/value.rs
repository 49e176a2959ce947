//! Cells into values: exact decimals, days, codes. No rounding: a cell that does not say exactly one value is a mistake.

use super::{Cell, What};
use jiff::civil::Date;

/// Longest text of one cell, in characters.
const TEXT_MAX: usize = 2_000;

/// Most digits a spreadsheet keeps of a number.
const DIGITS_MAX: usize = 15;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, white space at both ends taken off.
    Text,
    /// A code: full-width letters and digits become half-width, all white space is taken out. A long code typed as a number
    /// has lost its last digits in the spreadsheet and is a mistake.
    Code,
    /// A whole number.
    Integer,
    /// A decimal number with at most three decimals, as thousandths.
    Decimal,
    /// A calendar day.
    Day,
}

/// A value read or to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Thousandths of the unit in the header.
    Thousandths(i64),
    /// Money in fen; written in yuan with two decimals. Never read.
    Fen(i64),
    /// A calendar day.
    Day(Date),
}

impl Value {
    /// The value as plain text without separators: what a text file holds.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Thousandths(number) => scaled(*number, 1_000),
            Self::Fen(number) => scaled(*number, 100),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// `number / scale` in decimal digits, exactly.
fn scaled(number: i64, scale: u64) -> String {
    let (sign, size) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let places = scale.ilog10() as usize;
    format!("{sign}{}.{:0places$}", size / scale, size % scale)
}

/// Reads one cell as `kind`.
pub(super) fn parse(cell: &Cell, kind: Kind) -> Result<Value, What> {
    match (cell, kind) {
        (Cell::Empty, _) => Ok(Value::Empty),
        (Cell::Broken(_), _) => Err(What::Broken),
        (Cell::Day(day), Kind::Day) => Ok(Value::Day(*day)),
        (Cell::Number(digits), Kind::Code | Kind::Text) if digits.len() > DIGITS_MAX && whole(digits) => {
            Err(What::DigitsLost)
        }
        (Cell::Number(digits), Kind::Code) if !whole(digits) => Err(What::NotCode),
        (cell, Kind::Text) => text(cell.shown().trim()),
        (cell, Kind::Code) => text(&half(&cell.shown())),
        (Cell::Truth(_) | Cell::Day(_), Kind::Integer) => Err(What::NotInteger),
        (Cell::Truth(_) | Cell::Day(_), Kind::Decimal) => Err(What::NotDecimal),
        (cell, Kind::Integer) => {
            decimal(&half(&cell.shown()), 0).map(Value::Integer).map_err(|fault| match fault {
                Fault::TooBig => What::TooBig,
                Fault::NotNumber | Fault::TooFine => What::NotInteger,
            })
        }
        (cell, Kind::Decimal) => {
            decimal(&half(&cell.shown()), 3).map(Value::Thousandths).map_err(|fault| match fault {
                Fault::TooBig => What::TooBig,
                Fault::NotNumber => What::NotDecimal,
                Fault::TooFine => What::TooFine,
            })
        }
        (cell, Kind::Day) => day(&half_spaced(&cell.shown())).map(Value::Day).ok_or(What::NotDay),
    }
}

/// Whether `text` is nothing but digits.
fn whole(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn text(text: &str) -> Result<Value, What> {
    match text.chars().nth(TEXT_MAX) {
        Some(_) => Err(What::TooLong),
        None if text.is_empty() => Ok(Value::Empty),
        None => Ok(Value::Text(text.into())),
    }
}

/// Full-width letters, digits and signs as half-width ones; white space left out.
pub(super) fn half(text: &str) -> String {
    half_spaced(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn half_spaced(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '–' => '-',
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}

#[derive(Debug, PartialEq)]
enum Fault {
    NotNumber,
    TooFine,
    TooBig,
}

/// Reads decimal digits with an optional sign and thousands separators as a whole number of `10^-places`.
fn decimal(text: &str, places: u32) -> Result<i64, Fault> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (front, part) = body.split_once('.').unwrap_or((body, ""));
    let figures = ungrouped(front).ok_or(Fault::NotNumber)?;
    if (figures.is_empty() && part.is_empty()) || !whole(&figures) || !whole(part) {
        return Err(Fault::NotNumber);
    }
    let part = part.trim_end_matches('0');
    if part.len() > places as usize {
        return Err(Fault::TooFine);
    }
    let mut number = 0_i64;
    for digit in
        figures.bytes().chain(part.bytes()).chain(std::iter::repeat_n(b'0', places as usize - part.len()))
    {
        let digit = i64::from(digit - b'0');
        let step = number
            .checked_mul(10)
            .and_then(|n| if negative { n.checked_sub(digit) } else { n.checked_add(digit) });
        number = step.ok_or(Fault::TooBig)?;
    }
    Ok(number)
}

/// Takes out thousands separators that stand where they belong: `1,234,567`. `None` for any other comma.
fn ungrouped(figures: &str) -> Option<String> {
    if !figures.contains(',') {
        return Some(figures.into());
    }
    let mut groups = figures.split(',');
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    fits.then(|| figures.replace(',', ""))
}

/// Reads `2024-03-05`, `2024/3/5`, `2024.3.5`, `2024年3月5日` or `20240305`, with a time of day behind it or not.
fn day(text: &str) -> Option<Date> {
    let (text, clock) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    if !clock.bytes().all(|b| b.is_ascii_digit() || b":.Z".contains(&b)) {
        return None;
    }
    let parts: Vec<&str> = match text.strip_suffix('日') {
        Some(chinese) => chinese.split(['年', '月']).collect(),
        None if text.len() == 8 && text.is_ascii() && !text.contains(['-', '/', '.']) => {
            vec![&text[..4], &text[4..6], &text[6..]]
        }
        None => text.split(*['-', '/', '.'].iter().find(|sign| text.contains(**sign))?).collect(),
    };
    let [year, month, day] = parts[..] else { return None };
    let number = |s: &str, lengths: std::ops::RangeInclusive<usize>| {
        (lengths.contains(&s.len()) && whole(s)).then(|| s.parse::<i16>().ok())?
    };
    let small = |s: &str| i8::try_from(number(s, 1..=2)?).ok();
    Date::new(number(year, 4..=4)?, small(month)?, small(day)?).ok()
}

/// A spreadsheet's number in decimal digits. The file holds a binary double; a spreadsheet shows and means its first 15
/// significant digits (`0.1 + 0.2` is stored as 0.30000000000000004 and is 0.3), and those decimal digits are exact from here on.
pub(super) fn digits(number: f64) -> String {
    let science = format!("{number:.14e}");
    let Some((mantissa, exponent)) = science.split_once('e') else { return science };
    let Ok(exponent) = exponent.parse::<i32>() else { return science };
    if !(-20..=20).contains(&exponent) {
        return if number == 0.0 { "0".into() } else { science };
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let figures = figures.trim_end_matches('0');
    let point = exponent + 1;
    let plain = if figures.is_empty() {
        return "0".into();
    } else if point <= 0 {
        format!("0.{}{figures}", "0".repeat(point.unsigned_abs() as usize))
    } else if figures.len() <= point as usize {
        format!("{figures}{}", "0".repeat(point as usize - figures.len()))
    } else {
        format!("{}.{}", &figures[..point as usize], &figures[point as usize..])
    };
    format!("{sign}{plain}")
}

#[cfg(test)]
mod test {
    use super::*;

    fn words(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn decimals_are_exact_thousandths() {
        for (text, thousandths) in [
            ("0", 0),
            ("0.001", 1),
            (".5", 500),
            ("12.", 12_000),
            ("-4,663.448", -4_663_448),
            ("+1,234,567.8900", 1_234_567_890),
            ("４６６３．４４８", 4_663_448),
            (" 1 234.5 ", 1_234_500),
            ("−2.5", -2_500),
            ("9223372036854775.807", i64::MAX),
            ("-9223372036854775.808", i64::MIN),
        ] {
            assert_eq!(parse(&words(text), Kind::Decimal), Ok(Value::Thousandths(thousandths)), "{text}");
        }
    }

    #[test]
    fn a_cell_that_is_not_exactly_a_number_is_a_mistake() {
        for (text, what) in [
            ("12吨", What::NotDecimal),
            ("1.2.3", What::NotDecimal),
            ("12,34", What::NotDecimal),
            ("1e3", What::NotDecimal),
            (".", What::NotDecimal),
            ("-", What::NotDecimal),
            ("--1", What::NotDecimal),
            ("0.0001", What::TooFine),
            ("9223372036854775.808", What::TooBig),
        ] {
            assert_eq!(parse(&words(text), Kind::Decimal), Err(what), "{text}");
        }
        assert_eq!(parse(&words("12.5"), Kind::Integer), Err(What::NotInteger));
        assert_eq!(parse(&words("12.0"), Kind::Integer), Ok(Value::Integer(12)));
        assert_eq!(parse(&Cell::Truth(true), Kind::Decimal), Err(What::NotDecimal));
        assert_eq!(parse(&Cell::Broken("#REF!".into()), Kind::Text), Err(What::Broken));
    }

    #[test]
    fn a_double_is_read_as_the_decimal_the_spreadsheet_means() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (4663.448, "4663.448"),
            (-0.001, "-0.001"),
            (1e15, "1000000000000000"),
            (123_456_789_012.345, "123456789012.345"),
            (0.0, "0"),
            (-0.0, "0"),
            (100.0, "100"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e300, "1.00000000000000e300"),
        ] {
            assert_eq!(digits(number), text);
        }
    }

    #[test]
    fn every_thousandth_survives_the_way_through_a_double() {
        for number in (0..5_000_000_i64).step_by(37).chain([999_999_999_999_999, 123_456_789_012_345]) {
            let cell = Cell::Number(digits(number as f64 / 1_000.0));
            assert_eq!(parse(&cell, Kind::Decimal), Ok(Value::Thousandths(number)));
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "2024年3月5日",
            "20240305",
            "2024-03-05 14:22:00",
            "２０２４－０３－０５",
            "2024-03-05T00:00:00Z",
        ] {
            assert_eq!(parse(&words(text), Kind::Day), Ok(Value::Day(Date::constant(2024, 3, 5))), "{text}");
        }
        assert_eq!(
            parse(&Cell::Number("20240305".into()), Kind::Day),
            Ok(Value::Day(Date::constant(2024, 3, 5)))
        );
        for text in [
            "2023-02-29",
            "24-3-5",
            "2024-3",
            "3月5日",
            "昨天",
            "2024-13-01",
            "2024-03-05 上午",
            "45000",
            "2024/3-5",
        ] {
            assert_eq!(parse(&words(text), Kind::Day), Err(What::NotDay), "{text}");
        }
    }

    #[test]
    fn a_code_typed_as_a_long_number_has_lost_its_digits() {
        assert_eq!(parse(&Cell::Number("913501000000000000".into()), Kind::Code), Err(What::DigitsLost));
        assert_eq!(parse(&Cell::Number("330113".into()), Kind::Code), Ok(Value::Text("330113".into())));
        assert_eq!(parse(&Cell::Number("3.5".into()), Kind::Code), Err(What::NotCode));
        assert_eq!(
            parse(&words("９１３５ 0100M000100Y43"), Kind::Code),
            Ok(Value::Text("91350100M000100Y43".into()))
        );
    }

    #[test]
    fn text_is_trimmed_and_bounded() {
        assert_eq!(parse(&words("  郑州 中牟 "), Kind::Text), Ok(Value::Text("郑州 中牟".into())));
        assert_eq!(parse(&words(&"粮".repeat(2_000)), Kind::Text).map(|_| ()), Ok(()));
        assert_eq!(parse(&words(&"粮".repeat(2_001)), Kind::Text), Err(What::TooLong));
    }

    #[test]
    fn values_are_shown_exactly() {
        assert_eq!(Value::Thousandths(-5).shown(), "-0.005");
        assert_eq!(Value::Thousandths(i64::MIN).shown(), "-9223372036854775.808");
        assert_eq!(Value::Fen(1_234).shown(), "12.34");
    }
}
