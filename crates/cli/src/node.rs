//! Opening the node of a data folder: its settings, store, keys and packs.

use crate::command::Place;
use crate::config::Settings;
use anyhow::{Context, Result, anyhow, bail};
use base::ctx::SystemChance;
use base::ledger::NodeKeys;
use base::store::{Location, Store};
use pack::Catalogue;
use std::path::Path;
use std::sync::Arc;

/// Name of the key file in the data folder.
pub const KEYS: &str = "keys.seed";

/// A node that is there.
pub struct Opened {
    /// Its settings.
    pub settings: Settings,
    /// Its store.
    pub store: Store,
    /// Its keys.
    pub keys: NodeKeys,
}

/// How a command wants the store.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Beside a server that may be running.
    Read,
    /// As the one who writes.
    Write,
}

/// Opens the node of a place.
pub fn open(place: &Place, access: Access) -> Result<Opened> {
    let settings = Settings::load(place)?;
    let location = settings.location(place);
    let seed = place.data.join(KEYS);
    if !seed.exists() || !holds_store(&location) {
        bail!("there is no node in {}: make one with `inrs init` or `inrs demo`", place.data.display());
    }
    let keys = NodeKeys::load_or_make(&seed, &SystemChance)?;
    let store = match access {
        Access::Read => Store::open_read_only(&location),
        Access::Write => Store::open(&location),
    };
    Ok(Opened { settings, store: store.map_err(|fault| anyhow!(fault))?, keys })
}

fn holds_store(location: &Location) -> bool {
    match location {
        Location::Folder(folder) => folder.join("inrs.db").exists(),
        Location::Postgres(_) => true,
    }
}

/// The packs of a node: those built in, with the node's own in place of or beside them.
pub fn packs(data: &Path, settings: &Settings) -> Result<Arc<Catalogue>> {
    let own = data.join(&settings.packs);
    let own = if own.is_dir() { pack::folder::load_packs(&own)? } else { Vec::new() };
    let built_in = pack::builtin::packs().map_err(|problems| told(&problems))?;
    Catalogue::with_own(built_in, own).map(Arc::new).map_err(|problems| told(&problems))
}

/// Problems of packs as one error, a line each.
pub fn told(problems: &[pack::Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow!("{} problem(s) in packs:\n{}", problems.len(), lines.join("\n"))
}

/// The node's public keys for a name, as texts to pin.
pub fn vkeys(keys: &NodeKeys, origin: &str) -> Result<(String, String)> {
    let (ed25519, sm2) = keys.public(origin).with_context(|| format!("keys of {origin}"))?;
    Ok((ed25519.to_string(), sm2.to_string()))
}
