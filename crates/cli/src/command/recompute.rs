//! `inrs recompute`: an alert's rule judged again from its frozen evidence. It reads and changes nothing.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result};
use base::ledger::Book;
use base::term::OrgCode;
use hub::alert::store;
use serde_json::json;
use std::process::ExitCode;

/// Exit code 0 when the verdict agrees to the last bit, 1 when it does not or the evidence is not what the fact says.
#[derive(clap::Args)]
pub struct Recompute {
    /// The alert: `ORGANISATION-NUMBER`.
    alert: String,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Recompute {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let (org, number) = self.alert.rsplit_once('-').context("an alert is ORGANISATION-NUMBER")?;
        let (org, number) = (OrgCode::parse(org)?, number.parse::<i64>()?);
        let opened = node::open(&self.place, Access::Read)?;
        let (row, outcome) = opened.store.read(|read| {
            let book = Book::of(read, &org)?.with_context(|| format!("{org} has no book"))?;
            let (row, _) =
                store::one(read, book.id, number)?.with_context(|| format!("no alert {}", self.alert))?;
            let outcome = store::recompute(read, &row)?;
            Ok::<_, anyhow::Error>((row, outcome))
        })?;
        let verdict = match (outcome.frozen, outcome.agrees) {
            (false, _) => "证据缺失或被改动 / the evidence is missing or was changed",
            (true, true) => "一致 / agrees",
            (true, false) => "不一致 / does not agree",
        };
        if self.json {
            show::json(
                &json!({"id": self.alert, "rule": &*row.rule, "frozen": outcome.frozen, "agrees": outcome.agrees, "again": outcome.again}),
            );
        } else {
            println!("{} {} {} {}: {verdict}", self.alert, row.rule, row.position, row.place);
        }
        Ok(ExitCode::from(u8::from(!outcome.agrees)))
    }
}
