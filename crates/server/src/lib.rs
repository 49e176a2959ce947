//! The HTTP edge of INRS: the API under `/api/v1`, the read-only tile API under `/log`, the change stream and the
//! console's files. The only crate that knows HTTP and JSON on the wire; it decides nothing and holds no SQL.

pub mod bridge;

pub mod config;

pub mod http;

pub mod import;

pub mod run;

mod app;
mod directory;
mod live;
mod meter;
mod task;

pub use app::Node;
pub use config::{Config, Limits};
pub use http::openapi;
pub use run::{Running, run};
