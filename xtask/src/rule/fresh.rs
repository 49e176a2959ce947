//! What is written down twice says the same: formatting as rustfmt writes it, the console's copies of map files, the page of
//! settings. Generated contracts (docs/openapi.json, the console's client) are compared by their own generators' tests.

use std::process::Command;

use anyhow::Context;

use super::Refusals;
use crate::tree::Tree;

pub fn check(tree: &Tree, refusals: &mut Refusals) -> anyhow::Result<()> {
    formatted(tree, refusals)?;
    map_copies(tree, refusals);
    settings(tree, refusals);
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

/// Every key of the configuration has its row on the page, and every row its key.
fn settings(tree: &Tree, refusals: &mut Refusals) {
    const CODE: &str = "crates/cli/src/config.rs";
    const PAGE: &str = "docs/operate/configuration.md";
    let (Some(code), Some(page)) = (tree.get(CODE), tree.get(PAGE)) else { return };
    let body = code
        .text
        .split("pub struct Settings {")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next())
        .unwrap_or_default();
    let keys: Vec<&str> =
        body.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next()).collect();
    let rows: Vec<&str> =
        page.text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    for key in keys.iter().filter(|key| !rows.contains(key)) {
        refusals.add(PAGE, 1, format!("`{key}` is not explained"), "add its row: default and meaning");
    }
    for row in rows.iter().filter(|row| !keys.contains(row)) {
        refusals.add(PAGE, 1, format!("`{row}` is not a setting"), "drop the row");
    }
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn each_setting_is_explained() {
        let code = "pub struct Settings {\n    /// Where.\n    pub listen: SocketAddr,\n    pub packs: PathBuf,\n}\n";
        let page = "| Key | Default |\n|---|---|\n| `listen` | x |\n| `gone` | x |\n";
        let seen = refused(
            super::settings,
            &[("crates/cli/src/config.rs", code), ("docs/operate/configuration.md", page)],
        );
        assert_eq!(
            seen,
            [
                "docs/operate/configuration.md:1: `packs` is not explained",
                "docs/operate/configuration.md:1: `gone` is not a setting"
            ]
        );
    }

    #[test]
    fn the_console_shows_the_map_we_hold() {
        let seen = refused(super::map_copies, &[("data/geo/a.json", "{}"), ("web/public/geo/a.json", "{ }")]);
        assert_eq!(seen, ["web/public/geo/a.json:1: differs from data/geo/a.json"]);
    }
}
