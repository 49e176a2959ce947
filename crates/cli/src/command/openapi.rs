//! `inrs openapi`: the OpenAPI 3.1 document of the API, as committed in `docs/openapi.json`.

use anyhow::Result;
use std::process::ExitCode;

/// Prints the OpenAPI document.
#[derive(clap::Args)]
pub struct Openapi {}

impl Openapi {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        print!("{}", server::openapi());
        Ok(ExitCode::SUCCESS)
    }
}
