//! `inrs`, the only binary: every role of a node as a subcommand. It reads arguments and configuration and calls the
//! crates below; it holds no rule of its own.

mod command;
mod config;
mod node;
mod show;

use clap::Parser;
use std::process::ExitCode;

/// A server that answers many small questions lives on its allocator; this one keeps memory together for years.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    show::logging(&arguments);
    match arguments.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("inrs: {error:#}");
            ExitCode::from(2)
        }
    }
}
