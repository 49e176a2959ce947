//! Two workbooks for the person who imports: the file given back with its mistakes marked, and the empty template to fill in.
//! Rows keep their numbers, so a marked file can be mended and handed in again as it is.

use super::write::{self, Looks, about, dress, fault, fitting, properties, write_notes};
use super::{Cell, Column, Kind, Mapped, Mistake, Need, Raw, Value, letter};
use crate::{Heading, Lang, Refusal, Words};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;

/// The original rows with every cell at fault in red and a last column that says what is wrong and how to mend it; a second
/// sheet lists the mistakes one by one.
///
/// # Errors
/// [`Refusal::Fault`] when the workbook cannot be put together.
pub fn marked(
    heading: &Heading,
    raw: &Raw,
    mapped: &Mapped,
    mistakes: &[Mistake],
) -> Result<Vec<u8>, Refusal> {
    let lang = heading.lang;
    let mut by_row: HashMap<u32, Vec<&Mistake>> = HashMap::new();
    for mistake in mistakes {
        by_row.entry(mistake.row_number).or_default().push(mistake);
    }
    let width = raw.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(heading, lang.of("导入错误", "Import mistakes")));
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(fault)?;
    let mut write = || -> Result<(), XlsxError> {
        sheet.set_name(lang.of("原表", "Original"))?;
        dress(sheet, heading);
        sheet.set_column_width(width as u16, 60)?;
        for row in &raw.rows {
            let wrong = by_row.get(&row.row_number).map_or(&[][..], Vec::as_slice);
            let at = row.row_number - 1;
            for place in 0..width {
                let cell = row.cells.get(place).unwrap_or(&Cell::Empty);
                let fault =
                    wrong.iter().any(|mistake| mistake.column == letter(place)).then_some(&looks.wrong);
                put(sheet, at, place as u16, cell, fault, &looks)?;
            }
            if row.row_number == mapped.header_row {
                sheet.write_string_with_format(
                    at,
                    width as u16,
                    lang.of("错误说明", "Mistakes"),
                    &looks.head,
                )?;
            } else if !wrong.is_empty() {
                let said: Vec<String> = wrong.iter().map(|mistake| said(mistake, lang)).collect();
                sheet.write_string_with_format(at, width as u16, fitting(&said.join("\n")), &looks.wrong)?;
            }
        }
        Ok(())
    };
    write().map_err(fault)?;
    list(workbook.add_worksheet(), heading, mapped, mistakes, &looks).map_err(fault)?;
    workbook.save_to_buffer().map_err(fault)
}

fn said(mistake: &Mistake, lang: Lang) -> String {
    let Words { zh, en, mend_zh, mend_en } = mistake.what.words();
    match lang {
        Lang::Zh => format!("{} 列 {}：{zh}。{mend_zh}。", mistake.column, mistake.header),
        Lang::En => format!("Column {} {}: {en}. {mend_en}.", mistake.column, mistake.header),
    }
}

/// One line per mistake under a line that counts them.
fn list(
    sheet: &mut Worksheet,
    heading: &Heading,
    mapped: &Mapped,
    mistakes: &[Mistake],
    looks: &Looks,
) -> Result<(), XlsxError> {
    let lang = heading.lang;
    sheet.set_name(lang.of("错误清单", "Mistakes"))?;
    dress(sheet, heading);
    let more = mapped.mistakes_total.saturating_sub(mapped.mistakes.len());
    let count = match lang {
        Lang::Zh => {
            format!("共 {} 行，列出错误 {} 处，另有 {more} 处未列出", mapped.rows_total, mistakes.len())
        }
        Lang::En => {
            format!("{} rows, {} mistakes listed, {more} more not listed", mapped.rows_total, mistakes.len())
        }
    };
    sheet.write_string_with_format(0, 0, count, &looks.label)?;
    let heads = [
        ("行", "Row", 8),
        ("列", "Column", 8),
        ("表头", "Header", 20),
        ("值", "Value", 30),
        ("错误", "Mistake", 40),
        ("怎样改正", "How to mend", 60),
    ];
    for (column, (zh, en, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(2, column, lang.of(zh, en), &looks.head)?;
    }
    for (row, mistake) in (3..).zip(mistakes) {
        let words = mistake.what.words();
        sheet.write_number(row, 0, mistake.row_number)?;
        let texts = [&mistake.column, &mistake.header, &mistake.value];
        for (column, text) in (1..).zip(texts) {
            sheet.write_string(row, column, fitting(text))?;
        }
        sheet.write_string(row, 4, fitting(lang.of(&words.zh, &words.en)))?;
        sheet.write_string(row, 5, fitting(lang.of(&words.mend_zh, &words.mend_en)))?;
    }
    Ok(())
}

/// Writes one original cell; one at fault is red and, unless a number, words.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    fault: Option<&Format>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let plain = fault.unwrap_or(&looks.text);
    match (cell, fault) {
        (Cell::Empty, None) => Ok(()),
        (Cell::Empty, Some(fault)) => sheet.write_blank(row, column, fault).map(|_| ()),
        (Cell::Number(digits), _) => match (digits.parse::<f64>(), fault) {
            (Ok(number), None) => sheet.write_number(row, column, number).map(|_| ()),
            (Ok(number), Some(fault)) => {
                sheet.write_number_with_format(row, column, number, fault).map(|_| ())
            }
            (Err(_), _) => sheet.write_string_with_format(row, column, digits, plain).map(|_| ()),
        },
        (Cell::Day(day), None) => write::put(sheet, row, column, &Value::Day(*day), looks),
        (Cell::Truth(truth), _) => sheet.write_boolean_with_format(row, column, *truth, plain).map(|_| ()),
        (other, _) => sheet.write_string_with_format(row, column, fitting(&other.shown()), plain).map(|_| ()),
    }
}

/// An empty workbook to fill in: preferred headers with `*` for required ones, code and text columns formatted as text (so that
/// long codes keep their digits), day columns as days; its notes explain every column.
///
/// # Errors
/// [`Refusal::Fault`] when the workbook cannot be put together.
pub fn template(heading: &Heading, title: &str, columns: &[Column]) -> Result<Vec<u8>, Refusal> {
    let lang = heading.lang;
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(heading, title));
    let sheet = workbook.add_worksheet();
    let mut lines = vec![(lang.of("标题", "Title").to_string(), title.to_string())];
    lines.extend(about(heading));
    let mut write = || -> Result<(), XlsxError> {
        sheet.set_name(lang.of("填报", "Fill in"))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, asked) in (0..).zip(columns) {
            let name = asked.names.first().copied().unwrap_or_default();
            let (star, need) = match asked.need {
                Need::Required => ("*", lang.of("必填", "required")),
                Need::Optional => ("", lang.of("可空", "optional")),
            };
            let (format, kind) = match asked.kind {
                Kind::Text => (&looks.text, lang.of("文字", "text")),
                Kind::Code => (&looks.text, lang.of("编码（文本格式）", "code (as text)")),
                Kind::Integer => (&looks.integer, lang.of("整数", "whole number")),
                Kind::Decimal => {
                    (&looks.thousandths, lang.of("数字，至多三位小数", "number, at most three decimals"))
                }
                Kind::Day => (&looks.day, lang.of("日期，如 2024-03-05", "day, such as 2024-03-05")),
            };
            sheet.set_column_format(column, format)?;
            sheet.set_column_width(column, 22)?;
            sheet.write_string_with_format(0, column, format!("{name}{star}"), &looks.head)?;
            lines.push((name.to_string(), format!("{need} · {kind} · {}", asked.names.join(" / "))));
        }
        Ok(())
    };
    write().map_err(fault)?;
    write_notes(workbook.add_worksheet(), heading, &lines, &looks).map_err(fault)?;
    workbook.save_to_buffer().map_err(fault)
}
