//! `inrs solve` as its users run it: optimum, JSON, and words for files that are wrong.

use std::process::{Command, Output};

fn inrs(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_inrs")).args(words).output().expect("inrs starts")
}

#[test]
fn mincost_prints_the_optimum_or_what_is_wrong_in_which_line() {
    let netgen = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/flow/netgen_std_16.min");
    let plain = inrs(&["solve", "mincost", netgen]);
    assert!(String::from_utf8_lossy(&plain.stdout).starts_with("optimum 66644957 in "));
    let json = inrs(&["solve", "mincost", netgen, "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(value["optimum"], 66_644_957);

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("problem.min");
    let cases = [
        ("p min 2 1\nn 1 2\nn 2 -2\na 1 2 0 1 5\n", 1, "至少 1 个单位送不到需求处"),
        ("p min 2 1\nn 1 2\na 1 2 0 4 5\n", 1, "供给与需求相差 2"),
        ("p min 2 1\nn 1 2\na 1 2 0 4 five\n", 2, "problem.min:3: 不是 18 位以内的整数"),
    ];
    for (text, code, words) in cases {
        std::fs::write(&file, text).expect("written");
        let output = inrs(&["solve", "mincost", file.to_str().expect("a plain path")]);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{text}");
    }
}
