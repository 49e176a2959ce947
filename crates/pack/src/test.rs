//! The packs of the binary load, agree with each other, and say what the domain's acceptance vectors say.

use crate::builtin;

#[test]
fn all_packs_load_without_a_problem() {
    if let Err(problems) = builtin::catalogue() {
        panic!("{}", problems.iter().map(|p| p.to_string()).collect::<Vec<_>>().join("\n"));
    }
}
