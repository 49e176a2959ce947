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

#[test]
fn a_dispatch_plan_is_written_and_holds_and_a_changed_one_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    let (instance, plan) = (path("instance.json"), path("plan.json"));
    let text = r#"{"items": [{"id": "tent", "kg_per_unit": 50}],
        "sites": [{"id": "s", "load_t_per_period": 4, "stock": {"tent": 100}}],
        "needs": [{"place": "p", "item": "tent", "quantity": 90, "due_h": 3}],
        "travel": {"matrix": [["s", "p", 2, 100]]}}"#;
    std::fs::write(&instance, text).expect("written");
    let solved = inrs(&["solve", "dispatch", &instance, "--objective", "fastest", "--out", &plan]);
    assert!(solved.status.success(), "{}", String::from_utf8_lossy(&solved.stderr));
    let written = std::fs::read_to_string(&plan).expect("the plan");
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(value["flows"][0]["quantity"], 80.0);
    assert_eq!(value["unmet"][0]["quantity"], 10.0);
    assert_eq!(inrs(&["check", "plan", &instance, &plan]).status.code(), Some(0));
    std::fs::write(&plan, written.replace("80.0", "90.0")).expect("written");
    let refused = inrs(&["check", "plan", &instance, &plan]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("plan.loading"));
    std::fs::write(&instance, text.replace("\"s\", \"p\", 2", "\"x\", \"p\", 2")).expect("written");
    let unknown = inrs(&["solve", "dispatch", &instance]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("没有库点“x”"));
}
