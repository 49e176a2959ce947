//! A spreadsheet as an import reads it: its cells under the columns of its kind, what is wrong with them, the error file and the
//! empty template. Both edges use it, the command line and the API; it holds no rule of a kind and writes no book.

pub(crate) mod jobs;

mod layout;
mod mistakes;

pub use layout::recognised;

use hub::import::{Cell, Field, Kind, Problem, Record, Rows};
use pack::Catalogue;
use paper::sheet::{self, Limits, Mapped, Mistake, Raw, Row, Value};
use paper::{Heading, Lang, Refusal, Words};
use sha2::{Digest, Sha256};

/// A file as it was read.
pub struct Source {
    kind: Kind,
    fields: Vec<Field>,
    raw: Raw,
    mapped: Mapped,
}

impl Source {
    /// Reads .xlsx or .csv bytes as rows of a kind. Cells that cannot be read and headers that are missing are its mistakes.
    ///
    /// # Errors
    /// A file that cannot be read at all, or with none of the kind's headers.
    pub fn read(bytes: &[u8], kind: Kind, packs: &Catalogue) -> Result<Self, Refusal> {
        Self::of(sheet::read(bytes, &Limits::default())?, kind, packs)
    }

    /// The same for a sheet that was read already.
    ///
    /// # Errors
    /// A sheet with none of the kind's headers.
    pub fn of(raw: Raw, kind: Kind, packs: &Catalogue) -> Result<Self, Refusal> {
        let fields = kind.fields(packs);
        let mapped = layout::map(&raw, &fields)?;
        Ok(Self { kind, fields, raw, mapped })
    }

    /// What its rows are.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The rows that were read without a mistake.
    pub fn rows(&self, packs: &Catalogue) -> Rows {
        let record = |row: &Row| Record {
            row: row.row_number,
            cells: row
                .values
                .iter()
                .map(|value| match value {
                    Value::Text(text) => Cell::Text(text.clone()),
                    Value::Integer(number) => Cell::Integer(*number),
                    Value::Thousandths(number) => Cell::Decimal(*number),
                    Value::Day(day) => Cell::Day(*day),
                    Value::Empty | Value::Fen(_) => Cell::Empty,
                })
                .collect(),
        };
        hub::import::rows(self.kind, packs, self.mapped.rows.iter().map(record).collect())
    }

    /// Rows under the header, right or wrong.
    pub fn rows_total(&self) -> usize {
        self.mapped.rows_total
    }

    /// How many mistakes there are.
    pub fn mistakes_total(&self) -> usize {
        self.mapped.mistakes_total
    }

    /// The mistakes in reading order; the first 10,000.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mapped.mistakes
    }

    /// Adds what the books refuse to what could not be read.
    pub fn add(&mut self, problems: &[Problem]) {
        for problem in problems {
            let found = self.mapped.rows.binary_search_by_key(&problem.row, |row| row.row_number);
            let Ok(row) = found.map(|at| &self.mapped.rows[at]) else { continue };
            let refusal = &problem.refusal;
            let words = Words::new(&refusal.zh, &refusal.en, refusal.mend_zh, refusal.mend_en);
            let column = layout::column(&self.fields, &problem.field);
            let mistake = self.mapped.mistake(&self.raw, row, column, words);
            self.mapped.mistakes.push(mistake);
            self.mapped.mistakes_total += 1;
        }
        self.mapped.mistakes.sort_by_key(|mistake| mistake.row_number);
    }

    /// The original rows with their mistakes marked, as a workbook.
    ///
    /// # Errors
    /// When the workbook cannot be put together.
    pub fn marked(&self, heading: &Heading) -> Result<Vec<u8>, Refusal> {
        sheet::marked(heading, &self.raw, &self.mapped, &self.mapped.mistakes)
    }

    /// The same as text: every row with its number, its mistakes and how to mend them behind.
    ///
    /// # Errors
    /// When the text cannot be put together.
    pub fn marked_csv(&self) -> Result<Vec<u8>, Refusal> {
        mistakes::csv(&self.raw, &self.mapped)
    }
}

/// An empty workbook of a kind to fill in.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template(kind: Kind, packs: &Catalogue, heading: &Heading) -> Result<Vec<u8>, Refusal> {
    let fields = kind.fields(packs);
    let (zh, en) = kind.label();
    let title = match heading.lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    layout::with_columns(&fields, |columns| sheet::template(heading, title, columns))
}

/// What facts cite: the file's name and the beginning of its SHA-256, so that an auditor can find the very file.
pub fn cited(name: &str, bytes: &[u8]) -> String {
    let digest: String = Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let room = hub::import::SOURCE_MAX - digest.len() - " SHA-256 ".len();
    let name: String = name.chars().filter(|c| !c.is_control()).take(room).collect();
    format!("{name} SHA-256 {digest}")
}
