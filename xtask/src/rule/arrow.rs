//! Which crate may use which, and under which licences third-party code may enter: two golden tables.
//! A new arrow or licence is a visible line here, to be explained in its commit.

use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::Refusals;
use crate::tree::Tree;

/// Each crate of ours and the crates of ours that it uses when it ships. Dev-dependencies are free.
const ARROWS: [(&str, &[&str]); 13] = [
    ("chain", &[]),
    ("brain", &[]),
    ("pack", &[]),
    ("paper", &[]),
    ("base", &["chain", "pack"]),
    ("stock", &["base", "pack"]),
    // chain: the hour's frames are leaves of a tree under both suites, as facts are
    ("sense", &["base", "chain"]),
    ("hub", &["base", "brain", "chain", "pack", "sense", "stock"]),
    ("sim", &["base", "hub", "pack", "sense", "stock"]),
    ("server", &["base", "brain", "chain", "hub", "pack", "paper", "sense", "stock"]),
    ("cli", &["base", "brain", "chain", "hub", "pack", "paper", "sense", "server", "sim", "stock"]),
    ("xtask", &[]),
    ("bench", &[]),
];

/// Licences that put no condition on the whole. A crate enters if one alternative of its expression is made of these.
const LICENCES: [&str; 14] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "0BSD",
    "Zlib",
    "BSL-1.0",
    "Unlicense",
    "CC0-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
];

pub fn check(tree: &Tree, refusals: &mut Refusals) -> anyhow::Result<()> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--locked", "--format-version=1", "--all-features"])
        .current_dir(&tree.root)
        .output()
        .context("cargo is needed to read the manifests")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists packages")?;
    for package in packages {
        if package["source"].is_null() { arrows(package, refusals) } else { licence(package, refusals) }
    }
    Ok(())
}

fn arrows(package: &Value, refusals: &mut Refusals) {
    let name = package["name"].as_str().unwrap_or_default();
    let manifest =
        if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") };
    let Some((_, golden)) = ARROWS.iter().find(|(ours, _)| *ours == name) else {
        refusals.add(
            &manifest,
            1,
            format!("crate {name} is not in the table of arrows"),
            "say in xtask/src/rule/arrow.rs what it may use, and in ARCHITECTURE.md what it is",
        );
        return;
    };
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let ours = dependencies.filter(|d| d["kind"].is_null() && !d["path"].is_null());
    for used in ours.filter_map(|d| d["name"].as_str()).filter(|used| !golden.contains(used)) {
        refusals.add(&manifest, 1, format!("{name} → {used} is not an allowed arrow"), "move the code to the crate that may do both, or change the table and ARCHITECTURE.md in one commit");
    }
}

fn licence(package: &Value, refusals: &mut Refusals) {
    let name = package["name"].as_str().unwrap_or_default();
    let expression = package["license"].as_str().unwrap_or("none stated");
    if !is_allowed(expression) {
        refusals.add(
            "Cargo.lock",
            1,
            format!("{name} is under {expression}"),
            "use another crate: only permissive licences enter (docs/decide/0002-dependencies.md)",
        );
    }
}

/// Is one alternative (`OR`, `/`) of the expression made only (`AND`) of allowed licences? Brackets are read as grouping `AND` parts.
fn is_allowed(expression: &str) -> bool {
    let bracketed = expression.contains('(') && expression.contains(" AND ");
    if bracketed {
        // `(A OR B) AND C`: every bracketed part must be allowed by itself.
        return expression.split(" AND ").all(|part| is_allowed(&part.replace(['(', ')'], "")));
    }
    let plain = expression.replace('/', " OR ").replace(['(', ')'], "");
    plain.split(" OR ").any(|option| option.split(" AND ").all(|one| LICENCES.contains(&one.trim())))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_permissive_alternative_is_enough() {
        let cases = [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("Apache-2.0 AND GPL-3.0-only", false),
            ("MPL-2.0", false),
            ("GPL-2.0-only OR MIT", true),
            ("none stated", false),
        ];
        for (expression, allowed) in cases {
            assert_eq!(is_allowed(expression), allowed, "{expression}");
        }
    }

    #[test]
    fn arrows_have_no_cycle() {
        // Rows stand in dependency order: each uses only rows above it.
        for (at, (name, uses)) in ARROWS.iter().enumerate() {
            for used in *uses {
                assert!(
                    ARROWS[..at].iter().any(|(above, _)| above == used),
                    "{name} → {used} points down or nowhere"
                );
            }
        }
    }

    #[test]
    fn an_arrow_outside_the_table_is_refused() {
        let package = serde_json::json!({"name": "chain", "dependencies": [
            {"name": "base", "path": "x", "kind": null}, {"name": "sim", "path": "x", "kind": "dev"}, {"name": "sha2", "path": null, "kind": null}]});
        let mut refusals = Refusals::default();
        arrows(&package, &mut refusals);
        let seen: Vec<_> = refusals.0.iter().map(|r| r.what.as_str()).collect();
        assert_eq!(seen, ["chain → base is not an allowed arrow"]);
    }
}
