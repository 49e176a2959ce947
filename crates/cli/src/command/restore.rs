//! `inrs restore`: a node from a backup, on either engine. It proves itself with `inrs verify`.

use super::Place;
use super::backup::STORE;
use crate::config::Settings;
use crate::{node, show};
use anyhow::{Context, Result, bail, ensure};
use base::store::{Location, Store, copy};
use std::path::PathBuf;
use std::process::ExitCode;

/// Makes a node from a backup folder. The place must be new; with `--database` the store goes to PostgreSQL.
#[derive(clap::Args)]
pub struct Restore {
    /// Folder written by `inrs backup`.
    backup: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Restore {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let file = self.backup.join(STORE);
        ensure!(file.exists(), "{} is not a backup: it has no {STORE}", self.backup.display());
        ensure!(
            !self.place.data.join(node::KEYS).exists(),
            "there is a node in {} already",
            self.place.data.display()
        );
        let work = self.place.data.join("restoring");
        std::fs::create_dir_all(&work).with_context(|| work.display().to_string())?;
        std::fs::copy(&file, work.join("inrs.db")).with_context(|| file.display().to_string())?;
        let from = Store::open(&Location::Folder(work.clone()))?; // brings an older backup up to this schema
        let to = match &self.place.database {
            Some(url) => Location::parse(url),
            None => Location::Folder(self.place.data.clone()),
        };
        let bar = show::bar(0, "restore");
        let rows = copy::all(&from, &to, &hub::whole::tables(), &mut |n| bar.set_position(n.unsigned_abs()))?;
        bar.finish_and_clear();
        drop(from);
        std::fs::remove_dir_all(&work).with_context(|| work.display().to_string())?;
        base::content::Content::new(&self.backup).copy_to(&self.place.data)?;
        self.settings()?;
        match std::fs::copy(self.backup.join(node::KEYS), self.place.data.join(node::KEYS)) {
            Ok(_) => {}
            Err(_) => bail!(
                "{rows} rows are restored, but the backup holds no keys: put {} into {}",
                node::KEYS,
                self.place.data.display()
            ),
        }
        println!(
            "{rows} rows are restored into {}; check them with `inrs verify --data {0}`",
            self.place.data.display()
        );
        Ok(ExitCode::SUCCESS)
    }

    /// The backup's settings, with the database this node now has.
    fn settings(&self) -> Result<()> {
        let kept = Place { data: self.backup.clone(), database: self.place.database.clone() };
        let mut settings = Settings::load(&kept)?;
        settings.database = self.place.database.clone().unwrap_or_default();
        settings.save(&self.place)
    }
}
