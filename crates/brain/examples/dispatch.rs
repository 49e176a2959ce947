//! Plans one dispatch instance for `bench/solve` and checks the plan: prints measures, gap and CPU seconds. Reading is not counted.

use brain::dispatch::{Effort, Instance, Objective, solve};
use std::time::{Duration, Instant};

/// CPU seconds of this thread so far, as Linux counts them.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux counts CPU time");
    let nanoseconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    nanoseconds * 1e-9
}

#[expect(clippy::disallowed_methods, reason = "an example measures")]
fn main() {
    let words: Vec<String> = std::env::args().collect();
    let [_, objective, limit, file] = words.as_slice() else {
        panic!("usage: dispatch fastest|cheapest|fairest|prudent SECONDS FILE")
    };
    let objective: Objective = serde_json::from_str(&format!("\"{objective}\"")).expect("an objective");
    let limit = Duration::from_secs_f64(limit.parse().expect("seconds"));
    let text = std::fs::read(file).expect("the file is there");
    let instance: Instance = serde_json::from_slice(&text).expect("the file is well formed");
    let (start, began) = (cpu(), Instant::now());
    let plan = solve(&instance, objective, Effort::default(), &|| began.elapsed() > limit).expect("planned");
    let seconds = cpu() - start;
    let faults = brain::check::plan(&instance, &plan).faults.len();
    let totals = plan.objective;
    println!(
        r#"{{"unmet": {:.3}, "late": {:.3}, "cost": {:.2}, "gap": {:.6}, "faults": {faults}, "seconds": {seconds:.3}}}"#,
        totals.unmet, totals.late, totals.cost, plan.gap
    );
}
