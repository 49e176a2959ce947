//! Reads an .xlsx workbook cell by cell. Never trusts the sizes a file states about itself, never evaluates a formula
//! (the value the spreadsheet program stored is taken) and never builds a grid larger than the cells that hold a value.

use super::{Cell, Gather, Limits, Raw, value};
use crate::Refusal;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::Date;
use std::io::{Cursor, Read};

/// More parts than this are not a workbook anyone made by hand.
const PARTS_MAX: usize = 10_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Raw, Refusal> {
    weigh(bytes, limits.unpacked)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let visible =
        |sheet: &calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| visible(sheet))
        .map(|sheet| sheet.name.clone())
        .collect();
    for (index, name) in names.iter().enumerate() {
        let mut gather = Gather::new(limits);
        let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
        while let Some(found) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = found.get_position();
            gather.put(row + 1, column as usize, cell(found.get_value()))?;
        }
        if !gather.rows.is_empty() {
            let unread = names
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, name)| name.clone())
                .collect();
            return Ok(Raw { sheet: name.clone(), unread, rows: gather.rows });
        }
    }
    Err(Refusal::Empty)
}

/// Unpacks every part once into nothing, counting: the only size of a part that cannot lie.
fn weigh(bytes: &[u8], limit: u64) -> Result<(), Refusal> {
    let damaged = |e: zip::result::ZipError| Refusal::Unreadable { detail: e.to_string() };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(Refusal::Unreadable { detail: format!("{} parts", archive.len()) });
    }
    let mut left = limit;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|e| Refusal::Unreadable { detail: e.to_string() })?;
        left = left.checked_sub(read).ok_or(Refusal::TooLarge { limit })?;
    }
    Ok(())
}

fn cell(found: &DataRef) -> Cell {
    match found {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(value::digits(*number)),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

pub(super) fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
}

/// A day when the clock part is midnight; else words, so that nothing is lost.
fn day(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, day as i8).ok());
    match date {
        Some(date) if moment.is_datetime() && (hour, minute, second, milli) == (0, 0, 0, 0) => {
            Cell::Day(date)
        }
        Some(date) if moment.is_datetime() => Cell::Text(format!("{date} {hour:02}:{minute:02}:{second:02}")),
        _ => Cell::Number(value::digits(moment.as_f64())),
    }
}

fn unreadable(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::OldOrLocked,
        other => Refusal::Unreadable { detail: other.to_string() },
    }
}
