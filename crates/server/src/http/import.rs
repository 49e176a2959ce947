//! Importing spreadsheets through the API: templates, a job for each file, its mistakes. A caller imports in their own name only.

pub mod errors;
pub mod job_show;
pub mod start;
pub mod template;

use super::problem::Problem;
use crate::import::jobs::{Job, State};
use hub::import::Kind;
use paper::sheet::Mistake;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use utoipa::ToSchema;

/// Mistakes shown in an answer; the error file has them all.
const SHOWN_MAX: usize = 100;

/// An import and how far it is.
#[derive(Serialize, ToSchema)]
pub struct ImportJob {
    id: u64,
    kind: String,
    org: String,
    /// Name of the file.
    name: String,
    dry_run: bool,
    /// `running`, `done`, `wrong` (mistakes were found and nothing was written) or `failed`.
    state: &'static str,
    /// Rows under the header; 0 until the file is read.
    rows: u64,
    /// Rows tried.
    done: u64,
    /// These very rows were imported before; nothing was done.
    repeated: bool,
    /// Facts by act that were written, or would be.
    facts: BTreeMap<String, usize>,
    mistakes_total: usize,
    /// The first 100 mistakes in reading order.
    mistakes: Vec<ImportMistake>,
    /// Why it could not be tried at all, Chinese and English.
    failed: Option<String>,
    failed_en: Option<String>,
}

/// What is wrong in one cell.
#[derive(Serialize, ToSchema)]
pub struct ImportMistake {
    /// Row number as the spreadsheet program shows it.
    row: u32,
    /// Letter of the column.
    column: String,
    header: String,
    value: String,
    what: String,
    what_en: String,
    mend: String,
    mend_en: String,
}

impl ImportMistake {
    fn of(mistake: &Mistake) -> Self {
        let words = mistake.what.words();
        Self {
            row: mistake.row_number,
            column: mistake.column.clone(),
            header: mistake.header.clone(),
            value: mistake.value.clone(),
            what: words.zh,
            what_en: words.en,
            mend: words.mend_zh,
            mend_en: words.mend_en,
        }
    }
}

impl ImportJob {
    fn of(job: &Job) -> Self {
        let mut told = Self {
            id: job.id,
            kind: job.kind.code().to_owned(),
            org: job.org.to_string(),
            name: job.name.clone(),
            dry_run: job.dry_run,
            state: "running",
            rows: job.rows.load(Ordering::Relaxed),
            done: job.done.load(Ordering::Relaxed),
            repeated: false,
            facts: BTreeMap::new(),
            mistakes_total: 0,
            mistakes: Vec::new(),
            failed: None,
            failed_en: None,
        };
        match job.state() {
            State::Running => {}
            State::Failed(zh, en) => {
                told.state = "failed";
                (told.failed, told.failed_en) = (Some(zh), Some(en));
            }
            State::Ended(ended) => {
                told.mistakes_total = ended.source.mistakes_total();
                told.state = if told.mistakes_total > 0 { "wrong" } else { "done" };
                told.repeated = ended.report.repeated;
                told.mistakes =
                    ended.source.mistakes().iter().take(SHOWN_MAX).map(ImportMistake::of).collect();
                told.facts.clone_from(&ended.report.facts);
            }
        }
        told
    }
}

/// The kind that a path names.
fn kind(text: &str) -> Result<Kind, Problem> {
    Kind::from_code(text).ok_or_else(Problem::not_found)
}
