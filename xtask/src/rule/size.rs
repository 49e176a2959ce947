//! Files stop at 600 lines and functions that ship at 70. `xtask/ratchet.txt` lists what is longer, and may only shrink:
//! an entry that has become too generous is refused like a function that has grown.

use std::collections::BTreeMap;

use super::Refusals;
use crate::mask::{Mask, functions};
use crate::tree::{File, Tree};

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
const RATCHET: &str = "xtask/ratchet.txt";

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    let mut allowed = ratchet(tree, refusals);
    for file in tree.files.iter().filter(|file| (file.is_rust() || file.is_web()) && !file.is_generated()) {
        for (name, line, lines, limit) in measured(file) {
            let (limit, listed) = match allowed.remove(&name) {
                Some((limit, listed)) => (limit, Some(listed)),
                None => (limit, None),
            };
            if lines > limit {
                refusals.add(
                    &file.path,
                    line,
                    format!("{name} has {lines} lines, {limit} allowed"),
                    "split it where it has two ideas",
                );
            }
            if let Some(listed) = listed.filter(|_| lines < limit) {
                refusals.add(
                    RATCHET,
                    listed,
                    format!("{name} is down to {lines} lines"),
                    "lower the number, or drop the entry if it is within the common limit",
                );
            }
        }
    }
    for (name, (_, listed)) in allowed {
        refusals.add(RATCHET, listed, format!("{name} is not in the tree"), "drop the entry");
    }
}

/// Name, line, lines and common limit of a file and of each of its functions that ship.
fn measured(file: &File) -> Vec<(String, usize, usize, usize)> {
    let mut found = vec![(file.path.clone(), 1, file.text.lines().count(), FILE_LINES_MAX)];
    if file.is_rust() && !file.is_test() {
        for function in
            functions(&Mask::of(&file.text).code).into_iter().filter(|f| f.lines > FUNCTION_LINES_MAX)
        {
            found.push((
                format!("{}::{}", file.path, function.name),
                function.line,
                function.lines,
                FUNCTION_LINES_MAX,
            ));
        }
    }
    found
}

/// The exceptions: name → (lines allowed, line in the list).
fn ratchet(tree: &Tree, refusals: &mut Refusals) -> BTreeMap<String, (usize, usize)> {
    let mut allowed = BTreeMap::new();
    let lines = tree.get(RATCHET).map(|file| file.text.lines()).into_iter().flatten();
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(' ').and_then(|(lines, name)| Some((lines.parse().ok()?, name))) {
            Some((lines, name)) => {
                allowed.insert(name.to_owned(), (lines, at + 1));
            }
            None => refusals.add(
                RATCHET,
                at + 1,
                "not `LINES NAME`",
                "write the number of lines, a space, and the path or path::function",
            ),
        }
    }
    allowed
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn the_list_of_long_functions_only_shrinks() {
        let function =
            |name: &str, lines: usize| format!("fn {name}() {{\n{}}}\n", "    a();\n".repeat(lines - 2));
        let source = format!(
            "//! A file.\n{}{}{}",
            function("short", 70),
            function("long", 71),
            function("listed", 80)
        );
        let path = "crates/a/src/b.rs";
        let cases: [(&str, &[&str]); 4] = [
            ("80 crates/a/src/b.rs::listed\n71 crates/a/src/b.rs::long\n", &[]),
            (
                "80 crates/a/src/b.rs::listed\n",
                &["crates/a/src/b.rs:72: crates/a/src/b.rs::long has 71 lines, 70 allowed"],
            ),
            (
                "90 crates/a/src/b.rs::listed\n71 crates/a/src/b.rs::long\n",
                &["xtask/ratchet.txt:1: crates/a/src/b.rs::listed is down to 80 lines"],
            ),
            (
                "# gone\n80 crates/a/src/b.rs::listed\n71 crates/a/src/b.rs::long\n99 crates/a/src/b.rs::short\n",
                &["xtask/ratchet.txt:4: crates/a/src/b.rs::short is not in the tree"],
            ),
        ];
        for (list, expected) in cases {
            assert_eq!(
                refused(super::check, &[(path, &source), ("xtask/ratchet.txt", list)]),
                expected,
                "{list}"
            );
        }
    }

    #[test]
    fn a_file_stops_at_600_lines() {
        let text = "// a\n".repeat(601);
        assert_eq!(
            refused(super::check, &[("web/src/a.ts", &text)]),
            ["web/src/a.ts:1: web/src/a.ts has 601 lines, 600 allowed"]
        );
    }
}
