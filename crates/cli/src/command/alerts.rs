//! `inrs alerts`: what the rules found, the most urgent first. It reads and changes nothing.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::Result;
use base::ledger::Book;
use base::term::{BookId, Fault};
use hub::alert::store::{self, Which};
use serde_json::json;
use std::collections::HashMap;
use std::process::ExitCode;

/// Lists alerts that are active, not acknowledged, or with a case under way.
#[derive(clap::Args)]
pub struct Alerts {
    /// Also those that are over and done with.
    #[arg(long)]
    all: bool,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Alerts listed at most.
const ALERTS_MAX: usize = 10_000;

impl Alerts {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let opened = node::open(&self.place, Access::Read)?;
        let which = if self.all { Which::All } else { Which::Open };
        let (orgs, rows) = opened.store.read(|read| {
            let orgs: HashMap<BookId, String> =
                Book::all(read)?.into_iter().map(|b| (b.id, b.org.to_string())).collect();
            let mut books: Vec<BookId> = orgs.keys().copied().collect();
            books.sort_unstable();
            let rows = store::list(read, &books, which, ALERTS_MAX)?;
            Ok::<_, Fault>((orgs, rows))
        })?;
        let id = |row: &hub::alert::AlertRow| {
            format!("{}-{}", orgs.get(&row.book_id).map_or("", String::as_str), row.n)
        };
        if self.json {
            let list = rows.iter().map(|row| {
                json!({"id": id(row), "position": row.position.as_str(), "kind": &*row.kind, "rule": &*row.rule, "place": &*row.place,
                    "severity": row.severity, "status": row.status, "raised_at": row.raised_at.0, "state": &*row.state,
                    "cleared_at": row.cleared_at.map(|at| at.0), "acknowledged_by": row.acknowledged_by, "step": row.step,
                    "evidence": &*row.evidence})
            });
            show::json(&serde_json::Value::Array(list.collect()));
            return Ok(ExitCode::SUCCESS);
        }
        for row in &rows {
            let (when, seen) = (row.raised_at.shanghai(), row.acknowledged_by.as_deref().unwrap_or("-"));
            println!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{when}\t{seen}",
                id(row),
                row.severity,
                row.rule,
                row.state,
                row.position,
                row.place
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
