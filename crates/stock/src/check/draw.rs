//! The draw of a random check 双随机抽取: every name of a pool gets a number that its seed, the words of who draws and the name decide, and
//! the lowest are taken. Anybody with the facts can run it again; docs/spec/draw.md says how with a shell. Pure but for making a seed.

use std::fmt::Display;

use base::ctx::Ctx;
use base::identity::user::commitment as digest;

/// What every digest of a draw begins with: names this algorithm and its version.
const DOMAIN: &[u8] = b"inrs draw v1\n";

/// A fresh seed: 32 bytes by chance, hexadecimal.
pub(super) fn seed(ctx: &Ctx) -> String {
    let mut bytes = [0; 32];
    ctx.chance.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// SHA-256 over the domain, the check's code, a line feed and the seed: binds the book to the seed without telling it.
pub fn commitment(code: &str, seed: &str) -> String {
    digest(DOMAIN, &format!("{code}\n{seed}"))
}

/// Words of who draws: 4 to 64 characters in one line.
pub(super) fn worded(words: &str) -> Option<&str> {
    let words = words.trim();
    let fits = (4..=64).contains(&words.chars().count()) && !words.chars().any(char::is_control);
    fits.then_some(words)
}

/// One draw.
#[derive(Debug, Clone, Copy)]
pub struct Lot<'a> {
    /// Hexadecimal.
    pub seed: &'a str,
    pub words: &'a str,
}

impl Lot<'_> {
    /// The number of a name in a pool: SHA-256 over the domain, seed, words, pool and name, each on a line of its own.
    pub fn number(&self, pool: &str, name: &dyn Display) -> String {
        digest(DOMAIN, &format!("{}\n{}\n{pool}\n{name}", self.seed, self.words))
    }

    /// The names with the lowest numbers, lowest first. The order of the pool does not matter.
    pub fn take<T: Display>(&self, pool: &str, names: impl Iterator<Item = T>, wanted: usize) -> Vec<T> {
        let mut numbered: Vec<(String, T)> = names.map(|name| (self.number(pool, &name), name)).collect();
        numbered.sort_by(|a, b| a.0.cmp(&b.0));
        numbered.into_iter().take(wanted).map(|(_, name)| name).collect()
    }
}
