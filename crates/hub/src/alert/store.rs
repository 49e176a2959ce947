//! Reading alerts, their cases and their evidence, and judging the evidence again.

use base::store::{Read, Tx, Value};
use base::term::BookId;
use base::term::fault::Fault;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{AlertRow, EvidenceRow, StepRow, digest};
use crate::watch::evidence::{Conclusion, Evidence};

/// Which alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Active, or not acknowledged, or with a case that is not closed.
    Open,
    /// All of them.
    All,
}

/// Alerts of books, the most severe and newest first, at most `limit`.
pub fn list(
    read: &mut Read<'_>,
    books: &[BookId],
    which: Which,
    limit: usize,
) -> Result<Vec<AlertRow>, Fault> {
    let filter = match which {
        Which::Open => {
            "AND (state = 'active' OR acknowledged_by IS NULL OR (step IS NOT NULL AND step <> 'closed'))"
        }
        Which::All => "",
    };
    let mut rows = Vec::new();
    for part in books.chunks(500) {
        let marks: Vec<String> = (1..=part.len()).map(|at| format!("${at}")).collect();
        let mut args: Vec<Value> = part.iter().map(|book| Value::from(*book)).collect();
        args.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let rest = format!(
            "WHERE book_id IN ({}) {filter} ORDER BY state, severity, raised_at DESC, n LIMIT ${}",
            marks.join(","),
            args.len()
        );
        rows.extend(read.list::<AlertRow>(&rest, &args)?);
    }
    rows.sort_by(|a, b| {
        (&a.state, a.severity, b.raised_at, a.n).cmp(&(&b.state, b.severity, a.raised_at, b.n))
    });
    rows.truncate(limit);
    Ok(rows)
}

/// The active alerts of a stream.
pub(super) fn active(tx: &mut Tx<'_>, book: BookId, stream: i64) -> Result<Vec<AlertRow>, Fault> {
    let rest = "WHERE book_id = $1 AND stream = $2 AND state = 'active' ORDER BY n";
    tx.list(rest, &[book.into(), stream.into()])
}

/// One alert with the steps of its case.
pub fn one(read: &mut Read<'_>, book: BookId, n: i64) -> Result<Option<(AlertRow, Vec<StepRow>)>, Fault> {
    let Some(row) = read.get::<AlertRow>(&[book.into(), n.into()])? else { return Ok(None) };
    let steps =
        read.list::<StepRow>("WHERE book_id = $1 AND alert = $2 ORDER BY n", &[book.into(), n.into()])?;
    Ok(Some((row, steps)))
}

/// The frozen text of an alert's evidence, if it is kept and is what the fact says.
pub fn evidence(read: &mut Read<'_>, row: &AlertRow) -> Result<Option<String>, Fault> {
    let kept = read.get::<EvidenceRow>(&[row.book_id.into(), row.evidence.as_ref().into()])?;
    let text = kept.and_then(|kept| String::from_utf8(kept.body.to_vec()).ok());
    Ok(text.filter(|text| digest(text) == *row.evidence))
}

/// What judging an alert's evidence again gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// Whether the evidence is there, unchanged.
    pub frozen: bool,
    /// What the evidence says was concluded.
    pub told: Vec<Conclusion>,
    /// What follows from it now.
    pub again: Vec<Conclusion>,
    /// The evidence is there, both agree to the last bit, and the alert is among them.
    pub agrees: bool,
}

/// The verdict as it was written: numbers compared as they are spelled, so that reading them loses nothing.
#[derive(Deserialize)]
struct Spelled<'t> {
    #[serde(borrow)]
    conclusions: &'t RawValue,
}

/// Judges an alert's evidence again.
pub fn recompute(read: &mut Read<'_>, row: &AlertRow) -> Result<Recomputed, Fault> {
    let text = evidence(read, row)?;
    let read = text.as_deref().and_then(|text| {
        Some((serde_json::from_str::<Evidence>(text).ok()?, serde_json::from_str::<Spelled<'_>>(text).ok()?))
    });
    let Some((kept, spelled)) = read else {
        return Ok(Recomputed { frozen: false, told: Vec::new(), again: Vec::new(), agrees: false });
    };
    let again = kept.again()?;
    let now = serde_json::to_string(&again).map_err(|e| Fault::new(e.to_string()))?;
    let among =
        again.iter().any(|c| (&*c.rule, &*c.place, c.severity) == (&*row.rule, &*row.place, row.severity));
    let agrees = among && now == spelled.conclusions.get();
    Ok(Recomputed { frozen: true, told: kept.conclusions, again, agrees })
}
