//! Time, chance, disk, network and floats stay where they belong. The lists below are the whole truth about who may do what;
//! a new line in them is a decision to be explained in its commit.

use super::Refusals;
use crate::mask::{Mask, line_at, words};
use crate::tree::Tree;

/// Crates that are pure functions: bytes in, value out.
const PURE: [&str; 4] = ["chain", "brain", "pack", "paper"];
/// Crates that count goods and money.
const EXACT: [&str; 5] = ["chain", "pack", "base", "stock", "hub"];

const CLOCK: [&str; 9] = [
    "Utc::now",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "now_v7",
    "thread_rng",
    "rand::rng()",
    "OsRng",
];
const OUTSIDE: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io::stdin",
    "File::open",
    "tokio::",
];
const FLOAT: [&str; 2] = ["f32", "f64"];
/// Functions that come from the machine's C library: the last bit differs between machines. Square root and `mul_add` are exact.
const MACHINE: [&str; 10] =
    [".ln(", ".log10(", ".exp(", ".exp2(", ".powf(", ".powi(", ".sin(", ".cos(", ".tan(", ".tanh("];

/// A path (or folder) and what it may use in spite of the rule, with the reason.
const EXCEPT: &[(&str, &[&str], &str)] = &[
    ("crates/base/src/ctx.rs", &["SystemTime::now"], "the one place where the machine's clock is read"),
    (
        "crates/pack/src/folder.rs",
        &["std::fs", "File::open"],
        "reads a folder of packs; judging what it read is pure",
    ),
    ("crates/cli/src/command/bench", &["Instant::now"], "measures"),
    (
        "crates/cli/src/command/solve",
        &["Instant::now"],
        "says how long a solver took, and stops it at its limit",
    ),
    ("crates/cli/src/command/drill.rs", &["Instant::now"], "says how long the runs took"),
    (
        "crates/hub/src/aeration.rs",
        &["f64"],
        "temperatures and humidities, on their way to the brain; no goods",
    ),
    ("crates/hub/src/impact.rs", &["f64"], "places and areas of counties"),
    (
        "crates/hub/src/command.rs",
        &["f64"],
        "places, hours and shares of an estimate; quantities stay integers",
    ),
    ("crates/server/src/http/envelope.rs", &["Instant::now"], "measures how long an answer takes"),
    (
        "crates/paper/src/fonts.rs",
        &["std::fs"],
        "offers the caller the fonts of the system's folders; setting type takes their bytes",
    ),
];

pub fn check(tree: &Tree, refusals: &mut Refusals) {
    for file in tree.files.iter().filter(|file| file.is_rust() && !file.is_test()) {
        let Some(name) = file.crate_name() else { continue };
        let code = Mask::of(&file.text).code;
        let mut refuse = |forbidden: &[&str], what: &str, mend: &str| {
            for word in forbidden.iter().filter(|word| !excepted(&file.path, word)) {
                for at in words(&code, word) {
                    refusals.add(&file.path, line_at(&code, at), format!("`{word}`: {what}"), mend);
                }
            }
        };
        refuse(
            &CLOCK,
            "time and chance are inputs",
            "take them from the context (base::ctx), or as a parameter",
        );
        if PURE.contains(&name) {
            refuse(&OUTSIDE, "this crate is pure", "let the caller read and write; take and return bytes");
        }
        if name == "brain" {
            refuse(&MACHINE, "a finding must recompute to the last bit on any machine", "call libm");
        }
        if EXACT.contains(&name) {
            refuse(
                &FLOAT,
                "no float where goods and money are counted",
                "use i64: thousandths of the unit, or fen",
            );
        }
    }
}

fn excepted(path: &str, word: &str) -> bool {
    EXCEPT.iter().any(|(prefix, words, _)| path.starts_with(prefix) && words.contains(&word))
}

#[cfg(test)]
mod test {
    use super::super::test::refused;

    #[test]
    fn pure_crates_reach_for_nothing_and_goods_are_counted_exactly() {
        let cases = [
            ("crates/stock/src/lot.rs", "let now = SystemTime::now();", 1),
            ("crates/stock/src/lot/test.rs", "let now = SystemTime::now();", 0),
            ("crates/stock/src/lot.rs", "// SystemTime::now() would be wrong", 0),
            ("crates/chain/src/tile.rs", "use std::fs::File;", 1),
            ("crates/cli/src/main.rs", "use std::fs::File;", 0),
            ("crates/stock/src/lot.rs", "let kilograms: f64 = 1.0;", 1),
            ("crates/server/src/metric.rs", "let seconds: f64 = 1.0;", 0),
            ("crates/stock/src/lot.rs", "let f64_like = 1;", 0),
            ("crates/brain/src/price.rs", "let growth = (a / b).ln();", 1),
            ("crates/brain/src/price.rs", "let growth = libm::log(a / b).sqrt();", 0),
            ("crates/server/src/metric.rs", "let growth = (a / b).ln();", 0),
        ];
        for (path, text, count) in cases {
            assert_eq!(refused(super::check, &[(path, text)]).len(), count, "{path}: {text}");
        }
    }
}
