//! `inrs risk prices` on the world's monthly prices, and on files that are wrong.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn prices(file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inrs"));
    command.args(["risk", "prices"]).arg(file).args(more).output().unwrap()
}

fn world() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices/world-monthly.csv")
}

#[test]
fn each_month_of_a_column_is_one_row_with_value_indicator_and_class() {
    let output = prices(&world(), &["--column", "wheat_hrw", "--method", "ifpa", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows.len(), 783);
    let at = |month: &str| rows.iter().find(|row| row["month"] == month).unwrap();
    assert_eq!((&at("1960-01")["class"], &at("1960-01")["value"]), (&Value::Null, &59.89.into()));
    assert_eq!((&at("2007-07")["class"], &at("2007-07")["column"]), (&"alert".into(), &"wheat_hrw".into()));
    let found = at("2007-07")["indicator"].as_f64().unwrap();
    assert!((found - 1.016_027_403_827_724_4).abs() < 1e-9, "{found}");
    assert_eq!(at("2007-07")["explain"]["parts"][0]["origin"], "confirmed");

    let output = prices(&world(), &["--method", "alps"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 783 * 16);
    assert!(
        text.lines().any(|line| line == "rice_thai5\t2008-04\t907\t6.69\t危机 crisis"),
        "{}",
        &text[..400]
    );
}

#[test]
fn a_file_that_is_wrong_is_refused_with_its_place_and_code_2() {
    let folder = base::store::testing::folder();
    std::fs::create_dir_all(&folder).unwrap();
    let cases = [
        ("month,a\n2024-01,1\n2024-02,x\n", "第 3 行"),
        ("month,a\n2024-02,1\n2024-01,2\n", "row 3"),
        ("day,a\n2024-02-01,1\n", "month"),
        ("month,b\n2024-02,1\n", "no column “a”"),
    ];
    for (text, said) in cases {
        let file = folder.join("series.csv");
        std::fs::write(&file, text).unwrap();
        let output = prices(&file, &["--column", "a", "--method", "ifpa", "--json"]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}: {error}");
        assert!(error.contains(said) && output.stdout.is_empty(), "{text}: {error}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
