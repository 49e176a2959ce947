//! From rows as they stand to typed rows: finds the header row, maps its names to the caller's columns, reads every cell,
//! and lists each mistake with row, column and the way to mend it. A row with a mistake is not among the rows.

use super::{Kind, Raw, RawRow, Value, letter, value};
use crate::{Refusal, Words};
use jiff::civil::Date;

/// The header stands within this many rows that hold a value (titles and dates may stand above it).
pub const HEADER_ROWS: usize = 20;

/// Most mistakes listed; the rest is only counted.
pub const MISTAKES_MAX: usize = 10_000;

/// First words of a row that sums the rows above it; such rows are left out and named.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "total", "grandtotal", "subtotal"];

/// Whether a cell of a column may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The header must be there and every row must fill it.
    Required,
    /// The header may be missing and the cell empty.
    Optional,
}

/// A column the caller asks for.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Accepted headers, Chinese and English, the preferred one first. Case, white space, full or half width and a `*` do not count;
    /// a unit in brackets does: `数量(吨)` is not `数量(千克)`.
    pub names: &'a [&'a str],
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be empty.
    pub need: Need,
}

/// A row whose every cell was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Row number as the spreadsheet program shows it.
    pub row_number: u32,
    /// One value per column asked for, in that order.
    pub values: Vec<Value>,
}

impl Row {
    /// The words or code in `column`; `None` when empty.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<&str> {
        if let Value::Text(text) = &self.values[column] { Some(text) } else { None }
    }

    /// The whole number in `column`; `None` when empty.
    #[must_use]
    pub fn integer(&self, column: usize) -> Option<i64> {
        if let Value::Integer(number) = self.values[column] { Some(number) } else { None }
    }

    /// The thousandths in `column`; `None` when empty.
    #[must_use]
    pub fn thousandths(&self, column: usize) -> Option<i64> {
        if let Value::Thousandths(number) = self.values[column] { Some(number) } else { None }
    }

    /// The day in `column`; `None` when empty.
    #[must_use]
    pub fn day(&self, column: usize) -> Option<Date> {
        if let Value::Day(day) = self.values[column] { Some(day) } else { None }
    }
}

/// What is wrong in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A required cell is empty.
    Missing,
    /// Not a whole number.
    NotInteger,
    /// Not a decimal number.
    NotDecimal,
    /// More than three decimals.
    TooFine,
    /// Larger than any quantity the books hold.
    TooBig,
    /// Not a calendar day.
    NotDay,
    /// A number with a point or sign where a code belongs.
    NotCode,
    /// A code of more than 15 digits typed as a number: the spreadsheet has already put zeros for the last ones.
    DigitsLost,
    /// Longer than 2,000 characters.
    TooLong,
    /// An error of the spreadsheet itself.
    Broken,
    /// Something only the caller can know, such as a code that does not exist.
    Other(Words),
}

impl What {
    /// The mistake in both languages, with the way to mend it.
    #[must_use]
    pub fn words(&self) -> Words {
        let (zh, en, mend_zh, mend_en) = match self {
            Self::Missing => (
                "必填项为空",
                "Required cell is empty",
                "填写此格；合并过的单元格请先取消合并并逐行填写",
                "Fill in the cell; split merged cells and fill every row",
            ),
            Self::NotInteger => (
                "不是整数",
                "Not a whole number",
                "只填整数，不带单位和文字",
                "Enter a whole number without unit or words",
            ),
            Self::NotDecimal => (
                "不是数字",
                "Not a number",
                "只填数字，单位写在表头",
                "Enter digits only; the unit belongs in the header",
            ),
            Self::TooFine => (
                "小数超过三位",
                "More than three decimals",
                "按三位小数填写（账本以千分之一为最小单位）",
                "Use at most three decimals (books count in thousandths)",
            ),
            Self::TooBig => (
                "数值过大",
                "The number is too large",
                "检查单位和小数点",
                "Check the unit and the decimal point",
            ),
            Self::NotDay => (
                "不是日期",
                "Not a calendar day",
                "写成 2024-03-05，或把单元格设为日期格式",
                "Write 2024-03-05, or format the cell as a date",
            ),
            Self::NotCode => (
                "不是编码",
                "Not a code",
                "把该列设为文本格式后重填编码",
                "Format the column as text and enter the code again",
            ),
            Self::DigitsLost => (
                "编码被表格软件当作数字，超过 15 位的末尾数字已丢失",
                "The spreadsheet took the code for a number and lost its digits after the 15th",
                "先把该列设为文本格式，再从原始资料重填编码",
                "Format the column as text first, then enter the code again from its source",
            ),
            Self::TooLong => {
                ("文字超过 2000 字", "Longer than 2,000 characters", "缩短文字", "Shorten the text")
            }
            Self::Broken => (
                "单元格是公式错误",
                "The cell holds a formula error",
                "改正公式，或粘贴为数值",
                "Correct the formula, or paste the value",
            ),
            Self::Other(words) => return words.clone(),
        };
        Words::new(zh, en, mend_zh, mend_en)
    }
}

/// One mistake in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Row number as the spreadsheet program shows it.
    pub row_number: u32,
    /// Letter of the column.
    pub column: String,
    /// Header as it stands in the file.
    pub header: String,
    /// Value as it stands in the file.
    pub value: String,
    /// What is wrong.
    pub what: What,
}

/// What a file says in the caller's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Rows without a mistake.
    pub rows: Vec<Row>,
    /// Mistakes in reading order, the first [`MISTAKES_MAX`].
    pub mistakes: Vec<Mistake>,
    /// Number of all mistakes.
    pub mistakes_total: usize,
    /// Number of all rows under the header, right or wrong, without the total rows.
    pub rows_total: usize,
    /// Row number of the header.
    pub header_row: u32,
    /// Where each column asked for stands, counted from 0; `None` when an optional one is missing.
    pub places: Vec<Option<usize>>,
    /// Headers nobody asked for; their columns were not read.
    pub ignored: Vec<String>,
    /// Row numbers of the total rows, which were not read.
    pub totals: Vec<u32>,
}

impl Mapped {
    /// A mistake that the caller found in `row` under `column` (its index among the columns asked for).
    #[must_use]
    pub fn mistake(&self, raw: &Raw, row: &Row, column: usize, words: Words) -> Mistake {
        let place = self.places[column];
        let at =
            |number: u32| raw.rows.binary_search_by_key(&number, |r| r.row_number).ok().map(|i| &raw.rows[i]);
        Mistake {
            row_number: row.row_number,
            column: place.map(letter).unwrap_or_default(),
            header: at(self.header_row).map(|r| shown(r, place)).unwrap_or_default(),
            value: at(row.row_number).map(|r| shown(r, place)).unwrap_or_default(),
            what: What::Other(words),
        }
    }
}

/// Reads `raw` as the columns asked for.
///
/// # Errors
/// [`Refusal::HeaderMissing`] when no row carries all required headers, [`Refusal::HeaderTwice`] when two columns carry one name.
pub fn map(raw: &Raw, columns: &[Column]) -> Result<Mapped, Refusal> {
    let (header, places) = find_header(raw, columns)?;
    let mut mapped = Mapped {
        rows: Vec::new(),
        mistakes: Vec::new(),
        mistakes_total: 0,
        rows_total: 0,
        header_row: header.row_number,
        ignored: ignored(header, &places),
        places,
        totals: Vec::new(),
    };
    for row in raw.rows.iter().filter(|row| row.row_number > header.row_number) {
        if sums(row) {
            mapped.totals.push(row.row_number);
        } else if mapped
            .places
            .iter()
            .flatten()
            .any(|place| row.cells.get(*place).is_some_and(|cell| *cell != super::Cell::Empty))
        {
            mapped.rows_total += 1;
            take(&mut mapped, header, row, columns);
        }
    }
    Ok(mapped)
}

/// Reads one row into the rows or the mistakes.
fn take(mapped: &mut Mapped, header: &RawRow, row: &RawRow, columns: &[Column]) {
    let mut values = Vec::with_capacity(columns.len());
    let before = mapped.mistakes_total;
    for (column, place) in columns.iter().zip(&mapped.places) {
        let cell = place.and_then(|place| row.cells.get(place)).unwrap_or(&super::Cell::Empty);
        let read = match value::parse(cell, column.kind) {
            Ok(Value::Empty) if column.need == Need::Required => Err(What::Missing),
            other => other,
        };
        match read {
            Ok(value) => values.push(value),
            Err(what) => {
                mapped.mistakes_total += 1;
                if mapped.mistakes.len() < MISTAKES_MAX {
                    let column = place.map(letter).unwrap_or_default();
                    mapped.mistakes.push(Mistake {
                        row_number: row.row_number,
                        column,
                        header: shown(header, *place),
                        value: shown(row, *place),
                        what,
                    });
                }
            }
        }
    }
    if mapped.mistakes_total == before {
        mapped.rows.push(Row { row_number: row.row_number, values });
    }
}

/// The row among the first [`HEADER_ROWS`] that carries most of the names, and where each column stands in it.
fn find_header<'a>(raw: &'a Raw, columns: &[Column]) -> Result<(&'a RawRow, Vec<Option<usize>>), Refusal> {
    let names: Vec<Vec<String>> =
        columns.iter().map(|column| column.names.iter().map(|name| plain(name)).collect()).collect();
    let mut best: Option<(usize, &RawRow, Vec<Option<usize>>)> = None;
    for row in raw.rows.iter().take(HEADER_ROWS) {
        let heads: Vec<String> = row.cells.iter().map(|cell| plain(&cell.shown())).collect();
        let places: Vec<Option<usize>> =
            names.iter().map(|names| heads.iter().position(|head| names.contains(head))).collect();
        let found = places.iter().flatten().count();
        if found > best.as_ref().map_or(0, |(most, ..)| *most) {
            best = Some((found, row, places));
        }
    }
    let missing = |places: &[Option<usize>]| -> Vec<String> {
        let lost = columns
            .iter()
            .zip(places)
            .filter(|(column, place)| column.need == Need::Required && place.is_none());
        lost.map(|(column, _)| column.names.first().copied().unwrap_or_default().to_string()).collect()
    };
    let Some((_, row, places)) = best else {
        return Err(Refusal::HeaderMissing { missing: missing(&vec![None; columns.len()]) });
    };
    let missing = missing(&places);
    if !missing.is_empty() {
        return Err(Refusal::HeaderMissing { missing });
    }
    for (names, place) in names.iter().zip(&places) {
        let Some(first) = *place else { continue };
        let again = row
            .cells
            .iter()
            .enumerate()
            .skip(first + 1)
            .find(|(_, cell)| names.contains(&plain(&cell.shown())));
        if let Some((second, _)) = again {
            return Err(Refusal::HeaderTwice {
                header: shown(row, *place),
                first: letter(first),
                second: letter(second),
            });
        }
    }
    Ok((row, places))
}

/// A header without what does not count: case, white space, width, a star for "required".
fn plain(header: &str) -> String {
    value::half(header).replace('*', "").to_lowercase()
}

fn ignored(header: &RawRow, places: &[Option<usize>]) -> Vec<String> {
    let unasked = header
        .cells
        .iter()
        .enumerate()
        .filter(|(place, cell)| **cell != super::Cell::Empty && !places.contains(&Some(*place)));
    unasked.map(|(_, cell)| cell.shown()).collect()
}

fn sums(row: &RawRow) -> bool {
    let first = row.cells.iter().find(|cell| **cell != super::Cell::Empty);
    first.is_some_and(|cell| TOTALS.contains(&plain(&cell.shown()).trim_end_matches(':')))
}

fn shown(row: &RawRow, place: Option<usize>) -> String {
    place.and_then(|place| row.cells.get(place)).map(super::Cell::shown).unwrap_or_default()
}
