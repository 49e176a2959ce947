//! Typeset documents: position card, voucher, ledger, statement and QR labels as archival PDF (PDF/A-2a).
//! Words of the caller are data to the templates, never markup; equal input gives equal bytes.

mod desk;
pub mod document;

use crate::{Heading, Refusal, qr};
use desk::{Desk, TEMPLATES, file};
use document::Document;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use typst::foundations::{Bytes, Datetime};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Most rows one printed document takes, about a hundred pages and 400 MB while it is set; longer lists belong in a workbook.
pub const ROWS_MAX: usize = 3_000;

/// Most columns of a printed table; more cannot be read on a page.
pub const COLUMNS_MAX: usize = 16;

/// Printed in place of a character that no font at hand can draw (the geta mark, the printers' sign for a missing type).
const GETA: char = '〓';

/// A finished document.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Characters that no font at hand can draw; each is printed as 〓. Tell the user: a rare name may need another font.
    pub undrawn: Vec<char>,
}

/// The typesetter with its fonts and templates: make one, share it between threads, use it for every document.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data_id: FileId,
    family: String,
    drawable: Vec<u64>,
}

impl Engine {
    /// Takes the bytes of font files (TrueType or OpenType, single or collection), best first. [`crate::fonts::find`] finds some.
    ///
    /// # Errors
    /// [`Refusal::NoFont`] when none of them draws Chinese.
    pub fn new(files: Vec<Vec<u8>>) -> Result<Self, Refusal> {
        let fonts: Vec<Font> = files.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        let family =
            chinese_family(&fonts).ok_or_else(|| Refusal::NoFont { looked: "fonts given".into() })?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            drawable: drawable(&fonts),
            fonts,
            sources: TEMPLATES.iter().map(|(name, text)| Source::new(file(name), (*text).into())).collect(),
            data_id: file("data.json"),
            family,
        })
    }

    /// Typesets one document.
    ///
    /// # Errors
    /// [`Refusal::TooManyRows`], [`Refusal::TooManyColumns`], [`Refusal::Ragged`], [`Refusal::QrTooLong`] for what the caller
    /// gave; [`Refusal::Fault`] when a template fails, which is a bug.
    pub fn render(&self, heading: &Heading, document: &Document) -> Result<Pdf, Refusal> {
        check(document)?;
        let (data, undrawn) = self.data(heading, document)?;
        let desk = Desk { engine: self, main: file(document.template()), data: Bytes::new(data) };
        let paged = typst::compile::<PagedDocument>(&desk).output.map_err(fault)?;
        let options = PdfOptions {
            timestamp: stamp(heading),
            creator: typst::foundations::Smart::Custom(Some("INRS".into())),
            standards: PdfStandards::new(&[PdfStandard::A_2a])
                .map_err(|e| Refusal::Fault { detail: e.message().to_string() })?,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&paged, &options).map_err(fault)?;
        // The typesetter remembers every intermediate result; keep what the last few documents shared, drop the rest.
        typst::comemo::evict(4);
        Ok(Pdf { bytes, pages: paged.pages().len(), undrawn })
    }

    /// The document as the templates read it, every word cleaned to what the fonts can draw.
    fn data(&self, heading: &Heading, document: &Document) -> Result<(Vec<u8>, Vec<char>), Refusal> {
        let mut data =
            json!({ "heading": heading, "doc": document, "made": heading.made(), "family": self.family });
        let mut undrawn = BTreeSet::new();
        self.clean(&mut data, &mut undrawn);
        data["svg"] = document.scans().into_iter().map(qr::svg).collect::<Result<Vec<_>, _>>()?.into();
        let bytes = serde_json::to_vec(&data).map_err(|e| Refusal::Fault { detail: e.to_string() })?;
        Ok((bytes, undrawn.into_iter().collect()))
    }

    fn clean(&self, value: &mut Value, undrawn: &mut BTreeSet<char>) {
        match value {
            Value::String(text) => {
                if text.chars().any(|c| !self.draws(c)) {
                    *text = text.chars().filter_map(|c| self.drawn(c, undrawn)).collect();
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|v| self.clean(v, undrawn)),
            Value::Object(map) => map.values_mut().for_each(|v| self.clean(v, undrawn)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What is printed for `c`: itself, a space for a line break, nothing for a control or invisible character, else the geta.
    fn drawn(&self, c: char, undrawn: &mut BTreeSet<char>) -> Option<char> {
        match c {
            _ if self.draws(c) => Some(c),
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            _ if c.is_control() || invisible(c) => None,
            _ => {
                undrawn.insert(c);
                Some(GETA)
            }
        }
    }

    fn draws(&self, c: char) -> bool {
        let code = c as usize;
        !invisible(c) && self.drawable[code / 64] >> (code % 64) & 1 == 1
    }
}

/// Joiners, variation selectors, soft hyphens and marks that turn the reading direction: a printed record must show what it says.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Family of the first font that draws 粮: simplified Chinese forms before other regions' when a collection holds several.
fn chinese_family(fonts: &[Font]) -> Option<String> {
    let chinese = || {
        fonts
            .iter()
            .map(Font::info)
            .filter(|info| info.coverage.contains('粮' as u32))
            .map(|info| &info.family)
    };
    chinese()
        .find(|family| family.ends_with(" SC") || family.ends_with(" CN"))
        .or_else(|| chinese().next())
        .cloned()
}

/// One bit for every character that some font draws.
fn drawable(fonts: &[Font]) -> Vec<u64> {
    let mut bits = vec![0_u64; 0x11_0000 / 64];
    for code in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
        if let Some(word) = bits.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }
    bits
}

fn check(document: &Document) -> Result<(), Refusal> {
    if document.rows() > ROWS_MAX {
        return Err(Refusal::TooManyRows { limit: ROWS_MAX });
    }
    let Some(table) = document.table() else { return Ok(()) };
    let expected = table.columns.len();
    if expected > COLUMNS_MAX {
        return Err(Refusal::TooManyColumns { limit: COLUMNS_MAX });
    }
    let rows = table.rows.iter().enumerate().map(|(i, row)| (i + 1, row.len()));
    let total = table.total.iter().map(|row| (0, row.len()));
    match rows.chain(total).find(|(_, found)| *found != expected) {
        Some((row, found)) => Err(Refusal::Ragged { row, expected, found }),
        None => Ok(()),
    }
}

/// Time of making as the file carries it.
fn stamp(heading: &Heading) -> Option<typst_pdf::Timestamp> {
    let at = heading.made_utc()?;
    let date = Datetime::from_ymd_hms(
        at.year().into(),
        at.month() as u8,
        at.day() as u8,
        at.hour() as u8,
        at.minute() as u8,
        at.second() as u8,
    );
    date.map(typst_pdf::Timestamp::new_utc)
}

fn fault(errors: impl IntoIterator<Item = typst::diag::SourceDiagnostic>) -> Refusal {
    let detail = errors.into_iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; ");
    Refusal::Fault { detail }
}
