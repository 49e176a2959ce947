//! A book we write is checked by three programs that share no code with ours, and by our own check: honest books pass,
//! forged ones do not, and each verifier sees what it can see. Runs `verifiers/run.sh`, which needs Python and Go.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

#[path = "support/book.rs"]
mod book;

use std::path::Path;
use std::process::Command;

use book::Tampering;
use chain::checkpoint::Checkpoint;
use chain::note::{SecretKey, VerifyKey};
use chain::statement::{BookHead, Holding, Statement, SumProof, Trees};
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

/// What `verifiers/python/statement.py` says of a statement or sum proof.
fn foreign(folder: &Path, text: &str) -> String {
    std::fs::write(folder.join("file"), text).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../verifiers/python/statement.py");
    let python = std::env::var("INRS_PYTHON").unwrap_or_else(|_| "python3".into());
    let files = [folder.join("file"), folder.join("vkeys")];
    let output = Command::new(python).arg(script).args(files).output().unwrap();
    let line = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        output.status.success(),
        line.contains(" ok "),
        "{line} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    line
}

#[test]
fn statements_and_sum_proofs_hold_for_a_program_written_from_their_specification() {
    let holding = |i: usize| Holding {
        key: ["1110000/110/central/330000", "1120102/110/local/410000"][i % 2].into(),
        book: format!("reserve.example/book/{}", i % 5),
        data: format!("P-{i:03} L-{i:03}"),
        quantity: (i * 1_000_003) as i64,
    };
    let holdings: Vec<Holding> = (0..43).map(holding).collect();
    let head = |i: usize| BookHead { origin: holding(i).book, size: 9, sha256: [1; 32], sm3: [2; 32] };
    let (trees, gm_trees) = (
        Trees::<Sha256Suite>::new(holdings.clone()).unwrap(),
        Trees::<Sm3Suite>::new(holdings.clone()).unwrap(),
    );
    let books = (0..5).map(head).collect();
    let statement =
        Statement::new("reserve.example", 1_700_000_000_000_000, books, &trees, &gm_trees).unwrap();
    let std = SecretKey::ed25519("reserve.example/statement", &[5; 32]).unwrap();
    let gm = SecretKey::sm2("reserve.example/statement/gm", &[5; 32]).unwrap();
    let (note, gm_note) =
        (statement.sign::<Sha256Suite>(&std).unwrap(), statement.sign::<Sm3Suite>(&gm).unwrap());

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vkeys"), format!("{}\n{}\n", std.public(), gm.public())).unwrap();
    let file = statement.file(&note, &gm_note);
    assert_eq!(foreign(folder.path(), &file), "statement ok 5 books, 2 totals at 1700000000000000\n");
    let total = statement.totals[0].quantity;
    assert!(
        foreign(folder.path(), &file.replace(&total.to_string(), &(total + 1).to_string()))
            .contains("REFUSED")
    );
    assert!(foreign(folder.path(), &file.replacen(" 9 ", " 8 ", 1)).contains("REFUSED"));

    for Holding { key, book, data, quantity } in [0, 1, 8, 40, 42].map(holding) {
        let said =
            format!("statement ok {quantity} of {data} in {key}, total {}\n", trees.total(&key).unwrap());
        let proof = SumProof::new(&trees, &statement, &note, &key, &book, &data).unwrap().to_string();
        assert_eq!(foreign(folder.path(), &proof), said);
        let gm_proof =
            SumProof::new(&gm_trees, &statement, &gm_note, &key, &book, &data).unwrap().to_string();
        assert_eq!(foreign(folder.path(), &gm_proof), said);
        let more = format!("holding {}", quantity + 1);
        let lie = gm_proof.replacen(&format!("holding {quantity}"), &more, 1);
        assert!(foreign(folder.path(), &lie).contains("REFUSED"));
    }
}
