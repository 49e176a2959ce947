//! `inrs bench verify`: the independent check of a book against hashing the same bytes with both digests.

use anyhow::{Result, anyhow};
use chain::verify::TreeCheck;
use chain::{Sha256Suite, Sm3Suite};
use std::process::ExitCode;
use std::time::Instant;

/// Entries verified per second, beside hashing the same bytes. Goal: at least 0.5.
#[derive(clap::Args)]
pub struct Verify {
    /// Entries of 300 bytes.
    #[arg(long, default_value_t = 300_000)]
    entries: usize,
}

impl Default for Verify {
    fn default() -> Self {
        Self { entries: 300_000 }
    }
}

impl Verify {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let entries: Vec<Vec<u8>> = (0..self.entries).map(|n| format!("{n:0300}").into_bytes()).collect();
        let hashed = rate(self.entries, || {
            let mut seen = 0_u8;
            for entry in &entries {
                seen ^= chain::leaf_hash::<Sha256Suite>(entry)[0] ^ chain::leaf_hash::<Sm3Suite>(entry)[0];
            }
            std::hint::black_box(seen);
            Ok(())
        })?;
        let checked = rate(self.entries, || {
            let (mut sha256, mut sm3) = (TreeCheck::<Sha256Suite>::new(), TreeCheck::<Sm3Suite>::new());
            for entry in &entries {
                sha256.entry(entry).map_err(|finding| anyhow!(finding))?;
                sm3.entry(entry).map_err(|finding| anyhow!(finding))?;
            }
            std::hint::black_box((sha256.root(), sm3.root()));
            Ok(())
        })?;
        println!(
            "verify: {checked:.0} entries/s in both trees; hashing the same bytes {hashed:.0}/s; ratio {:.2}",
            checked / hashed
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// The best of three runs, in things per second.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn rate(count: usize, mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        run()?;
        best = best.min(begun.elapsed().as_secs_f64());
    }
    Ok(count as f64 / best)
}
