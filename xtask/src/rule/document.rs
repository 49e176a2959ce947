//! Documents point at things that exist: links between pages, and paths in backticks. Every page under docs/ can be reached
//! from a page at the root. Never judges what a page says.

use std::collections::BTreeSet;

use super::Refusals;
use crate::tree::Tree;

/// Where our own paths begin; a code span that begins otherwise is not a path.
const TOPS: [&str; 16] = [
    "crates/",
    "docs/",
    "scripts/",
    "web/",
    "sql/",
    "packs/",
    "policies/",
    "data/",
    "bench/",
    "xtask/",
    "tests/",
    ".ci/",
    ".config/",
    ".cargo/",
    "fuzz/",
    "verifiers/",
];

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    let mut reached = BTreeSet::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with(".md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (at, line) in file.text.lines().enumerate() {
            for target in links(line) {
                let path = resolve(folder, target);
                if !tree.has(&path) {
                    refusals.add(
                        &file.path,
                        at + 1,
                        format!("links to `{target}`, which does not exist"),
                        "correct or drop the link",
                    );
                }
                reached.insert(path);
            }
            for path in paths(line).filter(|path| !tree.has(path) && !is_made_later(path)) {
                refusals.add(
                    &file.path,
                    at + 1,
                    format!("names `{path}`, which does not exist"),
                    "correct the path, or say it without backticks if it is not built yet",
                );
            }
        }
    }
    for file in tree.files.iter().filter(|file| file.path.starts_with("docs/") && file.path.ends_with(".md"))
    {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !reached.contains(&file.path) && !reached.contains(folder) {
            refusals.add(
                &file.path,
                1,
                "no page links here",
                "link it from README.md, ARCHITECTURE.md or the index of its folder",
            );
        }
    }
}

/// Relative targets of `[text](target)` in a line, without their `#part`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter_map(|target| {
        let path = target.split('#').next()?;
        (!path.is_empty() && !path.contains(':')).then_some(path)
    })
}

/// Our own paths in backticks in a line.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|span| {
        TOPS.iter().any(|top| span.starts_with(top))
            && span.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
    })
}

/// Products of a build or of a run, and patterns of names: named in documents and absent from the tree.
fn is_made_later(path: &str) -> bool {
    ["NNNN", "VERB"].iter().any(|part| path.contains(part))
        || ["web/dist", "web/node_modules", "bench/out"].iter().any(|made| path.starts_with(made))
}

/// `target` as seen from `folder`, from the root, without `.` and `..`.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn links_and_paths_lead_somewhere_and_no_page_is_lost() {
        let seen = refused(
            super::check,
            &[
                (
                    "README.md",
                    "[guide](docs/guide/add.md) and [lost](docs/none.md#part), `crates/base`, `crates/none/src`, `inrs serve`\n",
                ),
                ("crates/base/src/lib.rs", "//! base\n"),
                ("docs/guide/add.md", "back to [the start](../../README.md)\n"),
                ("docs/operate/orphan.md", "nobody links here\n"),
            ],
        );
        assert_eq!(
            seen,
            [
                "README.md:1: links to `docs/none.md#part`, which does not exist".replace("#part", ""),
                "README.md:1: names `crates/none/src`, which does not exist".into(),
                "docs/operate/orphan.md:1: no page links here".into(),
            ]
        );
    }
}
