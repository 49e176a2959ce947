//! Reads a table of series: a head row whose first cell is `month` or `day`, then one row per tick and one column per series.
//! It never repairs: a cell that is not a number, or a row out of order, is a problem with its row and column.

use super::{Month, Series, Tick};
use jiff::civil::Date;
use thiserror::Error;

/// Ticks from first to last row at most: 130 years of days.
const TICKS_MAX: usize = 48_000;

/// One series and its name in the head row.
#[derive(Debug, Clone, PartialEq)]
pub struct Column<T> {
    /// The name.
    pub name: String,
    /// Its values.
    pub series: Series<T>,
}

/// All series of one table; they share their ticks.
#[derive(Debug, Clone, PartialEq)]
pub enum Table {
    /// One row per month.
    Months(Vec<Column<Month>>),
    /// One row per calendar day.
    Days(Vec<Column<Date>>),
}

/// Why a table is refused. Rows are numbered as in the caller's file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// The first cell of the head row is neither `month` nor `day`.
    #[error("the first column is “{found}”")]
    Head {
        /// What stands there.
        found: String,
    },
    /// There is no series, or no row.
    #[error("no series")]
    Empty,
    /// A column without a name, or a name used twice.
    #[error("column {column} “{name}”: no name, or a name used twice")]
    Name {
        /// Column, from 1.
        column: usize,
        /// Its name.
        name: String,
    },
    /// A first cell that is not a month or day.
    #[error("row {row}: “{found}” is no {wanted}")]
    Tick {
        /// Row number.
        row: u32,
        /// What stands there.
        found: String,
        /// `month` or `day`.
        wanted: &'static str,
    },
    /// A row that is not after the row above.
    #[error("row {row} is not after the row above")]
    Order {
        /// Row number.
        row: u32,
    },
    /// A cell that is not a finite decimal number.
    #[error("row {row}, column “{column}”: “{found}” is no number")]
    Number {
        /// Row number.
        row: u32,
        /// Name of the column.
        column: String,
        /// What stands there.
        found: String,
    },
    /// A row with more cells than the head.
    #[error("row {row} has more cells than the head")]
    Ragged {
        /// Row number.
        row: u32,
    },
    /// First and last row lie too far apart.
    #[error("more than {TICKS_MAX} months or days from the first row to row {row}")]
    Long {
        /// Row number.
        row: u32,
    },
}

impl Problem {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Head { .. } => "series_head",
            Self::Empty => "series_empty",
            Self::Name { .. } => "series_name",
            Self::Tick { .. } => "series_tick",
            Self::Order { .. } => "series_order",
            Self::Number { .. } => "series_number",
            Self::Ragged { .. } => "series_ragged",
            Self::Long { .. } => "series_long",
        }
    }

    /// What is wrong and how to mend it, in Chinese and in English.
    pub fn words(&self) -> (String, String) {
        let (zh, mend_zh, mend_en) = match self {
            Self::Head { found } => (
                format!("首列列名是“{found}”"),
                "首列列名应为 month 或 day",
                "name the first column month or day",
            ),
            Self::Empty => {
                ("没有序列".into(), "至少要有一列序列和一行数据", "give at least one series and one row")
            }
            Self::Name { column, name } => (
                format!("第 {column} 列“{name}”没有列名或列名重复"),
                "每列序列用一个不同的列名",
                "give every series a name of its own",
            ),
            Self::Tick { row, found, .. } => (
                format!("第 {row} 行的“{found}”不是月份或日期"),
                "月份写作 2007-07,日期写作 2007-07-31",
                "write a month as 2007-07, a day as 2007-07-31",
            ),
            Self::Order { row } => (
                format!("第 {row} 行不晚于上一行"),
                "按时间先后排列,每期一行",
                "sort by time, one row per month or day",
            ),
            Self::Number { row, column, found } => (
                format!("第 {row} 行“{column}”列的“{found}”不是数"),
                "只写数字和小数点,缺测留空",
                "write digits and a point; leave a missing value empty",
            ),
            Self::Ragged { row } => (
                format!("第 {row} 行的单元格多于列名"),
                "补列名或删去多余的单元格",
                "name the column or drop the cell",
            ),
            Self::Long { row } => (
                format!("从第一行到第 {row} 行超过 {TICKS_MAX} 期"),
                "检查日期,或拆成几个文件",
                "check the date, or split the file",
            ),
        };
        (format!("{zh};{mend_zh}"), format!("{self}; {mend_en}"))
    }
}

/// Reads a table from its head row and its rows, each with its row number. White space around cells does not count; an empty
/// cell, and a tick without a row, is missing.
///
/// # Errors
/// The first [`Problem`] in reading order.
pub fn read<'a>(head: &[String], rows: impl Iterator<Item = (u32, &'a [String])>) -> Result<Table, Problem> {
    let first = head.first().map_or("", |cell| cell.trim());
    let names = names(head)?;
    match first {
        "month" => Ok(Table::Months(columns(&names, rows, "month")?)),
        "day" => Ok(Table::Days(columns(&names, rows, "day")?)),
        _ => Err(Problem::Head { found: first.to_owned() }),
    }
}

fn names(head: &[String]) -> Result<Vec<String>, Problem> {
    let mut names: Vec<String> = Vec::new();
    for (at, name) in head.iter().enumerate().skip(1) {
        let name = name.trim();
        if name.is_empty() || names.iter().any(|other| other == name) {
            return Err(Problem::Name { column: at + 1, name: name.to_owned() });
        }
        names.push(name.to_owned());
    }
    if names.is_empty() && !head.is_empty() && ["month", "day"].contains(&head[0].trim()) {
        return Err(Problem::Empty);
    }
    Ok(names)
}

fn columns<'a, T: Tick>(
    names: &[String],
    rows: impl Iterator<Item = (u32, &'a [String])>,
    wanted: &'static str,
) -> Result<Vec<Column<T>>, Problem> {
    let mut start = None;
    let mut values: Vec<Vec<Option<f64>>> = vec![Vec::new(); names.len()];
    for (row, cells) in rows {
        let found = cells.first().map_or("", |cell| cell.trim());
        let tick = T::parse(found).ok_or_else(|| Problem::Tick { row, found: found.to_owned(), wanted })?;
        let at = tick.steps_since(*start.get_or_insert(tick)).ok_or(Problem::Order { row })?;
        if at >= TICKS_MAX {
            return Err(Problem::Long { row });
        }
        if at < values[0].len() {
            return Err(Problem::Order { row });
        }
        if cells.len() > names.len() + 1 {
            return Err(Problem::Ragged { row });
        }
        for (column, name) in names.iter().enumerate() {
            values[column].resize(at, None);
            let cell = cells.get(column + 1).map_or("", |cell| cell.trim());
            values[column].push(number(cell).map_err(|()| Problem::Number {
                row,
                column: name.clone(),
                found: cell.to_owned(),
            })?);
        }
    }
    let start = start.ok_or(Problem::Empty)?;
    Ok(names
        .iter()
        .zip(values)
        .map(|(name, values)| Column { name: name.clone(), series: Series::new(start, values) })
        .collect())
}

fn number(cell: &str) -> Result<Option<f64>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    let plain = cell.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let value: f64 = if plain { cell.parse().map_err(|_| ())? } else { return Err(()) };
    if value.is_finite() { Ok(Some(value)) } else { Err(()) }
}
