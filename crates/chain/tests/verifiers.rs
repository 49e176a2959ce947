//! A book we write is checked by three programs that share no code with ours, and by our own check: honest books pass,
//! forged ones do not, and each verifier sees what it can see. Runs `verifiers/run.sh`, which needs Python and Go.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "support/book.rs"]
mod book;

use std::path::Path;
use std::process::Command;

use book::Tampering;
use chain::checkpoint::Checkpoint;
use chain::note::VerifyKey;
use chain::tile::{self, Kind, Tile};
use chain::verify::{Finding, TreeCheck};
use chain::{Sha256Suite, Sm3Suite, Suite};

/// What each of x/mod, tlog-scales and Python with openssl must say.
type Verdict = [&'static str; 3];

const OK: Verdict = ["x/mod ok", "tlog-scales ok", "openssl ok"];
const REFUSED: Verdict = ["x/mod REFUSED", "tlog-scales REFUSED", "openssl REFUSED"];
/// The first two read the SHA-256 tree only.
const SM3_REFUSED: Verdict = ["x/mod ok", "tlog-scales ok", "openssl REFUSED"];

fn verdict(folder: &Path) -> Vec<String> {
    let run = concat!(env!("CARGO_MANIFEST_DIR"), "/../../verifiers/run.sh");
    let output = Command::new(run).arg(folder).output().unwrap();
    let lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(String::from).collect();
    let all_ok = lines.iter().all(|line| line.contains(" ok "));
    assert_eq!(output.status.success(), all_ok, "{lines:?} {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(lines.len(), 3, "{lines:?} {}", String::from_utf8_lossy(&output.stderr));
    lines
}

/// Our own check of one tree: heads, tiles, then entries. Returns how many entries held or what did not.
fn ours<S: Suite>(folder: &Path, earlier: usize) -> Result<u64, String> {
    let vkeys = std::fs::read_to_string(folder.join("vkeys")).unwrap();
    let keys: Vec<VerifyKey> = vkeys.lines().map(|line| VerifyKey::parse(line).unwrap()).collect();
    let key = if S::FOLDER.is_empty() { &keys[0] } else { &keys[1] };
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    let head = |path: String| Checkpoint::open(&read(&path), key).map_err(|error| error.to_string());
    let head = [head(format!("{}checkpoint", S::FOLDER))?, head(format!("{}earlier/{earlier}", S::FOLDER))?];
    let mut check = TreeCheck::<S>::new();
    head.iter().for_each(|head| check.expect_head(head.size, head.root));
    check.demand_tiles(0);
    let run = |check: &mut TreeCheck<S>| {
        for stored in tile::added(0, head[0].size) {
            let Kind::Hashes(level) = stored.kind else { continue };
            check.expect_tile(level, stored.index, &read(&format!("{}{}", S::FOLDER, stored.path())))?;
        }
        for index in 0..head[0].size.div_ceil(tile::WIDTH) {
            let stored = Tile::entries(index, head[0].size).unwrap();
            check.bundle(&read(&stored.path()), stored.width)?;
        }
        Ok(())
    };
    run(&mut check)
        .and_then(|()| check.finish())
        .map(|checked| checked.size)
        .map_err(|f: Finding| f.to_string())
}

fn check(size: usize, tampering: Tampering, expected: Verdict, sha256: &str, sm3: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    book::write(folder.path(), size, size * 3 / 7, tampering).unwrap();
    let lines = verdict(folder.path());
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{tampering:?}: {line}");
    }
    for (found, expected) in [
        (ours::<Sha256Suite>(folder.path(), size * 3 / 7), sha256),
        (ours::<Sm3Suite>(folder.path(), size * 3 / 7), sm3),
    ] {
        let found = found.map_or_else(|refused| refused, |size| format!("{size} entries"));
        assert!(found.contains(expected), "{tampering:?}: {found}");
    }
    lines
}

#[test]
fn an_honest_book_is_accepted_by_everyone() {
    check(70_000, Tampering::None, OK, "70000 entries", "70000 entries");
    for size in [0, 1, 2, 256, 257] {
        let held = format!("{size} entries");
        check(size, Tampering::None, OK, &held, &held);
    }
}

#[test]
fn a_consistent_forgery_is_refused_by_everyone() {
    let lines = check(70_000, Tampering::FullTile, REFUSED, "an entry in 256..512", "an entry in 256..512");
    // The tile check of x/mod before 0.40.0 lets this forgery through (CVE-2026-56865): it must see it, too.
    assert!(lines[0].contains("entries:") && lines[0].contains("tiles:"), "{}", lines[0]);
    let place = "the first 70000 entries do not lead to the signed root; those before 30000 do";
    check(70_000, Tampering::PartialTile, REFUSED, place, place);
}

#[test]
fn a_rewritten_past_is_refused_by_everyone_who_kept_an_earlier_checkpoint() {
    let place = "the first 1285 entries do not lead to the signed root";
    check(3_000, Tampering::Rewritten, REFUSED, place, place);
}

#[test]
fn another_key_of_the_same_name_is_refused_by_everyone() {
    check(3_000, Tampering::OtherKey, REFUSED, "no signature by a known key", "no signature by a known key");
}

#[test]
fn the_sm3_tree_tells_when_only_the_sha256_tree_was_rewritten() {
    let place = "entry 300 does not match its stored leaf hash (sm3)";
    check(3_000, Tampering::Sha256Only, SM3_REFUSED, "3000 entries", place);
    check(3_000, Tampering::Sm3Tile, SM3_REFUSED, "3000 entries", place);
}

#[test]
fn what_is_missing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    book::write(folder.path(), 600, 300, Tampering::None).unwrap();
    std::fs::remove_file(folder.path().join("tile/entries/001")).unwrap();
    assert!(verdict(folder.path()).iter().all(|line| line.contains("REFUSED")));
}
