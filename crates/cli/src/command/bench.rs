//! `inrs bench`: how fast INRS is beside the limit of the machine and beside the plain way, in one run, as ratios.
//! It measures in folders of its own and touches no node.

mod client;
mod grain;
mod import;
mod ledger;
mod purchase;
mod read;
mod rotation;
mod verify;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use std::process::ExitCode;

/// Measures speed. Numbers mean something only from an optimised build on a quiet machine (`make bench`).
#[derive(clap::Args)]
pub struct Bench {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Grain-condition rules over a national scan: seconds, and precision and recall where the truth is known.
    Grain(grain::Grain),
    /// A workbook of 100,000 rows imported whole, and 37 planted errors found in it.
    Import(import::ImportBench),
    /// Durable movements per second over HTTP with 1, 16 and 256 clients, beside a bare loop over the driver.
    Ledger(ledger::Ledger),
    /// Rotation plans for thousands of lots: seconds, cost, proven bound and the gap between them.
    Rotation(rotation::Rotation),
    /// Requests at the purchase gate against 10,000 idle assets: the slowest of a hundred.
    Purchase(purchase::Purchase),
    /// Latency of map, table and trace at the scale of a nation; cold start and memory of the server.
    Read(read::Read),
    /// Entries verified per second, beside hashing the same bytes.
    Verify(verify::Verify),
}

/// Which engine.
#[derive(Clone, Copy, ValueEnum, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Bench {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        if cfg!(debug_assertions) {
            eprintln!(
                "inrs bench: this is not an optimised build; the ratios say little and the numbers nothing"
            );
        }
        match self.what {
            Some(What::Grain(grain)) => grain.run(),
            Some(What::Import(import)) => import.run(),
            Some(What::Ledger(ledger)) => ledger.run(),
            Some(What::Rotation(rotation)) => rotation.run(),
            Some(What::Read(read)) => read.run(),
            Some(What::Purchase(purchase)) => purchase.run(),
            Some(What::Verify(verify)) => verify.run(),
            None => {
                verify::Verify::default().run()?;
                grain::Grain::default().run()?;
                purchase::Purchase::default().run()?;
                rotation::Rotation::default().run()?;
                import::ImportBench::default().run()?;
                for ledger in ledger::Ledger::both() {
                    ledger.run()?;
                }
                read::Read::default().run()
            }
        }
    }
}
