//! Third-party crates stand once in the root manifest, each with its row in the table of decisions, and none is named by a
//! crate that does not use it. Which licences may enter is the business of the rule of arrows.

use super::Refusals;
use crate::mask::words;
use crate::tree::{File, Tree};

const DEPENDENCIES: &str = "docs/decide/0002-dependencies.md";

/// Named in a manifest for its features only, never in code.
const FEATURES_ONLY: [(&str, &str); 0] = [];

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    table(tree, refusals);
    for manifest in
        tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml") && !file.path.contains("fuzz"))
    {
        used(tree, manifest, refusals);
    }
}

/// Every third-party crate of the workspace has its row, and every row its crate.
fn table(tree: &Tree, refusals: &mut Refusals) {
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
    let manifests: Vec<&File> = tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml")).collect();
    for name in &named {
        let entry = format!("\n{name}");
        let wanted = |file: &&File| {
            file.text
                .match_indices(&entry)
                .any(|(at, _)| file.text[at + entry.len()..].starts_with(['.', ' ']))
        };
        if !manifests.iter().any(wanted) {
            refusals.add(
                "Cargo.toml",
                1,
                format!("`{name}` is used by no crate"),
                "drop it from [workspace.dependencies]",
            );
        }
    }
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

/// Every dependency of a crate is inherited from the workspace and named in its source or tests.
fn used(tree: &Tree, manifest: &File, refusals: &mut Refusals) {
    let folder = manifest.path.trim_end_matches("Cargo.toml");
    let sources: Vec<&File> =
        tree.files.iter().filter(|file| file.is_rust() && file.path.starts_with(folder)).collect();
    let mut inside = false;
    for (at, line) in manifest.text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        }
        let Some((name, version)) =
            line.split_once([' ', '.', '=']).filter(|_| inside && line.starts_with(char::is_alphabetic))
        else {
            continue;
        };
        if !version.contains("workspace = true") {
            let mend = "name it once in [workspace.dependencies] and write `NAME.workspace = true` here";
            refusals.add(&manifest.path, at + 1, format!("`{name}` has its own version"), mend);
        }
        let word = name.replace('-', "_");
        let named = sources.iter().any(|file| words(&file.text, &word).next().is_some());
        if !named && !FEATURES_ONLY.iter().any(|(only, _)| *only == name) {
            refusals.add(&manifest.path, at + 1, format!("`{name}` is not used"), "drop the line");
        }
    }
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn each_dependency_has_its_row_and_each_row_its_dependency() {
        let manifest = "[workspace.dependencies]\nchain = { path = \"crates/chain\" }\n# web\naxum = \"0.8\"\nserde = \"1\"\n\n[profile.dev]\ndebug = false\n";
        let page = "| crate | why |\n|---|---|\n| `axum` | HTTP |\n| `gone` | – |\n";
        let used = "[dependencies]\nserde.workspace = true\n";
        let seen = refused(
            super::table,
            &[("Cargo.toml", manifest), (super::DEPENDENCIES, page), ("crates/a/Cargo.toml", used)],
        );
        assert_eq!(
            seen,
            [
                "Cargo.toml:1: `axum` is used by no crate",
                "docs/decide/0002-dependencies.md:1: `serde` has no row",
                "docs/decide/0002-dependencies.md:4: `gone` is not a dependency"
            ]
        );
    }

    #[test]
    fn a_crate_names_what_it_uses_and_nothing_else() {
        let manifest = "[package]\nname = \"a\"\n\n[dependencies]\nserde-saphyr.workspace = true\ntokio = { workspace = true, features = [] }\nhex = \"0.4\"\n";
        let seen = refused(
            super::check,
            &[
                ("crates/a/Cargo.toml", manifest),
                ("crates/a/src/lib.rs", "use serde_saphyr::from_str;\nuse hex;\n"),
            ],
        );
        assert_eq!(
            seen,
            [
                "crates/a/Cargo.toml:6: `tokio` is not used",
                "crates/a/Cargo.toml:7: `hex` has its own version"
            ]
        );
    }
}
