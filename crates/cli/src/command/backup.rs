//! `inrs backup`: the whole store at one moment, as one SQLite file, whatever engine it came from.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Copies the store, the configuration and (unless told not to) the keys into a folder, while the node is in use.
#[derive(clap::Args)]
pub struct Backup {
    /// New folder for the backup.
    folder: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Leave the signing keys out: the restored node then signs with new ones.
    #[arg(long)]
    without_keys: bool,
}

/// Name of the store's file in a backup.
pub const STORE: &str = "store.sqlite";

impl Backup {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let opened = node::open(&self.place, Access::Read)?;
        ensure!(!self.folder.exists(), "{} exists already: name a new folder", self.folder.display());
        let unfinished = self.folder.with_extension("unfinished");
        std::fs::create_dir_all(&unfinished).with_context(|| unfinished.display().to_string())?;
        let bar = show::bar(0, "backup");
        let rows = base::store::copy::to_file(
            &opened.store,
            &unfinished.join(STORE),
            &hub::whole::tables(),
            &mut |n| {
                bar.set_position(n.unsigned_abs());
            },
        )?;
        bar.finish_and_clear();
        let mut files = vec![crate::config::FILE];
        if !self.without_keys {
            files.push(node::KEYS);
        }
        for file in files {
            let from = self.place.data.join(file);
            if from.exists() {
                std::fs::copy(&from, unfinished.join(file)).with_context(|| from.display().to_string())?;
            }
        }
        let files = base::content::Content::new(&self.place.data).copy_to(&unfinished)?;
        std::fs::rename(&unfinished, &self.folder).with_context(|| self.folder.display().to_string())?;
        println!("{rows} rows of the store and {files} files are in {}", self.folder.display());
        Ok(ExitCode::SUCCESS)
    }
}
