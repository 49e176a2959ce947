//! The original rows given back as text, with what is wrong and how to mend it behind each. It changes neither the file
//! nor a book.

use paper::sheet::{self, Csv, Head, Mapped, Mistake, Raw, Value};
use paper::{Refusal, Words};
use std::collections::HashMap;

/// The header row and every row under it, with row number, mistakes and mending behind; mistakes of the header first.
pub(super) fn csv(raw: &Raw, mapped: &Mapped) -> Result<Vec<u8>, Refusal> {
    let under = || raw.rows.iter().filter(|row| row.row_number >= mapped.header_row);
    let width = under().map(|row| row.cells.len()).max().unwrap_or(0);
    let cell =
        |row: &sheet::RawRow, place: usize| row.cells.get(place).map(sheet::Cell::shown).unwrap_or_default();
    let header = under().next();
    let head = |label: String| Head { label, unit: String::new(), width: 20 };
    let names = (0..width).map(|place| header.map(|row| cell(row, place)).unwrap_or_default());
    let more = ["原行号 row", "错误 mistake", "怎样改正 how to mend"].map(str::to_owned);
    let heads: Vec<Head> = names.chain(more).map(head).collect();
    let mut csv = Csv::new(&heads)?;
    let mut by_row: HashMap<u32, Vec<&Mistake>> = HashMap::new();
    for mistake in &mapped.mistakes {
        by_row.entry(mistake.row_number).or_default().push(mistake);
    }
    for row in under() {
        let is_header = row.row_number == mapped.header_row;
        let wrong = by_row.get(&row.row_number).map_or(&[][..], Vec::as_slice);
        if is_header && wrong.is_empty() {
            continue;
        }
        let mut values: Vec<Value> = (0..width)
            .map(|place| Value::Text(if is_header { String::new() } else { cell(row, place) }))
            .collect();
        values.push(Value::Integer(row.row_number.into()));
        let (what, mend): (Vec<String>, Vec<String>) = wrong.iter().map(|mistake| placed(mistake)).unzip();
        values.push(Value::Text(what.join("\n")));
        values.push(Value::Text(mend.join("\n")));
        csv.row(&values)?;
    }
    Ok(csv.finish()?.bytes)
}

/// What is wrong and how to mend it, each behind the column it concerns.
fn placed(mistake: &Mistake) -> (String, String) {
    let place = format!("{} {}", mistake.column, mistake.header);
    let (what, mend) = said(mistake);
    (format!("{}：{what}", place.trim()), format!("{}：{mend}", place.trim()))
}

/// What is wrong and how to mend it, in both languages.
fn said(mistake: &Mistake) -> (String, String) {
    let Words { zh, en, mend_zh, mend_en } = mistake.what.words();
    (
        format!("{zh} / {en}"),
        if mend_zh.is_empty() { String::new() } else { format!("{mend_zh} / {mend_en}") },
    )
}
