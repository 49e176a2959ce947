//! `inrs demo`: a labelled synthetic nation in a new data folder, built through the normal acts.

use super::Place;
use crate::config::Settings;
use crate::{node, show};
use anyhow::{Result, anyhow, ensure};
use base::ctx::{Clock, SystemChance, SystemClock};
use base::ledger::NodeKeys;
use base::store::Store;
use base::term::Instant;
use base::term::time::DAY;
use clap::ValueEnum;
use sim::{Scale, people};
use std::process::ExitCode;

/// Builds a synthetic nation on real administrative divisions. Everything in it is made up and labelled so.
#[derive(clap::Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    /// How large: `small` 60 storing units, `province` 600, `nation` 7,000 with some 3 million facts.
    #[arg(long, value_enum, default_value = "small")]
    scale: Size,
    /// The same seed gives the same nation.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Goes on serving when built. An existing demonstration folder is served as it is.
    #[arg(long)]
    serve: bool,
    /// Where to serve.
    #[arg(long, default_value = "127.0.0.1:7878")]
    listen: std::net::SocketAddr,
}

#[derive(Clone, Copy, ValueEnum)]
enum Size {
    Small,
    Province,
    Nation,
}

impl Demo {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let built = self.place.data.join(node::KEYS).exists();
        ensure!(
            !built || self.serve,
            "there is a node in {} already: choose a new folder",
            self.place.data.display()
        );
        if !built {
            self.build()?;
        }
        if self.serve {
            logins(&self)?;
            return super::serve::serve(&self.place, Some(self.listen));
        }
        logins(&self)?;
        Ok(ExitCode::SUCCESS)
    }

    fn scale(&self) -> Scale {
        match self.scale {
            Size::Small => Scale::SMALL,
            Size::Province => Scale::PROVINCE,
            Size::Nation => Scale::NATION,
        }
    }

    fn build(&self) -> Result<()> {
        let settings = Settings {
            database: self.place.database.clone().unwrap_or_default(),
            listen: self.listen,
            secure_cookies: false,
            synthetic: true,
            ..Settings::default()
        };
        settings.save(&self.place)?;
        let keys = std::sync::Arc::new(NodeKeys::load_or_make(
            &self.place.data.join("keys.building"),
            &SystemChance,
        )?);
        let store = Store::open(&settings.location(&self.place))?;
        let packs = node::packs(&self.place.data, &settings)?;
        let now = SystemClock.now();
        // history ends yesterday, so that today belongs to whoever tries the demonstration
        let end = Instant(Instant::start_of(now.business_day()).0 - DAY / 24);
        let bar = show::bar(1_000, "building the synthetic nation");
        let built = sim::build(&store, &packs, self.scale(), self.seed, end, &mut |n| bar.set_position(n))
            .map_err(|stop| anyhow!("{stop}"))?;
        bar.finish_and_clear();
        sim::picture::keep(&base::content::Content::new(&self.place.data))
            .map_err(|stop| anyhow!("{stop}"))?;
        sign(&store, &keys)?;
        let facts = store.read(base::ledger::total)?;
        // the key file gets its name last: a folder without it is not taken for a node
        std::fs::rename(self.place.data.join("keys.building"), self.place.data.join(node::KEYS))?;
        println!(
            "built {} storing units in {} provinces, {} positions, {facts} facts",
            built.world.depots.len(),
            built.world.bureaus.len(),
            built.world.depots.len() * built.world.scale.positions,
        );
        Ok(())
    }
}

/// Signs every book's head.
pub fn sign(store: &Store, keys: &std::sync::Arc<NodeKeys>) -> Result<()> {
    let books: Vec<_> = store.read(base::ledger::Book::all)?.iter().map(|book| book.id).collect();
    for part in books.chunks(500) {
        let (part, keys) = (part.to_vec(), keys.clone());
        let now = SystemClock.now();
        store
            .write(1, move |tx| base::ledger::sign_checkpoints(tx, &keys, now, &part))
            .map_err(|stop| anyhow!("{stop}"))?;
    }
    Ok(())
}

fn logins(demo: &Demo) -> Result<()> {
    let world = sim::World::plan(demo.scale(), demo.seed)?;
    println!("\nLogins (synthetic people; the password of all is {}):", people::PASSWORD);
    for login in people::logins(&world) {
        let factor = if login.second_factor { "  + code" } else { "" };
        println!("  {:<12} {} / {}{factor}", login.user, login.what.0, login.what.1);
    }
    println!("One-time codes: inrs user code NAME --data {}\n", demo.place.data.display());
    Ok(())
}
