//! `inrs prove`: the proof of one fact (C2SP `tlog-proof`) or of one holding inside a statement, as files to hand over.

use super::Place;
use crate::node::{self, Access};
use anyhow::{Context, Result, anyhow};
use base::ledger::{self, Book};
use base::store::Read;
use base::term::{Fault, Instant, OrgCode};
use chain::receipt::Receipt;
use chain::{Sha256Suite, Sm3Suite, Suite};
use clap::{Subcommand, ValueEnum};
use std::process::ExitCode;

/// Writes a proof to standard output.
#[derive(clap::Args)]
pub struct Prove {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tree {
    /// SHA-256 and Ed25519.
    Sha256,
    /// SM3 and SM2.
    Sm3,
}

#[derive(Subcommand)]
enum What {
    /// That an entry stands in an organisation's book.
    Fact {
        /// The organisation's credit code.
        org: String,
        /// Index of the entry.
        index: u64,
        /// Which tree.
        #[arg(long, value_enum, default_value = "sha256")]
        tree: Tree,
        #[command(flatten)]
        place: Place,
    },
    /// That what lies at a position is inside a statement's totals.
    Holding {
        /// Instant of the statement.
        statement: i64,
        /// Position code (or consignment code for goods on the road).
        position: String,
        /// Lot code.
        lot: String,
        /// Which tree.
        #[arg(long, value_enum, default_value = "sha256")]
        tree: Tree,
        #[command(flatten)]
        place: Place,
    },
}

impl Prove {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let proof = match self.what {
            What::Fact { org, index, tree, place } => {
                let org = OrgCode::parse(&org)?;
                let opened = node::open(&place, Access::Read)?;
                opened.store.read(|read| match tree {
                    Tree::Sha256 => fact::<Sha256Suite>(read, &org, index),
                    Tree::Sm3 => fact::<Sm3Suite>(read, &org, index),
                })
            }
            What::Holding { statement, position, lot, tree, place } => {
                let opened = node::open(&place, Access::Read)?;
                let at = Instant(statement);
                opened.store.read(|read| match tree {
                    Tree::Sha256 => hub::statement::proof::<Sha256Suite>(read, at, &position, &lot),
                    Tree::Sm3 => hub::statement::proof::<Sm3Suite>(read, at, &position, &lot),
                })
            }
        };
        let proof = proof.map_err(|fault| anyhow!(fault))?;
        print!("{}", proof.context("no signed statement or checkpoint covers that yet")?);
        Ok(ExitCode::SUCCESS)
    }
}

fn fact<S: Suite>(read: &mut Read<'_>, org: &OrgCode, index: u64) -> Result<Option<String>, Fault> {
    let Some(book) = Book::of(read, org)? else { return Ok(None) };
    let n = i64::try_from(index).map_err(|_| Fault::new("index too large"))?;
    let Some(checkpoint) = ledger::checkpoint_at(read, book.id, n)? else { return Ok(None) };
    let proof = ledger::inclusion::<S>(read, book.id, index, checkpoint.size.unsigned_abs())?;
    let note = if S::NAME == Sha256Suite::NAME { checkpoint.note } else { checkpoint.gm_note };
    Ok(Some(Receipt::<S>::new(index, proof, note.as_ref()).to_string()))
}
