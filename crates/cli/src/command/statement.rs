//! `inrs statement`: make, list, show and check statements of reserves.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, anyhow};
use base::ctx::{Actor, Clock, Ctx, SystemChance, SystemClock};
use base::identity::Node;
use base::term::{Instant, UserId};
use chain::note::VerifyKey;
use chain::statement as sealed;
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Statements of reserves: signed totals over all books.
#[derive(clap::Args)]
pub struct Statement {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a statement of the present moment (while no server runs on the folder; a running one has its own button).
    Make {
        #[command(flatten)]
        place: Place,
    },
    /// List statements, newest first.
    List {
        #[command(flatten)]
        place: Place,
        /// Print as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a statement's file to standard output.
    Show {
        /// Its instant, as `list` prints it.
        at: i64,
        #[command(flatten)]
        place: Place,
    },
    /// Check a statement file offline against the node's two public keys.
    Check {
        /// The `.statement` file.
        file: PathBuf,
        /// A file with the two vkeys of the node's statements, one a line.
        #[arg(long)]
        keys: PathBuf,
        /// Print the totals as JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Statement {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Make { place } => make(&place),
            What::List { place, json } => list(&place, json),
            What::Show { at, place } => {
                let opened = node::open(&place, Access::Read)?;
                let row = opened.store.read(|read| hub::statement::get(read, Instant(at)))?;
                print!("{}", row.with_context(|| format!("there is no statement of {at}"))?.file);
                Ok(ExitCode::SUCCESS)
            }
            What::Check { file, keys, json } => check(&file, &keys, json),
        }
    }
}

fn make(place: &Place) -> Result<ExitCode> {
    let opened = node::open(place, Access::Write)?;
    let node = opened.store.read(Node::of)?.context("this store has not been founded: run `inrs init`")?;
    let now = SystemClock.now();
    let ctx = Ctx {
        actor: Actor { user: UserId::parse("system")?, org: node.org.clone() },
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        key: format!("statement-{}", now.0).into(),
        request: 0,
    };
    let done = hub::statement::make(&opened.store, &Arc::new(opened.keys), &node.name, &ctx, node.book)
        .map_err(|stop| anyhow!("{stop}"))?;
    println!("statement {} recorded as entry {}", done.created.join(" "), done.receipt.n);
    Ok(ExitCode::SUCCESS)
}

fn list(place: &Place, json: bool) -> Result<ExitCode> {
    let opened = node::open(place, Access::Read)?;
    let rows = opened.store.read(|read| hub::statement::list(read, Instant(i64::MAX), 1000))?;
    if json {
        let rows: Vec<_> = rows.iter().map(|r| serde_json::json!({"at": r.at.0, "books": r.books, "totals": r.totals, "holdings": r.holdings})).collect();
        show::json(&rows.into());
    } else {
        for r in &rows {
            println!(
                "{}  {}  {} books  {} totals  {} holdings",
                r.at.0,
                r.at.shanghai(),
                r.books,
                r.totals,
                r.holdings
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &std::path::Path, keys: &std::path::Path, json: bool) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let keys = std::fs::read_to_string(keys).with_context(|| keys.display().to_string())?;
    let keys: Vec<VerifyKey> = keys
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| VerifyKey::parse(line.trim()).map_err(|e| anyhow!("public key {line}: {e}")))
        .collect::<Result<_>>()?;
    let said = sealed::Statement::parse(&text).map_err(|e| anyhow!("{}: {e}", file.display()))?.0;
    let named = |name: String| {
        use chain::note::Verifier;
        keys.iter().find(|key| key.name() == name).with_context(|| format!("no public key named {name}"))
    };
    let ed25519 = named(sealed::Statement::key_name::<chain::Sha256Suite>(&said.node))?;
    let sm2 = named(sealed::Statement::key_name::<chain::Sm3Suite>(&said.node))?;
    match sealed::Statement::open(&text, ed25519, sm2) {
        Ok(statement) => {
            if json {
                let totals: Vec<_> = statement.totals.iter().map(|t| serde_json::json!({"key": t.key, "quantity": t.quantity, "holdings": t.holdings, "books": t.books})).collect();
                show::json(
                    &serde_json::json!({"ok": true, "node": statement.node, "at": statement.at, "books": statement.books.len(), "totals": totals}),
                );
            } else {
                println!(
                    "ok: {} at {}, {} books, {} totals, both signatures hold",
                    statement.node,
                    Instant(statement.at).shanghai(),
                    statement.books.len(),
                    statement.totals.len()
                );
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            println!("NOT ok: {error}");
            Ok(ExitCode::from(1))
        }
    }
}
