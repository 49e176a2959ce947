//! Mistakes of an imported file, for people and programs at a terminal.

use anyhow::anyhow;
use paper::sheet::Mistake;
use paper::{Refusal, Words};
use std::path::Path;

/// A refusal of the file as a whole.
pub fn told(file: &Path, refusal: &Refusal) -> anyhow::Error {
    let Words { zh, en, mend_zh, mend_en } = refusal.words();
    anyhow!("{}: {zh} / {en}\n  {mend_zh} / {mend_en}", file.display())
}

/// A mistake as a line.
pub fn line(mistake: &Mistake) -> String {
    let Mistake { row_number, column, header, value, .. } = mistake;
    let Words { zh, en, mend_zh, mend_en } = mistake.what.words();
    let mend = if mend_zh.is_empty() { String::new() } else { format!("  {mend_zh} / {mend_en}") };
    format!("第 {row_number} 行 {column} 列 {header}“{value}”：{zh} / {en}{mend}")
}

/// A mistake as JSON.
pub fn json(mistake: &Mistake) -> serde_json::Value {
    let words = mistake.what.words();
    serde_json::json!({
        "row": mistake.row_number, "column": mistake.column, "header": mistake.header, "value": mistake.value,
        "zh": words.zh, "en": words.en, "mend_zh": words.mend_zh, "mend_en": words.mend_en,
    })
}
