//! What is written down twice says the same: formatting as rustfmt writes it, the console's copies of map files, the table of
//! dependencies. Generated contracts (docs/openapi.json, the console's client) are compared by their own generators' tests.

use std::process::Command;

use anyhow::Context;

use super::Refusals;
use crate::tree::Tree;

const DEPENDENCIES: &str = "docs/decide/0002-dependencies.md";

pub fn check(tree: &Tree, refusals: &mut Refusals) -> anyhow::Result<()> {
    formatted(tree, refusals)?;
    map_copies(tree, refusals);
    dependencies(tree, refusals);
    Ok(())
}

/// rustfmt is part of the toolchain that builds this; where it is absent the check is left to `make lint`.
fn formatted(tree: &Tree, refusals: &mut Refusals) -> anyhow::Result<()> {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        return Ok(());
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["fmt", "--all", "--check", "--", "-l"])
        .current_dir(&tree.root)
        .output()
        .context("cargo fmt")?;
    let root = format!("{}/", tree.root.display());
    for path in String::from_utf8_lossy(&output.stdout).lines() {
        refusals.add(path.trim_start_matches(&root), 1, "not formatted", "cargo fmt --all");
    }
    Ok(())
}

fn map_copies(tree: &Tree, refusals: &mut Refusals) {
    for copy in tree.files.iter().filter(|file| file.path.starts_with("web/public/geo/")) {
        let original = copy.path.replace("web/public/", "data/");
        if tree.get(&original).is_some_and(|original| original.text != copy.text) {
            refusals.add(
                &copy.path,
                1,
                format!("differs from {original}"),
                "copy the file again: data/ is the source",
            );
        }
    }
}

/// Every third-party crate of the workspace has its row, and every row its crate.
fn dependencies(tree: &Tree, refusals: &mut Refusals) {
    let (Some(manifest), Some(page)) = (tree.get("Cargo.toml"), tree.get(DEPENDENCIES)) else { return };
    let section = manifest
        .text
        .split("[workspace.dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .unwrap_or_default();
    let named: Vec<&str> = section
        .lines()
        .filter(|line| !line.starts_with('#') && !line.contains("path = "))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name.trim()))
        .collect();
    let rows: Vec<(usize, &str)> = page
        .text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, line.strip_prefix("| `")?.split('`').next()?)))
        .collect();
    for name in named.iter().filter(|name| !rows.iter().any(|(_, row)| row == *name)) {
        refusals.add(
            DEPENDENCIES,
            1,
            format!("`{name}` has no row"),
            "say why it is here, its licence and its cost",
        );
    }
    for (line, row) in rows.iter().filter(|(_, row)| !named.contains(row)) {
        refusals.add(DEPENDENCIES, *line, format!("`{row}` is not a dependency"), "drop the row");
    }
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn each_dependency_has_its_row_and_each_row_its_dependency() {
        let manifest = "[workspace.dependencies]\nchain = { path = \"crates/chain\" }\n# web\naxum = \"0.8\"\nserde = \"1\"\n\n[profile.dev]\ndebug = false\n";
        let page = "| crate | why |\n|---|---|\n| `axum` | HTTP |\n| `gone` | – |\n";
        let seen = refused(super::dependencies, &[("Cargo.toml", manifest), (super::DEPENDENCIES, page)]);
        assert_eq!(
            seen,
            [
                "docs/decide/0002-dependencies.md:1: `serde` has no row",
                "docs/decide/0002-dependencies.md:4: `gone` is not a dependency"
            ]
        );
    }

    #[test]
    fn the_console_shows_the_map_we_hold() {
        let seen = refused(super::map_copies, &[("data/geo/a.json", "{}"), ("web/public/geo/a.json", "{ }")]);
        assert_eq!(seen, ["web/public/geo/a.json:1: differs from data/geo/a.json"]);
    }
}
