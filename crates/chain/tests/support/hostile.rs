//! What must hold of any bytes given to a parser: no panic, and what is accepted has exactly one spelling, so writing it again
//! gives the same bytes. Shared by the property tests and the fuzz targets; knows no sample.

use std::sync::LazyLock;

use chain::checkpoint::Checkpoint;
use chain::note::{Note, SecretKey, Signature, Verifier, VerifyKey};
use chain::range::Range;
use chain::receipt::Receipt;
use chain::statement::{Statement, SumProof};
use chain::tile::{self, Tile};
use chain::verify::TreeCheck;
use chain::{Sha256Suite, Sm3Suite, Suite};

/// The public keys the samples are signed with.
fn keys() -> &'static [VerifyKey; 2] {
    static KEYS: LazyLock<[VerifyKey; 2]> = LazyLock::new(|| {
        let std = SecretKey::ed25519("reserve.example/statement", &[5; 32]).expect("a good key");
        let gm = SecretKey::sm2("reserve.example/statement/gm", &[5; 32]).expect("a good key");
        [std.public().clone(), gm.public().clone()]
    });
    &KEYS
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

pub fn note(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
        let keys = keys();
        let _ = note.verify(&[&keys[0], &keys[1]]);
        let _ = note.signatures().iter().all(|line| keys[0].cosignature(line).is_none());
    }
    if let Some(line) = text(bytes)
        && let Ok(signature) = Signature::parse(line)
    {
        assert_eq!(signature.to_string(), line);
    }
}

pub fn key(bytes: &[u8]) {
    let Some(line) = text(bytes) else { return };
    if let Ok(key) = VerifyKey::parse(line) {
        assert_eq!(key.to_string(), line);
        let _ = key.verify(bytes, bytes);
    }
    if let Ok(key) = SecretKey::parse(line) {
        assert_eq!(key.to_secret_text(), line);
    }
}

pub fn checkpoint(bytes: &[u8]) {
    if let Some(body) = text(bytes)
        && let Ok(checkpoint) = Checkpoint::parse(body)
    {
        assert_eq!(checkpoint.body(), body);
    }
    let _ = Checkpoint::open(bytes, &keys()[0]);
}

pub fn tile_path(bytes: &[u8]) {
    if let Some(path) = text(bytes)
        && let Ok(tile) = Tile::parse(path)
    {
        assert_eq!(tile.path(), path);
        assert!(tile.span().is_some());
    }
}

pub fn bundle(bytes: &[u8]) {
    let (width, bundle) =
        bytes.split_first_chunk::<2>().map_or((0, bytes), |(w, rest)| (u16::from_be_bytes(*w) % 300, rest));
    let _ = tile::parse_hashes(bundle, width);
    if let Ok(entries) = tile::parse_bundle(bundle, width) {
        let mut again = Vec::new();
        entries.iter().for_each(|entry| tile::append_entry(&mut again, entry).expect("it was short enough"));
        assert_eq!(again, bundle);
    }
}

pub fn range(bytes: &[u8]) {
    if let Ok(mut range) = Range::<Sha256Suite>::from_bytes(bytes) {
        assert_eq!(range.to_bytes(), bytes);
        let (root, size) = (range.root(), range.size());
        range.push([1; 32]);
        assert_ne!(range.root(), root);
        assert_eq!(range.size(), size + 1);
    }
}

fn receipt_in<S: Suite>(file: &str, key: &VerifyKey) {
    if let Ok(receipt) = Receipt::<S>::parse(file) {
        assert_eq!(receipt.to_string(), file);
        let _ = receipt.verify(b"entry", key);
    }
}

pub fn receipt(bytes: &[u8]) {
    let Some(file) = text(bytes) else { return };
    let keys = keys();
    receipt_in::<Sha256Suite>(file, &keys[0]);
    receipt_in::<Sm3Suite>(file, &keys[1]);
}

fn sum_proof_in<S: Suite>(file: &str, key: &VerifyKey) {
    if let Ok(proof) = SumProof::<S>::parse(file) {
        assert_eq!(proof.to_string(), file);
        let _ = proof.verify(key);
    }
}

pub fn sum_proof(bytes: &[u8]) {
    let Some(file) = text(bytes) else { return };
    let keys = keys();
    sum_proof_in::<Sha256Suite>(file, &keys[0]);
    sum_proof_in::<Sm3Suite>(file, &keys[1]);
}

pub fn statement(bytes: &[u8]) {
    let Some(file) = text(bytes) else { return };
    if let Ok((statement, [std, gm])) = Statement::parse(file) {
        assert_eq!(format!("inrs/statement@v1\n{}\n\n{std}\n{gm}", statement.lines().join("\n")), file);
    }
    let keys = keys();
    let _ = Statement::open(file, &keys[0], &keys[1]);
}

/// A script for the check of a tree: the first byte of each piece says what it is.
pub fn check(bytes: &[u8]) {
    let mut check = TreeCheck::<Sha256Suite>::new();
    let mut range = Range::<Sha256Suite>::new();
    for piece in bytes.split(|b| *b == 0xfe) {
        let Some((kind, rest)) = piece.split_first() else { continue };
        let failed = match kind % 4 {
            0 => check.expect_tile(rest.first().copied().unwrap_or(0), u64::from(*kind), rest).is_err(),
            1 => {
                check.expect_head(u64::from(*kind) / 4, range.root());
                false
            }
            2 => check.bundle(rest, u16::from(*kind)).is_err(),
            _ => {
                range.push(chain::leaf_hash::<Sha256Suite>(rest));
                check.entry(rest).is_err()
            }
        };
        if failed {
            return;
        }
    }
    let size = check.size();
    if let Ok(checked) = check.finish() {
        assert_eq!(checked.size, size);
    }
}
