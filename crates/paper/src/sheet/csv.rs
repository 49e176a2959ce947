//! Text tables (.csv): reads them in the encodings Chinese offices use, writes them so that every spreadsheet program opens them
//! right and none runs a cell as a formula.

use super::{Gather, Head, Limits, Raw, Value, xlsx};
use crate::Refusal;
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

/// A cell that begins with one of these may be run as a formula by the program that opens it; the last four are full-width.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Raw, Refusal> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut gather = Gather::new(limits);
    let mut record = csv::StringRecord::new();
    // A spreadsheet counts blank lines as rows, which the reader skips, but not the breaks inside quotes: count breaks up to the
    // first byte of each record and take off the inner ones.
    let (mut counted, mut breaks) = (0, 0);
    while reader.read_record(&mut record).map_err(|e| Refusal::Unreadable { detail: e.to_string() })? {
        let reached = record.position().map_or(counted, |position| position.byte() as usize);
        let blank = text.as_bytes()[reached..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        breaks += count_breaks(&text.as_bytes()[counted..reached + blank]);
        counted = reached + blank;
        let row = u32::try_from(breaks + 1).map_err(|_| Refusal::TooManyRows { limit: limits.rows })?;
        for (column, field) in record.iter().enumerate() {
            gather.put(row, column, xlsx::text_cell(unguarded(field)))?;
            breaks -= count_breaks(field.as_bytes());
        }
    }
    Ok(Raw { sheet: String::new(), unread: Vec::new(), rows: gather.rows })
}

fn count_breaks(bytes: &[u8]) -> i64 {
    bytes.iter().map(|b| i64::from(*b == b'\n')).sum()
}

/// The bytes as text, by their mark; without one as UTF-8, else as GB 18030, which contains GBK and GB 2312.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let marked = Encoding::for_bom(bytes).and_then(|(encoding, mark)| {
        encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])
    });
    let text = marked
        .or_else(|| std::str::from_utf8(bytes).ok().map(Cow::Borrowed))
        .or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes))
        .ok_or(Refusal::Encoding)?;
    if text.contains('\0') { Err(Refusal::Encoding) } else { Ok(text) }
}

/// The separator that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let head: String = text.lines().take(5).collect();
    let count = |sign: u8| head.bytes().filter(|b| *b == sign).count();
    [b';', b'\t', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Takes back the quote that [`guarded`] put.
fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => field,
    }
}

/// Puts a quote before text that would be run as a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Writes a list as CSV: UTF-8 with mark, CRLF, one header row, rows as they come.
pub struct Csv {
    writer: csv::Writer<Vec<u8>>,
    columns: usize,
    rows: usize,
}

impl Csv {
    /// Begins a list with its header row.
    ///
    /// # Errors
    /// [`Refusal::Fault`] when the writer fails, which it does not in memory.
    pub fn new(heads: &[Head]) -> Result<Self, Refusal> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(heads.iter().map(|head| guarded(&head.shown()).into_owned())).map_err(fault)?;
        Ok(Self { writer, columns: heads.len(), rows: 0 })
    }

    /// Adds one row.
    ///
    /// # Errors
    /// [`Refusal::Ragged`] when it has not one value per column.
    pub fn row(&mut self, values: &[Value]) -> Result<(), Refusal> {
        self.rows += 1;
        if values.len() != self.columns {
            return Err(Refusal::Ragged { row: self.rows, expected: self.columns, found: values.len() });
        }
        let field = |value: &Value| match value {
            Value::Text(text) => guarded(text).into_owned(),
            other => other.shown(),
        };
        self.writer.write_record(values.iter().map(field)).map_err(fault)
    }

    /// Ends the list: the file and the number of its rows without the header.
    ///
    /// # Errors
    /// [`Refusal::Fault`] when the writer fails, which it does not in memory.
    pub fn finish(self) -> Result<super::Written, Refusal> {
        let bytes = self.writer.into_inner().map_err(|e| Refusal::Fault { detail: e.to_string() })?;
        Ok(super::Written { bytes, rows: self.rows })
    }
}

fn fault(error: csv::Error) -> Refusal {
    Refusal::Fault { detail: error.to_string() }
}
