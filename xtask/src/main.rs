//! House keeping of the source tree: `cargo xtask tidy` checks the rules of STYLE.md that a machine can judge.
//! Reads the tree and prints refusals; never changes a file, and no part of it ships in the product.

mod mask;
mod rule;
mod tree;

use std::path::Path;
use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => {
            let tree = tree::Tree::read(root())?;
            let refusals = rule::all(&tree)?;
            for refusal in &refusals {
                println!("{refusal}");
            }
            println!("tidy: {} files, {} refusals", tree.files.len(), refusals.len());
            Ok(if refusals.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        _ => {
            eprintln!("usage: cargo xtask tidy");
            Ok(ExitCode::from(2))
        }
    }
}

/// The folder of the workspace: the parent of this crate's own.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}
