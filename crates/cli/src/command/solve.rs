//! `inrs solve`: problems in files, answers on standard output. It reads, measures and prints; `brain` solves.

use anyhow::{Context, Result};
use brain::optimise::{Solution, dimacs, simplex};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

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
        }
    }
}

/// A file's bytes, within the limit.
fn bytes(file: &Path) -> Result<Vec<u8>> {
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
    let solved = simplex::solve(&problem.network, &|| watch.over());
    let seconds = watch.seconds();
    match solved {
        Ok(Solution { cost, .. }) => {
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
