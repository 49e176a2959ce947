//! `inrs impact quake` and `inrs drill run`: the published answers, and scripts that are wrong.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn inrs(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_inrs")).args(args).output().unwrap()
}

fn answer(args: &[&str]) -> Value {
    let output = inrs(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const WENCHUAN: [&str; 11] = [
    "impact",
    "quake",
    "--magnitude",
    "8.0",
    "--lat",
    "31.002",
    "--lon",
    "103.322",
    "--depth-km",
    "19",
    "--json",
];

#[test]
fn the_quake_of_2008_displaces_millions_in_sichuan() {
    let found = answer(&WENCHUAN);
    assert_eq!((&found["status"], &found["zone"]), (&"estimate".into(), &"plateau".into()));
    assert!(found["toll"]["displaced"]["likely"].as_i64().unwrap() > 1_000_000, "{}", found["toll"]);
    let worst = &found["counties"][0];
    assert!(worst["code"].as_str().unwrap().starts_with("51"), "{worst}");
    assert!(worst["name"].as_str().unwrap().starts_with("四川省"), "{worst}");
    let wrong =
        inrs(&["impact", "quake", "--magnitude", "12", "--lat", "31", "--lon", "-103", "--depth-km", "1"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("magnitude"));
}

#[test]
fn a_drill_answers_the_same_twice_and_says_that_it_is_one() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/drill/wenchuan.yaml");
    let script = script.to_str().unwrap();
    let run = |seed: &str| {
        let mut found = answer(&["drill", "run", script, "--seed", seed, "--runs", "6", "--json"]);
        found.as_object_mut().unwrap().remove("seconds").unwrap();
        found
    };
    let first = run("1");
    assert_eq!(first, run("1"));
    assert_ne!(first["score"], run("2")["score"]);
    assert_eq!((&first["drill"], &first["runs"]), (&"演练 DRILL".into(), &6.into()));
    assert!(first["served"]["p50"].as_f64().unwrap() > 0.0, "{first}");
}

#[test]
fn a_wrong_script_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wrong.yaml");
    let cases = [
        ("name: [1, 2\n", "YAML"),
        ("name: a\nnorms: []\nevent: {kind: flood}\n", "flood"),
        ("name: a\nnorms: []\nevent: {kind: manual, places: []}\n", "norms"),
        ("name: a\nsecret: 1\nnorms: []\nevent: {kind: manual, places: []}\n", "secret"),
    ];
    for (text, expected) in cases {
        std::fs::write(&file, text).unwrap();
        let output = inrs(&["drill", "run", file.to_str().unwrap(), "--runs", "1"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(expected), "{text}");
    }
}
