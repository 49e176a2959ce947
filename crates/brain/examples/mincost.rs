//! Solves one DIMACS minimum-cost flow file for `bench/solve`: prints the optimum and the CPU seconds of building the solver and
//! solving, as its peers there do. Reading the file is not counted.

use brain::optimise::{Refusal, Solution, dimacs, scaling, simplex};

/// CPU seconds of this thread so far, as Linux counts them.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux counts CPU time");
    let nanoseconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    nanoseconds * 1e-9
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let [_, method, file] = words.as_slice() else {
        panic!("usage: mincost simplex|scaling|half-percent FILE")
    };
    let problem =
        dimacs::read(&std::fs::read(file).expect("the file is there")).expect("the file is well formed");
    let start = cpu();
    let solved: Result<Solution, Refusal> = match method.as_str() {
        "simplex" => simplex::solve(&problem.network, &|| false),
        "scaling" => scaling::solve(&problem.network, scaling::Until::OPTIMAL, &|| false),
        "half-percent" => scaling::solve(&problem.network, scaling::Until { gap_ppm: 5000 }, &|| false),
        other => panic!("no method {other}"),
    };
    let seconds = cpu() - start;
    match solved {
        Ok(solution) => {
            let (cost, bound) = (problem.base_cost + solution.cost, problem.base_cost + solution.bound);
            println!(r#"{{"cost": {cost}, "bound": {bound}, "seconds": {seconds:.4}}}"#);
        }
        Err(refusal) => println!(r#"{{"cost": null, "refused": "{refusal}", "seconds": {seconds:.4}}}"#),
    }
}
