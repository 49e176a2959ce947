//! `inrs solve`: problems in files, answers on standard output. It reads, measures and prints; `brain` solves.

use anyhow::{Context, Result};
use brain::dispatch::{self, Effort, Instance, Objective};
use brain::optimise::scaling::{self, Until};
use brain::optimise::{Solution, dimacs, simplex};
use clap::{Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Networks with more nodes are solved by cost scaling, which is faster there; the simplex is faster on smaller ones.
const SIMPLEX_NODES_MAX: usize = 30_000;
/// Largest problem file: everything is held in memory.
const FILE_BYTES_MAX: u64 = 2 << 30;

/// Solves a problem that is a network.
#[derive(clap::Args)]
pub struct Solve {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A minimum-cost flow problem in DIMACS format.
    Mincost {
        /// The file (`p min`, `n` and `a` lines).
        file: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Give up after so many seconds.
        #[arg(long)]
        limit_s: Option<u64>,
    },
    /// Plans who sends what to whom: see docs/spec/dispatch.md.
    Dispatch {
        /// The instance, a JSON file.
        file: PathBuf,
        /// What counts after unmet need and lateness.
        #[arg(long, value_enum, default_value = "cheapest")]
        objective: Wish,
        /// Where the plan goes; standard output if left out.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Take the best plan found after so many seconds.
        #[arg(long)]
        limit_s: Option<u64>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Wish {
    /// Early arrival of every tonne.
    Fastest,
    /// Little money.
    Cheapest,
    /// Nobody's share much smaller than others'.
    Fairest,
    /// Every site keeps much of what it has.
    Prudent,
}

/// A clock for solvers, which have none: the start, and whether the limit has passed.
struct Watch {
    start: Instant,
    limit: Duration,
}

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "the edge measures what the pure solver may not")]
    fn start(limit_s: Option<u64>) -> Self {
        Self { start: Instant::now(), limit: limit_s.map_or(Duration::MAX, Duration::from_secs) }
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    fn over(&self) -> bool {
        self.start.elapsed() > self.limit
    }
}

impl Solve {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Mincost { file, json, limit_s } => mincost(&file, json, limit_s),
            What::Dispatch { file, objective, out, limit_s } => {
                plan(&file, objective, out.as_deref(), limit_s)
            }
        }
    }
}

/// A file's bytes, within the limit.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(file).with_context(|| format!("{}", file.display()))?.len();
    anyhow::ensure!(
        size <= FILE_BYTES_MAX,
        "{}: {size} bytes, {FILE_BYTES_MAX} is the limit: divide the problem",
        file.display()
    );
    std::fs::read(file).with_context(|| format!("{}", file.display()))
}

fn mincost(file: &Path, json: bool, limit_s: Option<u64>) -> Result<ExitCode> {
    let problem = match dimacs::read(&bytes(file)?) {
        Ok(problem) => problem,
        Err(mistake) => {
            let (file, line) = (file.display(), mistake.line);
            eprintln!("{file}:{line}: {} / {}", mistake.wrong.zh(), mistake.wrong);
            return Ok(ExitCode::from(2));
        }
    };
    let (nodes, arcs) = (problem.network.supply.len(), problem.network.arcs.len());
    let watch = Watch::start(limit_s);
    let stop = || watch.over();
    let solved = if nodes <= SIMPLEX_NODES_MAX {
        simplex::solve(&problem.network, &stop)
    } else {
        scaling::solve(&problem.network, Until::OPTIMAL, &stop)
    };
    let seconds = watch.seconds();
    match solved {
        Ok(Solution { cost, bound, .. }) if cost == bound => {
            let cost = problem.base_cost + cost;
            if json {
                println!(
                    r#"{{"optimum": {cost}, "seconds": {seconds:.6}, "nodes": {nodes}, "arcs": {arcs}}}"#
                );
            } else {
                println!("optimum {cost} in {seconds:.6} s ({nodes} nodes, {arcs} arcs)");
            }
            Ok(ExitCode::SUCCESS)
        }
        Ok(Solution { cost, bound, .. }) => {
            let (cost, bound) = (problem.base_cost + cost, problem.base_cost + bound);
            eprintln!(
                "时限已到：已得 {cost}，下界 {bound} / stopped at the limit: {cost} found, {bound} proven"
            );
            Ok(ExitCode::FAILURE)
        }
        Err(refusal) => {
            if json {
                let refused = serde_json::json!({
                    "refused": refusal.code(), "zh": refusal.zh(), "en": refusal.to_string(), "seconds": seconds
                });
                println!("{refused}");
            }
            eprintln!("{} / {refusal}", refusal.zh());
            Ok(ExitCode::FAILURE)
        }
    }
}

fn plan(file: &Path, wish: Wish, out: Option<&Path>, limit_s: Option<u64>) -> Result<ExitCode> {
    let instance: Instance =
        serde_json::from_slice(&bytes(file)?).with_context(|| format!("{}", file.display()))?;
    let objective = match wish {
        Wish::Fastest => Objective::Fastest,
        Wish::Cheapest => Objective::Cheapest,
        Wish::Fairest => Objective::Fairest,
        Wish::Prudent => Objective::Prudent,
    };
    let watch = Watch::start(limit_s);
    let solved = dispatch::solve(&instance, objective, Effort::default(), &|| watch.over());
    let mut plan = match solved {
        Ok(plan) => plan,
        Err(refusal) => {
            eprintln!("{} / {refusal}", refusal.zh());
            return Ok(ExitCode::from(2));
        }
    };
    plan.seconds = watch.seconds();
    let text = serde_json::to_string_pretty(&plan)?;
    match out {
        None => println!("{text}"),
        Some(path) => {
            std::fs::write(path, text + "\n").with_context(|| format!("{}", path.display()))?;
            let objective = plan.objective;
            println!(
                "unmet {:.3}, late {:.3}, cost {:.2}; gap {:.3} %, {:.2} s",
                objective.unmet,
                objective.late,
                objective.cost,
                plan.gap * 100.0,
                plan.seconds
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}
