//! Mistakes of an imported file, for people: lines on the screen, and the original rows given back with what is wrong and
//! how to mend it. It changes neither the file nor a book.

use super::Source;
use anyhow::{Context, Result, anyhow};
use base::term::Instant;
use hub::import::Problem;
use paper::sheet::{self, Csv, Head, Mistake, Value};
use paper::{Heading, Lang, Refusal, Words};
use std::collections::HashMap;
use std::path::Path;

/// A refusal of the file as a whole.
pub fn told(file: &Path, refusal: &Refusal) -> anyhow::Error {
    let Words { zh, en, mend_zh, mend_en } = refusal.words();
    anyhow!("{}: {zh} / {en}\n  {mend_zh} / {mend_en}", file.display())
}

/// Adds what the books refuse to what could not be read, in reading order.
pub fn add(source: &mut Source, problems: &[Problem]) {
    for problem in problems {
        let found = source.mapped.rows.binary_search_by_key(&problem.row, |row| row.row_number);
        let Ok(row) = found.map(|at| &source.mapped.rows[at]) else { continue };
        let refusal = &problem.refusal;
        let words = Words::new(&refusal.zh, &refusal.en, refusal.mend_zh, refusal.mend_en);
        let column = source.layout.column(refusal.field);
        let mistake = source.mapped.mistake(&source.raw, row, column, words);
        source.mapped.mistakes.push(mistake);
        source.mapped.mistakes_total += 1;
    }
    source.mapped.mistakes.sort_by_key(|mistake| mistake.row_number);
}

/// What is wrong and how to mend it, in both languages.
fn said(mistake: &Mistake) -> (String, String) {
    let Words { zh, en, mend_zh, mend_en } = mistake.what.words();
    (
        format!("{zh} / {en}"),
        if mend_zh.is_empty() { String::new() } else { format!("{mend_zh} / {mend_en}") },
    )
}

/// A mistake as a line.
pub fn line(mistake: &Mistake) -> String {
    let Mistake { row_number, column, header, value, .. } = mistake;
    let (what, mend) = said(mistake);
    format!("第 {row_number} 行 {column} 列 {header}“{value}”：{what}  {mend}")
}

/// A mistake as JSON.
pub fn json(mistake: &Mistake) -> serde_json::Value {
    let words = mistake.what.words();
    serde_json::json!({
        "row": mistake.row_number, "column": mistake.column, "header": mistake.header, "value": mistake.value,
        "zh": words.zh, "en": words.en, "mend_zh": words.mend_zh, "mend_en": words.mend_en,
    })
}

/// Writes the error file: a workbook if its name says so, else CSV.
pub fn write(source: &Source, path: &Path, organisation: &str, at: Instant) -> Result<()> {
    let bytes = if path.extension().is_some_and(|extension| extension == "xlsx") {
        let heading = Heading {
            lang: Lang::Zh,
            organisation: organisation.to_owned(),
            made_at: at.0,
            made_by: "inrs import".into(),
            watermark: None,
        };
        sheet::marked(&heading, &source.raw, &source.mapped, &source.mapped.mistakes)
            .map_err(|refusal| told(path, &refusal))?
    } else {
        csv(source).map_err(|refusal| told(path, &refusal))?
    };
    std::fs::write(path, bytes)
        .with_context(|| format!("writing {} (name another place with --errors)", path.display()))
}

/// The header row and every row under it, with row number, mistakes and mending behind; mistakes of the header first.
fn csv(source: &Source) -> Result<Vec<u8>, Refusal> {
    let (raw, mapped) = (&source.raw, &source.mapped);
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
