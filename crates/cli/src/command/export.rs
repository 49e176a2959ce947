//! `inrs export`: a book as the C2SP files that other programs verify.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Result, anyhow, ensure};
use base::ledger::{self, Book};
use base::store::Read;
use base::term::{Fault, OrgCode};
use chain::tile::{self, Tile};
use chain::{Sha256Suite, Sm3Suite, Suite};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes what a node holds into files.
#[derive(clap::Args)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A book: checkpoint, tiles and entries of both trees, and its public keys (`docs/spec/tile.md`).
    Book {
        /// The organisation's credit code.
        org: String,
        /// New folder.
        folder: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

impl Export {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let What::Book { org, folder, place } = self.what;
        ensure!(!folder.exists(), "{} exists already: name a new folder", folder.display());
        let org = OrgCode::parse(&org)?;
        let opened = node::open(&place, Access::Read)?;
        let (origin, size) = opened.store.read(|read| book(read, &org, &folder))?;
        let (ed25519, sm2) = node::vkeys(&opened.keys, &origin)?;
        write(&folder, "vkeys", format!("{ed25519}\n{sm2}\n").as_bytes()).map_err(|fault| anyhow!(fault))?;
        println!("{size} entries of {origin} are in {}", folder.display());
        Ok(ExitCode::SUCCESS)
    }
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Fault> {
    let file = folder.join(path);
    let io = |e: std::io::Error| Fault::new(format!("{}: {e}", file.display()));
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(io)?;
    std::fs::write(&file, bytes).map_err(io)
}

fn book(read: &mut Read<'_>, org: &OrgCode, folder: &Path) -> Result<(String, u64), Fault> {
    let book = Book::of(read, org)?.ok_or_else(|| Fault::new(format!("there is no book of {org}")))?;
    let checkpoint = ledger::latest_checkpoint(read, book.id)?;
    let checkpoint =
        checkpoint.ok_or_else(|| Fault::new(format!("the book of {org} has no signed checkpoint yet")))?;
    let size = checkpoint.size.unsigned_abs();
    let bar = show::bar(size, "export");
    for index in 0..size.div_ceil(tile::WIDTH) {
        let Some(entries) = Tile::entries(index, size) else { break };
        let bundle = ledger::tile_bytes::<Sha256Suite>(read, book.id, &entries)?;
        write(
            folder,
            &entries.path(),
            &bundle.ok_or_else(|| Fault::new(format!("{} is missing", entries.path())))?,
        )?;
        bar.set_position(index * tile::WIDTH);
    }
    hashes::<Sha256Suite>(read, &book, size, folder)?;
    hashes::<Sm3Suite>(read, &book, size, folder)?;
    bar.finish_and_clear();
    for earlier in ledger::earlier_checkpoints(read, book.id, checkpoint.size)? {
        write(folder, &format!("earlier/{}", earlier.size), earlier.note.as_bytes())?;
        write(folder, &format!("gm/earlier/{}", earlier.size), earlier.gm_note.as_bytes())?;
    }
    write(folder, "checkpoint", checkpoint.note.as_bytes())?;
    write(folder, "gm/checkpoint", checkpoint.gm_note.as_bytes())?;
    Ok((book.origin.to_string(), size))
}

fn hashes<S: Suite>(read: &mut Read<'_>, book: &Book, size: u64, folder: &Path) -> Result<(), Fault> {
    for part in tile::added(0, size) {
        let path = format!("{}{}", S::FOLDER, part.path());
        let bytes = ledger::tile_hashes::<S>(read, book.id, &part)?;
        write(folder, &path, &bytes.ok_or_else(|| Fault::new(format!("{path} is missing")))?)?;
    }
    Ok(())
}
