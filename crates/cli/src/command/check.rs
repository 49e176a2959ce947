//! `inrs check`: what a solver wrote is checked by code that shares nothing with it. It reads and prints; `brain::check` judges.

use super::solve::bytes;
use anyhow::{Context, Result};
use brain::check;
use brain::dispatch::{Instance, Plan};
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks what a solver wrote.
#[derive(clap::Args)]
pub struct Check {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A dispatch plan: every limit, and every measure computed again.
    Plan {
        /// The instance, a JSON file.
        instance: PathBuf,
        /// The plan, a JSON file.
        plan: PathBuf,
    },
}

impl Check {
    /// Runs the command. The exit code is 0 when the plan holds, 1 when it does not.
    pub fn run(self) -> Result<ExitCode> {
        let What::Plan { instance, plan } = self.what;
        let problem: Instance =
            serde_json::from_slice(&bytes(&instance)?).with_context(|| format!("{}", instance.display()))?;
        let found: Plan =
            serde_json::from_slice(&bytes(&plan)?).with_context(|| format!("{}", plan.display()))?;
        let verdict = check::plan(&problem, &found);
        for fault in &verdict.faults {
            eprintln!("{}: {} / {}", fault.code, fault.zh, fault.en);
        }
        let totals = verdict.objective;
        println!("unmet {:.3}, late {:.3}, cost {:.2}", totals.unmet, totals.late, totals.cost);
        Ok(if verdict.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
