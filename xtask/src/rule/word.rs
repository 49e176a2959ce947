//! Words that may not stay: unfinished code, silenced warnings, skipped tests, and paths of somebody's machine.
//! Prose in Rust string literals is free, except for paths.

use super::Refusals;
use crate::mask::{Mask, line_at, words};
use crate::tree::Tree;

// Written apart so that this file does not name what it forbids.
const RUST: [(&str, &str); 9] = [
    ("todo!", "build it, or leave it off the menu"),
    ("unimplemented!", "build it, or leave it off the menu"),
    ("dbg!", "use tracing, or delete it"),
    (concat!("FIX", "ME"), "mend it, or assert the known wrong behaviour in a test with a note"),
    (concat!("TO", "DO"), "do it, or file it; code says what is"),
    ("allow(dead_code)", "delete the dead code"),
    ("allow(unused", "delete what is unused"),
    ("#[ignore", "mend or delete the test"),
    ("allow(clippy::", "use #[expect(…, reason = \"…\")], which is refused when it is no longer needed"),
];
const WEB: [(&str, &str); 10] = [
    (concat!("FIX", "ME"), "mend it, or assert the known wrong behaviour in a test with a note"),
    (concat!("TO", "DO"), "do it, or file it; code says what is"),
    ("debugger", "delete it"),
    ("@ts-ignore", "give the value its type"),
    ("@ts-nocheck", "give the values their types"),
    ("as any", "give the value its type"),
    (": any", "give the value its type"),
    (".only(", "run all tests"),
    (".skip(", "mend or delete the test"),
    ("dangerouslySetInnerHTML", "render text as text: anything else lets a stored name run as script"),
];
const EVERYWHERE: [(&str, &str); 4] = [
    (concat!("/work", "/"), "a path of one machine: use a path from the root of the project"),
    (concat!("/ro", "ot/"), "a path of one machine: use a path from the root of the project"),
    (concat!("..", "/shared"), "the project stands alone: copy the file into data/ with source and licence"),
    (concat!("shared/", "design"), "the project stands alone: write what matters into docs/"),
];

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    for file in tree.files.iter().filter(|file| !is_data(&file.path)) {
        let mut find = |text: &str, forbidden: &[(&str, &str)]| {
            for (word, mend) in forbidden {
                for at in words(text, word) {
                    refusals.add(&file.path, line_at(text, at), format!("`{word}`"), *mend);
                }
            }
        };
        find(&file.text, &EVERYWHERE);
        if file.is_rust() {
            // Inline test modules count too: they are code, only not code that ships.
            find(&Mask::of(&file.text).outside_literals, &RUST);
        } else if file.is_web() && !file.is_generated() {
            find(&file.text, &WEB);
        }
    }
}

fn is_data(path: &str) -> bool {
    path.ends_with(".lock") || path.ends_with("package-lock.json") || path.starts_with("data/")
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn unfinished_code_is_refused_and_talk_about_it_is_not() {
        let cases = [
            ("crates/a/src/b.rs", "fn f() { todo!() }", 1),
            ("crates/a/src/b.rs", "#[cfg(test)]\nmod test { #[ignore]\n fn t() {} }", 1),
            ("crates/a/src/b.rs", "let s = \"never write todo!\";", 0),
            ("crates/a/src/b.rs", "let autodo = 1;", 0),
            ("web/src/a.ts", "const a = b as any", 1),
            ("web/src/a.ts", "const a = 'as anyone can see'", 0),
            ("docs/a.md", concat!("see ..", "/shared/data"), 1),
        ];
        for (path, text, count) in cases {
            assert_eq!(refused(super::check, &[(path, text)]).len(), count, "{path}: {text}");
        }
    }
}
