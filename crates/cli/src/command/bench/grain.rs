//! `inrs bench grain`: the grain-condition rules over a made-up national scan, and how often they are right where the truth is known.

use anyhow::Result;
use brain::grain::sample::{self, Sample};
use brain::grain::{Scene, Season, judge};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Grain-condition rules over many stacks. Goal: 60,000 stacks within 20 s, precision and recall of 0.95 or more.
#[derive(clap::Args)]
pub struct Grain {
    /// Stacks judged.
    #[arg(long, default_value_t = 60_000)]
    stacks: usize,
    /// Different stacks among them, each with a year of its past for the score.
    #[arg(long, default_value_t = 500)]
    samples: u64,
}

impl Default for Grain {
    fn default() -> Self {
        Self { stacks: 60_000, samples: 500 }
    }
}

impl Grain {
    /// Runs the command. Only judging is timed, on one core; the stacks stand ready in memory.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub fn run(self) -> Result<ExitCode> {
        anyhow::ensure!(self.samples > 0, "--samples must be 1 or more");
        let limits = sample::limits();
        let samples: Vec<Sample> = (0..self.samples).map(|number| sample::stack(number, 52)).collect();
        let ready: Vec<_> = samples.iter().map(|sample| (sample, sample::expected(sample))).collect();
        let mut findings = 0;
        let mut spent = Duration::ZERO;
        for (sample, expected) in ready.iter().cycle().take(self.stacks) {
            let (layout, frames) = (&sample.layout, &sample.frames);
            let begun = Instant::now();
            let found = judge(&Scene { layout, frames, expected, season: Season::Other, limits: &limits });
            spent += begun.elapsed();
            findings += found.findings.len();
        }
        let points = samples.first().map_or(0, |sample| sample.layout.len());
        println!(
            "grain: {} stacks of {points} points in {:.1} s, {findings} findings",
            self.stacks,
            spent.as_secs_f64()
        );
        for (what, score) in sample::score(&samples, &limits) {
            println!(
                "  {what:<14} precision {:.3}, recall {:.3} ({} right, {} missed, {} false)",
                score.precision(),
                score.recall(),
                score.right,
                score.missed,
                score.false_alarms
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
