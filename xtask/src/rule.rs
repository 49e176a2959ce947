//! The rules, one module each. A rule reads the tree and names what breaks it: file, line, what, and how to mend it.
//! No rule changes a file; what may be excepted stands in the rule as data with its reason.

mod arrow;
mod dependency;
mod document;
mod effect;
mod fresh;
mod header;
mod migration;
mod size;
mod sql;
mod word;

use std::fmt;

use crate::tree::Tree;

/// One place that breaks a rule.
#[derive(Debug)]
pub struct Refusal {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}\n    mend: {}", self.path, self.line, self.what, self.mend)
    }
}

/// The refusals of one run, in the order of the rules.
#[derive(Default)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    fn add(&mut self, path: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Refusal { path: path.into(), line, what: what.into(), mend: mend.into() });
    }
}

/// Checks everything. Fails only if a tool it needs (git, cargo) cannot run.
pub fn all(tree: &Tree) -> anyhow::Result<Vec<Refusal>> {
    let mut refusals = Refusals::default();
    header::check(tree, &mut refusals);
    size::check(tree, &mut refusals);
    word::check(tree, &mut refusals);
    effect::check(tree, &mut refusals);
    sql::check(tree, &mut refusals);
    migration::check(tree, &mut refusals);
    dependency::check(tree, &mut refusals);
    document::check(tree, &mut refusals);
    arrow::check(tree, &mut refusals)?;
    fresh::check(tree, &mut refusals)?;
    Ok(refusals.0)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_source_tree_is_tidy() {
        let tree = Tree::read(crate::root()).expect("git lists the tree");
        let refusals = all(&tree).expect("git and cargo run");
        let list: Vec<String> = refusals.iter().map(Refusal::to_string).collect();
        assert!(list.is_empty(), "{} refusals:\n{}", list.len(), list.join("\n"));
    }

    /// Runs one rule over a tree in memory and gives the refusals as `path:line: what`.
    pub fn refused(rule: impl Fn(&Tree, &mut Refusals), files: &[(&str, &str)]) -> Vec<String> {
        let mut refusals = Refusals::default();
        rule(&Tree::of(files), &mut refusals);
        refusals.0.iter().map(|r| format!("{}:{}: {}", r.path, r.line, r.what)).collect()
    }
}
