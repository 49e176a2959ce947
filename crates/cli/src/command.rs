//! The subcommands: one file each, each with its own arguments.

mod alerts;
mod backup;
mod bench;
mod check;
mod demo;
mod drill;
mod export;
mod impact;
mod import;
mod init;
mod migrate;
mod openapi;
mod pack;
mod prove;
mod recompute;
mod replay;
mod restore;
mod risk;
mod sense;
mod series;
mod serve;
mod solve;
mod statement;
mod table;
mod user;
mod verify;
mod weighbridge;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// 智能国储 INRS — the Intelligent National Reserve System.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
pub struct Arguments {
    /// More to the log on standard error: once for information, twice for detail.
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    #[command(subcommand)]
    command: Command,
}

/// Where a node lives.
#[derive(clap::Args, Clone)]
pub struct Place {
    /// Data folder of the node: its configuration, its keys, and its database unless that is PostgreSQL.
    #[arg(long, env = "INRS_DATA", default_value = "data-run")]
    pub data: PathBuf,
    /// A PostgreSQL URL instead of the embedded database.
    #[arg(long, env = "INRS_DATABASE")]
    pub database: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Found a node in a new data folder.
    Init(init::Init),
    /// Serve a node's API and console.
    Serve(serve::Serve),
    /// Build a labelled synthetic nation in a new folder.
    Demo(demo::Demo),
    /// Check every book from its entries, in a store, at a server, or in an export.
    Verify(verify::Verify),
    /// Compute every derived row again from the facts and compare.
    Replay(replay::Replay),
    /// Make, list, show or check statements of reserves.
    Statement(statement::Statement),
    /// Write the proof of one fact or of one holding.
    Prove(prove::Prove),
    /// Print the one table.
    Table(table::Table),
    /// Write a book as the C2SP files that other programs verify.
    Export(export::Export),
    /// Estimate what an event has done.
    Impact(impact::Impact),
    /// Rehearse an event many times over.
    Drill(drill::Drill),
    /// Bring opening stock or a yearly table into the books, from .xlsx or .csv.
    Import(import::Import),
    /// Copy the whole store into one file while it is in use.
    Backup(backup::Backup),
    /// Make a store from a backup.
    Restore(restore::Restore),
    /// Bring a store up to this program's schema.
    Migrate(migrate::Migrate),
    /// Check and list category packs.
    Pack(pack::Pack),
    /// List accounts.
    User(user::User),
    /// Warn of abnormal prices.
    Risk(risk::Risk),
    /// List alerts.
    Alerts(alerts::Alerts),
    /// Judge an alert's evidence again.
    Recompute(recompute::Recompute),
    /// Bring readings of a position into its book.
    Sense(sense::Sense),
    /// Bring prices and quantities over time into the books.
    Series(series::Series),
    /// Measure speed beside the limit of the machine and beside the plain way.
    Bench(bench::Bench),
    /// Solve a problem that is a network: where goods shall come from, at least cost.
    Solve(solve::Solve),
    /// Simulate the display of a weighbridge.
    Weighbridge(weighbridge::Weighbridge),
    /// Check a plan against its instance, with code that shares nothing with the solver.
    Check(check::Check),
    /// Print the OpenAPI document.
    Openapi(openapi::Openapi),
}

impl Arguments {
    /// Does what was asked. The exit code is 0 when it held, 1 when it did not; errors are 2.
    pub fn run(self) -> Result<ExitCode> {
        match self.command {
            Command::Init(c) => c.run(),
            Command::Serve(c) => c.run(),
            Command::Demo(c) => c.run(),
            Command::Verify(c) => c.run(),
            Command::Replay(c) => c.run(),
            Command::Statement(c) => c.run(),
            Command::Prove(c) => c.run(),
            Command::Table(c) => c.run(),
            Command::Export(c) => c.run(),
            Command::Import(c) => c.run(),
            Command::Impact(c) => c.run(),
            Command::Drill(c) => c.run(),
            Command::Backup(c) => c.run(),
            Command::Restore(c) => c.run(),
            Command::Migrate(c) => c.run(),
            Command::Pack(c) => c.run(),
            Command::User(c) => c.run(),
            Command::Risk(c) => c.run(),
            Command::Alerts(c) => c.run(),
            Command::Recompute(c) => c.run(),
            Command::Sense(c) => c.run(),
            Command::Series(c) => c.run(),
            Command::Bench(c) => c.run(),
            Command::Solve(c) => c.run(),
            Command::Weighbridge(c) => c.run(),
            Command::Check(c) => c.run(),
            Command::Openapi(c) => c.run(),
        }
    }
}
