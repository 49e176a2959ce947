//! Spreadsheets: .xlsx and .csv read into typed rows with every mistake named, lists written as .xlsx or .csv with all rows.
//! Numbers are exact: quantities are thousandths in `i64`, never floating point. Meaning is the caller's.

mod csv;
mod map;
mod marked;
mod value;
mod write;
mod xlsx;

pub use csv::Csv;
pub use map::{Column, HEADER_ROWS, MISTAKES_MAX, Mapped, Mistake, Need, Row, What, map};
pub use marked::{marked, template};
pub use value::{Kind, Value};
pub use write::{Book, Head, Written};

use crate::Refusal;
use jiff::civil::Date;

/// Bounds on what is read; beyond them the file is refused whole.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of everything inside an .xlsx when unpacked: a small file can unpack to a thousand times its size.
    pub unpacked: u64,
    /// Rows that hold a value.
    pub rows: usize,
    /// Columns, counted to the rightmost value.
    pub columns: usize,
    /// Cells that hold a value.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 32 << 20, unpacked: 512 << 20, rows: 200_000, columns: 256, cells: 5_000_000 }
    }
}

/// A cell as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing, or only white space.
    #[default]
    Empty,
    /// Words. Every value of a text file is words.
    Text(String),
    /// A number in decimal digits, at most 15 of them significant: a spreadsheet holds no more.
    Number(String),
    /// A calendar day.
    Day(Date),
    /// True or false.
    Truth(bool),
    /// An error of the spreadsheet itself, such as `#REF!`.
    Broken(String),
}

impl Cell {
    /// The cell as a person would type it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Broken(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        }
    }
}

/// A row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Row number as the spreadsheet program shows it, from 1.
    pub row_number: u32,
    /// Cells from column A on, without the empty ones at the end; at least one holds a value.
    pub cells: Vec<Cell>,
}

/// The first visible sheet with data, row by row; rows without a value are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Name of the sheet; empty for a text file.
    pub sheet: String,
    /// Names of the sheets that were not read.
    pub unread: Vec<String>,
    /// Rows that hold a value, in order.
    pub rows: Vec<RawRow>,
}

/// Reads a .xlsx or .csv file; the kind is told by its first bytes, not by a name.
/// Text may be UTF-8 with or without mark, UTF-16 with mark, or GB 18030 (GBK, GB 2312), separated by comma, tab or semicolon.
///
/// # Errors
/// Each limit, an unknown encoding, an old or locked workbook, a damaged or empty file: see [`Refusal`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Raw, Refusal> {
    if bytes.len() as u64 > limits.bytes {
        return Err(Refusal::TooLarge { limit: limits.bytes });
    }
    let raw = match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(Refusal::OldOrLocked),
        [b'P', b'K', 3 | 5, ..] => xlsx::read(bytes, limits)?,
        _ => csv::read(bytes, limits)?,
    };
    if raw.rows.is_empty() { Err(Refusal::Empty) } else { Ok(raw) }
}

/// Gathers cells into rows and keeps count of the limits.
struct Gather<'a> {
    limits: &'a Limits,
    rows: Vec<RawRow>,
    cells: usize,
}

impl<'a> Gather<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, rows: Vec::new(), cells: 0 }
    }

    /// Takes one cell; `column` counts from 0. Cells come in reading order.
    fn put(&mut self, row_number: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(Refusal::TooManyColumns { limit: self.limits.columns });
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Refusal::TooManyCells { limit: self.limits.cells });
        }
        let newest = self.rows.last().map_or(0, |row| row.row_number);
        if row_number < newest {
            return Err(Refusal::Unreadable { detail: format!("row {row_number} after row {newest}") });
        }
        if row_number > newest {
            if self.rows.len() == self.limits.rows {
                return Err(Refusal::TooManyRows { limit: self.limits.rows });
            }
            self.rows.push(RawRow { row_number, cells: Vec::new() });
        }
        let cells = &mut self
            .rows
            .last_mut()
            .unwrap_or_else(|| unreachable!("row numbers start at 1, so a row was pushed"))
            .cells;
        if column >= cells.len() {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }
}

/// Letter of a column as spreadsheets name it: 0 is A, 26 is AA.
#[must_use]
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
