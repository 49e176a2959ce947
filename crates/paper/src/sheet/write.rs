//! Lists as .xlsx with all rows, in memory that does not grow with them: rows go to a temporary file as they come.
//! Numbers are numbers, days are days, words are never formulas; the number of rows is stated in the workbook and returned.

use super::Value;
use crate::{Heading, Refusal};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Rows of one sheet, without the header; the list goes on in a further sheet.
const SHEET_ROWS: u32 = 1_048_575;

/// Longest text of a spreadsheet cell, in UTF-16 units.
const CELL_TEXT: usize = 32_767;

/// A number beyond this many significant digits is written as words, so that the spreadsheet does not round it.
const EXACT: u64 = 1_000_000_000_000_000;

/// A column of a list.
#[derive(Debug, Clone)]
pub struct Head {
    /// Name in the language of the list.
    pub label: String,
    /// Unit of its numbers, shown in brackets behind the name; empty for words and days.
    pub unit: String,
    /// Width in characters.
    pub width: u8,
}

impl Head {
    /// Name with unit.
    pub(super) fn shown(&self) -> String {
        if self.unit.is_empty() { self.label.clone() } else { format!("{}({})", self.label, self.unit) }
    }
}

/// A finished list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Rows written, without the header: compare it with the rows you meant to write.
    pub rows: usize,
}

/// Writes a list as .xlsx.
pub struct Book<'a> {
    workbook: Workbook,
    heading: &'a Heading,
    title: String,
    heads: &'a [Head],
    rows: usize,
    /// Rows in the sheet being written.
    here: u32,
    /// Index of the sheet being written.
    sheet: usize,
    looks: Looks,
}

/// Formats of the cells.
pub(super) struct Looks {
    pub head: Format,
    pub integer: Format,
    pub thousandths: Format,
    pub fen: Format,
    pub day: Format,
    pub text: Format,
    pub wrong: Format,
    pub label: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let number = |pattern: &str| Format::new().set_num_format(pattern);
        let head = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00EE_EEEE));
        Self {
            head: head.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap(),
            integer: number("#,##0"),
            thousandths: number("#,##0.000"),
            fen: number("#,##0.00"),
            day: number("yyyy-mm-dd"),
            text: number("@"),
            wrong: Format::new().set_background_color(Color::RGB(0x00FF_D6D6)),
            label: Format::new().set_bold(),
        }
    }
}

impl<'a> Book<'a> {
    /// Begins a list.
    ///
    /// # Errors
    /// [`Refusal::Fault`] when no temporary file can be made.
    pub fn new(heading: &'a Heading, title: &str, heads: &'a [Head]) -> Result<Self, Refusal> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(heading, title));
        let mut book = Self {
            workbook,
            heading,
            title: title.into(),
            heads,
            rows: 0,
            here: 0,
            sheet: 0,
            looks: Looks::new(),
        };
        book.begin_sheet(0)?;
        Ok(book)
    }

    /// Adds one row.
    ///
    /// # Errors
    /// [`Refusal::Ragged`] when it has not one value per column, [`Refusal::Fault`] when the temporary file is full.
    pub fn row(&mut self, values: &[Value]) -> Result<(), Refusal> {
        if values.len() != self.heads.len() {
            return Err(Refusal::Ragged {
                row: self.rows + 1,
                expected: self.heads.len(),
                found: values.len(),
            });
        }
        if self.here == SHEET_ROWS {
            self.end_sheet()?;
            self.begin_sheet(self.sheet + 1)?;
        }
        self.here += 1;
        self.rows += 1;
        let sheet = self.workbook.worksheet_from_index(self.sheet).map_err(fault)?;
        for (column, value) in (0..).zip(values) {
            put(sheet, self.here, column, value, &self.looks).map_err(fault)?;
        }
        Ok(())
    }

    /// Ends the list with a last sheet 说明 (Notes) that states title, organisation, time, maker, number of rows and `notes`.
    ///
    /// # Errors
    /// [`Refusal::Fault`] when the file cannot be put together.
    pub fn finish(mut self, notes: &[(String, String)]) -> Result<Written, Refusal> {
        self.end_sheet()?;
        let count = self.rows.to_string();
        let lang = self.heading.lang;
        let mut lines = vec![
            (lang.of("标题", "Title").to_string(), self.title.clone()),
            (lang.of("行数", "Rows").into(), count),
        ];
        lines.extend(about(self.heading));
        lines.extend_from_slice(notes);
        write_notes(self.workbook.add_worksheet(), self.heading, &lines, &self.looks).map_err(fault)?;
        let bytes = self.workbook.save_to_buffer().map_err(fault)?;
        Ok(Written { bytes, rows: self.rows })
    }

    fn begin_sheet(&mut self, index: usize) -> Result<(), Refusal> {
        (self.sheet, self.here) = (index, 0);
        let name = sheet_name(&self.title, index);
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(fault)?;
        let begin = || -> Result<(), XlsxError> {
            sheet.set_name(name)?;
            dress(sheet, self.heading);
            sheet.set_freeze_panes(1, 0)?;
            for (column, head) in (0..).zip(self.heads) {
                sheet.set_column_width(column, head.width)?;
                sheet.write_string_with_format(0, column, head.shown(), &self.looks.head)?;
            }
            Ok(())
        };
        begin().map_err(fault)
    }

    fn end_sheet(&mut self) -> Result<(), Refusal> {
        let last = u16::try_from(self.heads.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(self.sheet).map_err(fault)?;
        sheet.autofilter(0, 0, self.here, last).map(|_| ()).map_err(fault)
    }
}

/// Who made the workbook, when, and whether it is a demonstration.
pub(super) fn about(heading: &Heading) -> Vec<(String, String)> {
    let lang = heading.lang;
    let mut lines = vec![
        (lang.of("组织", "Organisation").to_string(), heading.organisation.clone()),
        (lang.of("制表时间", "Made at").into(), heading.made()),
        (lang.of("制表人", "Made by").into(), heading.made_by.clone()),
    ];
    if let Some(words) = &heading.watermark {
        lines.push((lang.of("注意", "Note").into(), words.clone()));
    }
    lines
}

/// Fills the sheet 说明 (Notes) with labels and words.
pub(super) fn write_notes(
    sheet: &mut Worksheet,
    heading: &Heading,
    lines: &[(String, String)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(heading.lang.of("说明", "Notes"))?;
    dress(sheet, heading);
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, 80)?;
    for (row, (label, words)) in (0..).zip(lines) {
        sheet.write_string_with_format(row, 0, fitting(label), &looks.label)?;
        sheet.write_string(row, 1, fitting(words))?;
    }
    Ok(())
}

/// Paper and the words that stand on every printed page.
pub(super) fn dress(sheet: &mut Worksheet, heading: &Heading) {
    let printed = |text: &str| text.replace('&', "&&");
    let mark = heading.watermark.as_deref().unwrap_or_default();
    sheet.set_paper_size(9).set_landscape();
    sheet.set_header(format!("&L{}&C{}&R{}", printed(&heading.organisation), printed(mark), heading.made()));
    sheet.set_footer("&C&P / &N");
}

pub(super) fn properties(heading: &Heading, title: &str) -> DocProperties {
    let properties =
        DocProperties::new().set_title(title).set_author(&heading.made_by).set_company(&heading.organisation);
    let made = heading.made_utc().and_then(|at| {
        let date =
            ExcelDateTime::from_ymd(u16::try_from(at.year()).ok()?, at.month() as u8, at.day() as u8).ok()?;
        date.and_hms(at.hour() as u16, at.minute() as u8, at.second() as u8).ok()
    });
    match made {
        Some(made) => properties.set_creation_datetime(&made),
        None => properties,
    }
}

/// A name a spreadsheet accepts for a sheet: 31 characters, none of `[]:*?/\`, no quote at an end.
fn sheet_name(title: &str, index: usize) -> String {
    let tail = if index == 0 { String::new() } else { format!(" ({})", index + 1) };
    let plain: String = title
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c })
        .take(31 - tail.len())
        .collect();
    let plain = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    format!("{}{tail}", if plain.is_empty() { "Sheet" } else { plain })
}

pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    looks: &Looks,
) -> Result<(), XlsxError> {
    // A double holds every whole number of up to 15 digits exactly, and the division gives the double nearest to the decimal,
    // which a spreadsheet shows and stores as that decimal.
    let fits = |number: i64| number.unsigned_abs() < EXACT;
    match value {
        Value::Empty => Ok(()),
        Value::Text(text) => sheet.write_string(row, column, fitting(text)).map(|_| ()),
        Value::Integer(number) if fits(*number) => {
            sheet.write_number_with_format(row, column, *number as f64, &looks.integer).map(|_| ())
        }
        Value::Thousandths(number) if fits(*number) => sheet
            .write_number_with_format(row, column, *number as f64 / 1_000.0, &looks.thousandths)
            .map(|_| ()),
        Value::Fen(number) if fits(*number) => {
            sheet.write_number_with_format(row, column, *number as f64 / 100.0, &looks.fen).map(|_| ())
        }
        Value::Integer(_) | Value::Thousandths(_) | Value::Fen(_) => {
            sheet.write_string(row, column, value.shown()).map(|_| ())
        }
        Value::Day(day) => match serial(*day) {
            Some(moment) => sheet.write_datetime_with_format(row, column, &moment, &looks.day).map(|_| ()),
            None => sheet.write_string(row, column, day.to_string()).map(|_| ()),
        },
    }
}

/// A day a spreadsheet can hold: from 1900 on.
fn serial(day: Date) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month() as u8, day.day() as u8).ok()
}

/// Text as a cell can hold it: longer text is cut and ends with an ellipsis; characters no XML can carry become spaces.
pub(super) fn fitting(text: &str) -> String {
    let mut units = 0;
    let mut fitting = String::with_capacity(text.len());
    for c in text.chars() {
        units += c.len_utf16();
        if units >= CELL_TEXT {
            fitting.push('…');
            break;
        }
        fitting.push(if matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c });
    }
    fitting
}

pub(super) fn fault(error: XlsxError) -> Refusal {
    Refusal::Fault { detail: error.to_string() }
}
