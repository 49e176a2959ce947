//! Solves one DIMACS minimum-cost flow file for `bench/solve`: prints the optimum and the CPU seconds of building the solver and
//! solving, as its peers there do. Reading the file is not counted.

use brain::optimise::{Refusal, Solution, dimacs, simplex};

/// CPU seconds of this thread so far, as Linux counts them.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux counts CPU time");
    let nanoseconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    nanoseconds * 1e-9
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let [_, method, file] = words.as_slice() else { panic!("usage: mincost simplex|scaling FILE") };
    let problem =
        dimacs::read(&std::fs::read(file).expect("the file is there")).expect("the file is well formed");
    let start = cpu();
    let solved: Result<Solution, Refusal> = match method.as_str() {
        "simplex" => simplex::solve(&problem.network, &|| false),
        other => panic!("no method {other}"),
    };
    let seconds = cpu() - start;
    match solved {
        Ok(solution) => {
            println!(r#"{{"cost": {}, "seconds": {seconds:.4}}}"#, problem.base_cost + solution.cost);
        }
        Err(_) => println!(r#"{{"cost": null, "seconds": {seconds:.4}}}"#),
    }
}
