//! `inrs pack`: check packs of one's own with every mistake named by line, and list those a node uses.

use super::Place;
use crate::config::Settings;
use crate::{node, show};
use anyhow::Result;
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check and list category packs.
#[derive(clap::Args)]
pub struct Pack {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check a folder of packs: each subfolder is one. Exit 1 names every mistake with file, line and mend.
    Check {
        /// The folder.
        folder: PathBuf,
    },
    /// List the packs of a node, built-in ones included.
    List {
        #[command(flatten)]
        place: Place,
        /// Print as JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Pack {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Check { folder } => match pack::folder::load_packs(&folder) {
                Ok(packs) => {
                    for pack in &packs {
                        println!(
                            "ok: {} {} ({} items, {} own tests passed)",
                            pack.id,
                            pack.version,
                            pack.items.len(),
                            pack.tests
                        );
                    }
                    Ok(ExitCode::SUCCESS)
                }
                Err(error) => {
                    println!("{error}\n{} problem(s)", error.problems().len());
                    Ok(ExitCode::from(1))
                }
            },
            What::List { place, json } => {
                let packs = node::packs(&place.data, &Settings::load(&place)?)?;
                if json {
                    let list: Vec<_> = packs.packs().iter().map(|p| serde_json::json!({"id": p.id, "version": p.version, "name": p.name.zh, "name_en": p.name.en, "items": p.items.len()})).collect();
                    show::json(&list.into());
                } else {
                    packs.packs().iter().for_each(|p| {
                        println!(
                            "{:<16} {:<10} {:>4} items  {} / {}",
                            p.id,
                            p.version,
                            p.items.len(),
                            p.name.zh,
                            p.name.en
                        )
                    });
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
