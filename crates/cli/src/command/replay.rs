//! `inrs replay`: exit 0 when every derived row follows from the facts, exit 1 and the rows that do not.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result};
use base::ledger::Difference;
use base::store::Value;
use std::process::ExitCode;

/// Computes every derived row again from the facts, in a scratch store, and compares row by row.
#[derive(clap::Args)]
pub struct Replay {
    #[command(flatten)]
    place: Place,
    /// Compare with the derived rows of the store (the only mode there is; nothing is ever changed).
    #[arg(long)]
    check: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Replay {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        anyhow::ensure!(self.check, "say --check: replay compares, it never writes");
        let opened = node::open(&self.place, Access::Read)?;
        let entries = opened.store.read(base::ledger::total)?;
        let scratch = self.place.data.join(format!("replay-{}", std::process::id()));
        let bar = show::bar(entries.unsigned_abs(), "replay");
        let outcome = base::ledger::replay(
            &opened.store,
            &scratch,
            &hub::whole::tables(),
            &hub::whole::project,
            &mut |n| {
                bar.set_position(n.unsigned_abs());
            },
        );
        bar.finish_and_clear();
        std::fs::remove_dir_all(&scratch).with_context(|| format!("removing {}", scratch.display()))?;
        let (facts, rows, differences) = outcome?;
        tell(facts, rows, &differences, self.json);
        Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn words(row: &[Value]) -> String {
    let words: Vec<String> = row
        .iter()
        .map(|value| match value {
            Value::Null => "-".into(),
            Value::Int(n) => n.to_string(),
            Value::Text(text) => text.to_string(),
            Value::Bytes(bytes) => format!("<{} bytes>", bytes.len()),
        })
        .collect();
    words.join(" ")
}

fn tell(facts: i64, rows: i64, differences: &[Difference], json: bool) {
    let side = |row: &Option<Vec<Value>>| row.as_ref().map_or_else(|| "absent".to_owned(), |row| words(row));
    if json {
        let list: Vec<_> = differences
            .iter()
            .map(|d| serde_json::json!({"table": d.table, "key": words(&d.key), "stored": side(&d.stored), "computed": side(&d.computed)}))
            .collect();
        show::json(
            &serde_json::json!({"ok": differences.is_empty(), "facts": facts, "rows": rows, "differences": list}),
        );
        return;
    }
    for d in differences {
        println!(
            "DIFFERS  {}  key {}\n  stored    {}\n  computed  {}",
            d.table,
            words(&d.key),
            side(&d.stored),
            side(&d.computed)
        );
    }
    let verdict = if differences.is_empty() { "ok" } else { "NOT ok" };
    println!("{verdict}: {facts} facts replayed, {rows} derived rows compared, {} differ", differences.len());
}
