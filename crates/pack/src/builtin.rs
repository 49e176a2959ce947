//! The packs that come with the binary: everything under `/packs` at build time, so a new folder there needs no Rust.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

use crate::catalogue::Catalogue;
use crate::pack::{File, Pack};
use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../packs"]
struct Packs;

/// The packs of the binary, in the order of their folders.
pub fn packs() -> Result<Vec<Pack>, Vec<Problem>> {
    let mut folders: BTreeMap<String, Vec<File>> = BTreeMap::new();
    for name in Packs::iter().filter(|name| name.ends_with(".yaml")) {
        if let (Some((folder, _)), Some(file)) = (name.split_once('/'), Packs::get(&name)) {
            folders
                .entry(folder.to_string())
                .or_default()
                .push(File { name: name.to_string(), bytes: file.data.into_owned() });
        }
    }
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for files in folders.into_values() {
        match Pack::parse(&files) {
            Ok(pack) => packs.push(pack),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(packs) } else { Err(problems) }
}

/// The catalogue of the binary's own packs. A release whose tests pass has no problems here.
pub fn catalogue() -> Result<Catalogue, Vec<Problem>> {
    Catalogue::new(packs()?)
}
