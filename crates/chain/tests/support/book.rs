//! A book written to a folder as `inrs export book` writes it, honest or tampered with, for verifiers by other people.
//! Everything in it follows from its name: no clock, no chance.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use chain::checkpoint::Checkpoint;
use chain::note::{SecretKey, Signer};
use chain::range::Range;
use chain::tile::{self, Tile};
use chain::{Hash, Sha256Suite, Sm3Suite, Suite, leaf_hash};

/// Origin of the book.
pub const ORIGIN: &str = "reserve.example/book/91110000100003962T";

/// What was done to the book after it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tampering {
    /// Nothing.
    None,
    /// Entry 300 and its leaf hash in the full level-0 tiles were changed together.
    FullTile,
    /// The last entry and its leaf hash in the partial level-0 tiles were changed together.
    PartialTile,
    /// Entry 300 was changed, and the SM3 tree alone still says what it was.
    Sha256Only,
    /// A hash in a full level-0 tile of the SM3 tree was changed.
    Sm3Tile,
    /// Entry 300 was changed before the end, and everything signed anew with the same key: the past was rewritten.
    Rewritten,
    /// Everything was signed with another key of the same name.
    OtherKey,
}

/// A book in memory.
struct Book {
    entries: Vec<Vec<u8>>,
    files: BTreeMap<String, Vec<u8>>,
}

/// Writes a book of `size` entries with an earlier checkpoint of `earlier` entries to `folder`.
pub fn write(folder: &Path, size: usize, earlier: usize, tampering: Tampering) -> io::Result<()> {
    let honest: Vec<Vec<u8>> = (0..size).map(entry).collect();
    let seed = [17; 32];
    let mut book = Book { entries: honest.clone(), files: BTreeMap::new() };
    if matches!(tampering, Tampering::Rewritten | Tampering::Sha256Only) {
        book.entries[300] = forged(300);
    }
    let sm3_entries = if tampering == Tampering::Sha256Only { honest.clone() } else { book.entries.clone() };
    let signing = if tampering == Tampering::OtherKey { [18; 32] } else { seed };
    let std = key(SecretKey::ed25519(ORIGIN, &signing))?;
    let gm = key(SecretKey::sm2(&format!("{ORIGIN}/gm"), &signing))?;
    let entries = book.entries.clone();
    let then = if tampering == Tampering::Rewritten { &honest } else { &entries };
    book.tree::<Sha256Suite>(&entries, then, earlier, &std)?;
    book.tree::<Sm3Suite>(&sm3_entries, &honest, earlier, &gm)?;
    let published =
        [key(SecretKey::ed25519(ORIGIN, &seed))?, key(SecretKey::sm2(&format!("{ORIGIN}/gm"), &seed))?];
    let vkeys = published.iter().map(|key| format!("{}\n", key.public())).collect::<String>();
    book.files.insert("vkeys".into(), vkeys.into_bytes());
    match tampering {
        Tampering::FullTile => book.forge(300),
        Tampering::PartialTile => book.forge(size - 1),
        Tampering::Sm3Tile => flip(&mut book.files, "gm/tile/0/001", 44 * 32),
        _ => {}
    }
    book.bundles();
    for (path, bytes) in &book.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

impl Book {
    /// Tiles and checkpoints of one tree. The earlier checkpoint is over what the book held then.
    fn tree<S: Suite>(
        &mut self,
        entries: &[Vec<u8>],
        then: &[Vec<u8>],
        earlier: usize,
        key: &SecretKey,
    ) -> io::Result<()> {
        let mut range = Range::<S>::new();
        let mut levels: Vec<Vec<Hash>> = vec![Vec::new(); 8];
        for entry in entries {
            range.push_with(leaf_hash::<S>(entry), |level, _, hash| levels[usize::from(level)].push(hash));
        }
        for stored in tile::added(0, entries.len() as u64) {
            let tile::Kind::Hashes(level) = stored.kind else { continue };
            let from = (stored.index * tile::WIDTH) as usize;
            let hashes = levels[usize::from(level)][from..from + usize::from(stored.width)].concat();
            self.files.insert(format!("{}{}", S::FOLDER, stored.path()), hashes);
        }
        let mut before = Range::<S>::new();
        then[..earlier].iter().for_each(|entry| before.push(leaf_hash::<S>(entry)));
        for (path, range) in [("checkpoint".to_string(), range), (format!("earlier/{earlier}"), before)] {
            let head = Checkpoint::new(key.name(), range.size(), range.root());
            let note = head.sign(&[key]).map_err(io::Error::other)?;
            self.files.insert(format!("{}{path}", S::FOLDER), note.to_string().into_bytes());
        }
        Ok(())
    }

    /// Changes an entry and its leaf hash in both trees.
    fn forge(&mut self, index: usize) {
        self.entries[index] = forged(index);
        let entry = &self.entries[index];
        let stored =
            Tile::hashes(0, index as u64 / tile::WIDTH, self.entries.len() as u64).map(|tile| tile.path());
        let path = stored.unwrap_or_default();
        let at = index % 256 * 32;
        for (path, hash) in [
            (path.clone(), leaf_hash::<Sha256Suite>(entry)),
            (format!("gm/{path}"), leaf_hash::<Sm3Suite>(entry)),
        ] {
            if let Some(tile) = self.files.get_mut(&path) {
                tile[at..at + 32].copy_from_slice(&hash);
            }
        }
    }

    fn bundles(&mut self) {
        for (index, entries) in self.entries.chunks(256).enumerate() {
            let mut bundle = Vec::new();
            for entry in entries {
                bundle.extend((entry.len() as u16).to_be_bytes());
                bundle.extend(entry);
            }
            let stored = Tile { kind: tile::Kind::Entries, index: index as u64, width: entries.len() as u16 };
            self.files.insert(stored.path(), bundle);
        }
    }
}

/// A fact in the form of `docs/spec/entry.md`.
fn entry(n: usize) -> Vec<u8> {
    let (at, kilograms) = (1_700_000_000_000_000 + n * 1_000_000, n % 9_000 * 1_000);
    format!(
        r#"{{"v":1,"book":"{ORIGIN}","n":{n},"at":{at},"act":"stock.receive","by":{{"user":"u-{}","org":"91110000100003962T"}},"order":null,"key":"k-{n}","why":null,"body":{{"position":"911100001000039620001010101","item":"1110000","quantity":{kilograms}}}}}"#,
        n % 7
    )
    .into_bytes()
}

/// The same fact with another quantity.
fn forged(n: usize) -> Vec<u8> {
    String::from_utf8_lossy(&entry(n)).replace("\"quantity\":", "\"quantity\":7").into_bytes()
}

fn flip(files: &mut BTreeMap<String, Vec<u8>>, path: &str, at: usize) {
    if let Some(byte) = files.get_mut(path).and_then(|bytes| bytes.get_mut(at)) {
        *byte ^= 1;
    }
}

fn key(key: Result<SecretKey, chain::note::KeyError>) -> io::Result<SecretKey> {
    key.map_err(io::Error::other)
}
