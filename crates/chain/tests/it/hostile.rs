//! Parsers meet arbitrary bytes and damaged samples. The same checks run for hours under `fuzz`.

use chain::checkpoint::Checkpoint;
use chain::note::SecretKey;
use chain::range::Range;
use chain::receipt::Receipt;
use chain::statement::{BookHead, Holding, Statement, SumProof, Trees};
use chain::{Sha256Suite, Sm3Suite, leaf_hash, node_hash, tile};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support;

type Check = fn(&[u8]);

/// Each parser with good samples of what it reads.
fn parsers() -> Vec<(Check, Vec<Vec<u8>>)> {
    let std = SecretKey::ed25519("reserve.example/statement", &[5; 32]).unwrap();
    let gm = SecretKey::sm2("reserve.example/statement/gm", &[5; 32]).unwrap();
    let (a, b) = (leaf_hash::<Sha256Suite>(b"a"), leaf_hash::<Sha256Suite>(b"entry"));
    let head = Checkpoint::new("reserve.example/statement", 2, node_hash::<Sha256Suite>(&a, &b));
    let note = head.sign(&[&std, &gm]).unwrap();
    let line = note.signatures()[0].to_string();
    let mut range = Range::<Sha256Suite>::new();
    (0..11).for_each(|i| range.push([i; 32]));
    let mut bundle = vec![0, 2];
    tile::append_entry(&mut bundle, b"{}").unwrap();
    tile::append_entry(&mut bundle, b"").unwrap();
    let receipt = Receipt::<Sha256Suite>::new(1, vec![a], note.to_string());
    let (statement, std_proof, gm_proof) = statement(&std, &gm);
    let script = [&[3, b'{', b'}', 0xfe, 5, 0xfe, 0, 0][..], &b, &[0xfe, 7, 1]].concat();
    let bytes =
        |samples: &[&str]| samples.iter().map(|sample| sample.as_bytes().to_vec()).collect::<Vec<_>>();
    vec![
        (support::note, bytes(&[&note.to_string(), &line])),
        (support::key, bytes(&[&std.public().to_string(), &gm.public().to_string(), &gm.to_secret_text()])),
        (support::checkpoint, bytes(&[&head.body(), &note.to_string()])),
        (support::tile_path, bytes(&["tile/0/x001/x234/067.p/12", "tile/entries/000", "tile/7/000"])),
        (support::bundle, vec![bundle]),
        (support::range, vec![range.to_bytes(), Range::<Sha256Suite>::new().to_bytes()]),
        (support::receipt, bytes(&[&receipt.to_string()])),
        (support::sum_proof, bytes(&[&std_proof, &gm_proof])),
        (support::statement, bytes(&[&statement])),
        (support::check, vec![script]),
    ]
}

fn statement(std: &SecretKey, gm: &SecretKey) -> (String, String, String) {
    let holdings: Vec<Holding> = (0..6)
        .map(|i| Holding {
            key: "wheat".into(),
            book: format!("b/{}", i % 3),
            data: format!("P-{i}"),
            quantity: i,
        })
        .collect();
    let books = (0..3)
        .map(|i| BookHead { origin: format!("b/{i}"), size: 9, sha256: [1; 32], sm3: [2; 32] })
        .collect();
    let trees = Trees::<Sha256Suite>::new(holdings.clone()).unwrap();
    let gm_trees = Trees::<Sm3Suite>::new(holdings).unwrap();
    let statement = Statement::new("reserve.example", 7, books, &trees, &gm_trees).unwrap();
    let note = statement.sign::<Sha256Suite>(std).unwrap();
    let gm_note = statement.sign::<Sm3Suite>(gm).unwrap();
    let proof = SumProof::new(&trees, &statement, &note, "wheat", "b/1", "P-4").unwrap().to_string();
    let gm_proof = SumProof::new(&gm_trees, &statement, &gm_note, "wheat", "b/1", "P-4").unwrap().to_string();
    (statement.file(&note, &gm_note), proof, gm_proof)
}

/// Cut, repeat or overwrite a piece.
fn damage(mut bytes: Vec<u8>, edits: Vec<(u8, Index, Index, Vec<u8>)>) -> Vec<u8> {
    for (how, from, to, with) in edits {
        let (a, b) = (from.index(bytes.len() + 1), to.index(bytes.len() + 1));
        let (a, b) = (a.min(b), a.max(b));
        let piece = bytes[a..b].to_vec();
        match how % 4 {
            0 => drop(bytes.splice(a..b, with)),
            1 => drop(bytes.splice(a..a, piece)),
            2 => bytes.truncate(b),
            _ => drop(bytes.splice(a..(a + 1).min(bytes.len()), with.into_iter().take(1))),
        }
    }
    bytes
}

#[test]
fn good_samples_are_read_and_written_alike() {
    for (check, samples) in parsers() {
        samples.iter().for_each(|sample| check(sample));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        parsers().into_iter().for_each(|(check, _)| check(&bytes));
    }

    #[test]
    fn damaged_samples_never_panic_and_have_one_spelling(
        which in any::<Index>(),
        edits in prop::collection::vec(
            (any::<u8>(), any::<Index>(), any::<Index>(), prop::collection::vec(any::<u8>(), 0..4)), 1..4),
    ) {
        for (check, samples) in parsers() {
            check(&damage(samples[which.index(samples.len())].clone(), edits.clone()));
        }
    }
}
