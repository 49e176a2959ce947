//! Every source file says in its first lines what it is: `//!` in Rust, a comment in TypeScript. Never judges the wording.

use super::Refusals;
use crate::tree::Tree;

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    for file in tree.files.iter().filter(|file| !file.is_generated()) {
        let mut lines = file.text.lines();
        let (first, ok) = if file.is_rust() {
            (
                "//!",
                lines
                    .next()
                    .is_some_and(|line| line.strip_prefix("//! ").is_some_and(|text| text.len() >= 20)),
            )
        } else if file.is_web() {
            ("// or /**", lines.next().is_some_and(|line| line.starts_with("//") || line.starts_with("/*")))
        } else {
            continue;
        };
        if !ok {
            refusals.add(
                &file.path,
                1,
                format!("no header comment ({first})"),
                "say in one to three sentences what this file is and what it never does",
            );
        }
    }
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn a_file_begins_by_saying_what_it_is() {
        let seen = refused(
            super::check,
            &[
                ("crates/a/src/good.rs", "//! Balances of positions; never negative.\n"),
                ("crates/a/src/thin.rs", "//! stock\n"),
                ("crates/a/src/none.rs", "fn f() {}\n"),
                ("web/src/good.tsx", "// The position card.\n"),
                ("web/src/none.tsx", "import x from 'y'\n"),
                ("web/src/api/schema.d.ts", "export {}\n"),
            ],
        );
        assert_eq!(
            seen,
            [
                "crates/a/src/thin.rs:1: no header comment (//!)",
                "crates/a/src/none.rs:1: no header comment (//!)",
                "web/src/none.tsx:1: no header comment (// or /**)",
            ]
        );
    }
}
