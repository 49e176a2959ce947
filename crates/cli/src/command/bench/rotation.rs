//! `inrs bench rotation`: plans for a made-up nation of lots, with the bound the solver proves and the gap to it.

use anyhow::{Result, anyhow};
use brain::rotation::{Budget, propose, sample};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Rotation plans for many lots. Goal: 2,000 lots over 24 months within 30 s and within 1 % of the proven bound.
#[derive(clap::Args)]
pub struct Rotation {
    /// Lots.
    #[arg(long, default_value_t = 2_000)]
    lots: usize,
    /// Months ahead.
    #[arg(long, default_value_t = 24)]
    months: usize,
    /// Seed of the made-up lots.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Rounds of raising the bound, for each plan.
    #[arg(long, default_value_t = 600)]
    rounds: u32,
    /// Parts of the plan filled in anew, for each plan.
    #[arg(long, default_value_t = 150_000)]
    moves: u32,
    /// Seconds after which the search ends with what it has.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
}

impl Default for Rotation {
    fn default() -> Self {
        Self { lots: 2_000, months: 24, seed: 1, rounds: 600, moves: 150_000, seconds: 30 }
    }
}

impl Rotation {
    /// Runs the command.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub fn run(self) -> Result<ExitCode> {
        let problem = sample::problem(self.seed, self.lots, self.months);
        let begun = Instant::now();
        let limit = Duration::from_secs(self.seconds);
        let stop = || begun.elapsed() > limit;
        let budget = Budget { rounds: self.rounds, moves: self.moves, gap_ppm: 1_000, stop: &stop };
        let plans = propose(&problem, &budget).map_err(|refusal| anyhow!(refusal.message().1))?;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "rotation: {} lots, {} months, seed {}: {} plans in {seconds:.1} s",
            self.lots,
            self.months,
            self.seed,
            plans.len()
        );
        for plan in plans {
            println!(
                "  {:<12} value {:>12} yuan, bound {:>12}, gap {:.3} %, lots late {}, share missing {} t",
                plan.aim.code(),
                plan.value / 100,
                plan.bound / 100,
                plan.gap_ppm as f64 / 10_000.0,
                plan.lines.iter().filter(|line| line.late).count(),
                plan.short / 1_000,
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
