//! `inrs drill`: an event rehearsed many times over (`docs/spec/drill.md`). It reads a script, opens no store and can reach no book.

use super::solve::bytes;
use crate::show;
use anyhow::{Context, Result};
use brain::drill::{Outcome, Quantiles, Report, Script, Theatre, report};
use clap::Subcommand;
use pack::yaml::{self, Kind, Node};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Most runs of one drill.
const RUNS_MAX: u64 = 1_000_000;

/// Rehearses an event.
#[derive(clap::Args)]
pub struct Drill {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Plays a script so many times, each time with other luck.
    Run {
        /// The script, a YAML file.
        script: PathBuf,
        /// What all luck follows from: the same seed, the same answer.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many times.
        #[arg(long, default_value_t = 1_000)]
        runs: u64,
        /// The reserve: an instance of `inrs solve dispatch`; its needs are ignored. Left out, the script invents one.
        #[arg(long)]
        reserve: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Drill {
    /// Runs the command. The exit code is 2 when the script cannot be played.
    #[expect(clippy::disallowed_methods, reason = "the edge measures what the pure drill may not")]
    pub fn run(self) -> Result<ExitCode> {
        let What::Run { script, seed, runs, reserve, json } = self.what;
        let refuse = |words: String| {
            eprintln!("{words}");
            Ok(ExitCode::from(2))
        };
        if !(1..=RUNS_MAX).contains(&runs) {
            return refuse(format!("--runs 应为 1 至 {RUNS_MAX} / --runs is 1 to {RUNS_MAX}"));
        }
        let script = match read(&script)? {
            Ok(script) => script,
            Err(words) => return refuse(words),
        };
        let reserve = match reserve {
            Some(file) => {
                Some(serde_json::from_slice(&bytes(&file)?).with_context(|| file.display().to_string())?)
            }
            None => None,
        };
        let start = Instant::now();
        let theatre = match Theatre::new(&script, hub::impact::counties(), reserve, seed) {
            Ok(theatre) => theatre,
            Err(mistake) => return refuse(format!("{} / {mistake}", mistake.zh())),
        };
        let played = match play(&theatre, seed, runs) {
            Ok(played) => played,
            Err(refusal) => return refuse(format!("{} / {refusal}", refusal.zh())),
        };
        let found = report(played).context("no run")?;
        let seconds = start.elapsed().as_secs_f64();
        if json {
            show::json(&value(&script, seed, runs, seconds, &found));
        } else {
            print(&script, runs, seconds, &found);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// All runs, on all cores; each follows from its number alone, so their order does not matter.
fn play(theatre: &Theatre<'_>, seed: u64, runs: u64) -> Result<Vec<Outcome>, brain::dispatch::Refusal> {
    let next = AtomicU64::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<Vec<Outcome>, brain::dispatch::Refusal> {
        let mut mine = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= runs {
                return Ok(mine);
            }
            mine.push(theatre.run(seed, number, &|| false)?);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(mine) => all.extend(mine?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}

/// A script, or in both languages why there is none.
fn read(file: &Path) -> Result<Result<Script, String>> {
    let raw = bytes(file)?;
    let at = file.display();
    let Ok(text) = std::str::from_utf8(&raw) else {
        return Ok(Err(format!("{at}: 不是 UTF-8 / not UTF-8")));
    };
    let tree = match yaml::tree(text) {
        Ok(tree) => tree,
        Err(fault) => {
            return Ok(Err(format!("{at}: 不是可读的 YAML / not YAML that is read here: {fault:?}")));
        }
    };
    Ok(serde_json::from_value(plain(&tree))
        .map_err(|e| format!("{at}: 脚本有误 / mistake in the script: {e}")))
}

/// YAML as JSON: what looks like a number or a truth and stood without quotes is one.
fn plain(node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar { text, quoted: false } => match text.as_str() {
            "" | "~" | "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => {
                let whole = text.parse::<i64>().map(Value::from).ok();
                let number = || text.parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from);
                whole.or_else(number).unwrap_or_else(|| Value::from(text))
            }
        },
        Kind::Scalar { text, .. } => Value::from(text.as_str()),
        Kind::List(nodes) => Value::Array(nodes.iter().map(plain).collect()),
        Kind::Map(entries) => Value::Object(
            entries.iter().map(|(key, node)| (key.text.clone(), plain(node))).collect::<Map<_, _>>(),
        ),
    }
}

fn quantiles(one: &Quantiles) -> Value {
    json!({"p05": one.p05, "p50": one.p50, "p95": one.p95, "mean": one.mean})
}

fn value(script: &Script, seed: u64, runs: u64, seconds: f64, found: &Report) -> Value {
    let score = &found.score;
    let causes = found.causes.iter().map(|one| {
        json!({"cause": one.cause, "runs": one.runs, "score_with": one.with, "score_without": one.without})
    });
    let worst = found.worst.iter().map(|(run, score)| json!({"run": run, "score": score}));
    json!({
        "drill": "演练 DRILL",
        "name": script.name,
        "seed": seed,
        "runs": runs,
        "seconds": seconds,
        "score": quantiles(&score.score),
        "persons": quantiles(&score.persons),
        "first_delivery_h": score.first_h.as_ref().map(quantiles),
        "served_in_time": quantiles(&score.in_time),
        "served": quantiles(&score.in_all),
        "fairness": quantiles(&score.fairness),
        "tonne_hours": quantiles(&score.tonne_hours),
        "decisions": quantiles(&score.decisions),
        "worst_causes": causes.collect::<Vec<_>>(),
        "worst_runs": worst.collect::<Vec<_>>(),
    })
}

fn print(script: &Script, runs: u64, seconds: f64, found: &Report) {
    println!("演练 DRILL · {} · {runs} × · {seconds:.1} s", script.name);
    let score = &found.score;
    let mut rows = vec![
        ("得分 score", score.score),
        ("需救助人数 persons", score.persons),
        ("按时满足率 served in time", score.in_time),
        ("满足率 served", score.in_all),
        ("最低满足率 fairness", score.fairness),
    ];
    rows.extend(score.first_h.map(|one| ("首批到达小时 first delivery, h", one)));
    for (name, one) in rows {
        println!("{name}\t{:.3}\t[{:.3} – {:.3}]", one.p50, one.p05, one.p95);
    }
    for one in &found.causes {
        let without = one.without.map_or("-".to_owned(), |score| format!("{score:.1}"));
        println!("{}\t{} ×\t{:.1} / {without}", one.cause, one.runs, one.with);
    }
}
