//! `inrs migrate`: a store of an earlier release is brought up to this program's schema, after a backup.

use super::Place;
use crate::config::Settings;
use anyhow::{Context, Result};
use base::store::{Location, Store, migrate};
use std::process::ExitCode;

/// Brings the store up to this program's schema. An embedded store is copied aside first.
#[derive(clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
    /// Do not copy the embedded store aside first.
    #[arg(long)]
    without_copy: bool,
}

impl Migrate {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let location = Settings::load(&self.place)?.location(&self.place);
        if let (Location::Folder(folder), false) = (&location, self.without_copy) {
            let (file, copy) = (folder.join("inrs.db"), folder.join("inrs.db.before-migration"));
            anyhow::ensure!(file.exists(), "there is no node in {}", folder.display());
            std::fs::copy(&file, &copy).with_context(|| copy.display().to_string())?;
            let log = folder.join("inrs.db-wal");
            if log.exists() {
                std::fs::copy(&log, folder.join("inrs.db.before-migration-wal"))?;
            }
            println!("copied aside: {}", copy.display());
        }
        drop(Store::open(&location)?);
        println!("the store is at schema {}", migrate::LATEST);
        Ok(ExitCode::SUCCESS)
    }
}
