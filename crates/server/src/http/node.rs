//! The installation itself: is it alive, is it ready, how does it do, what does its API look like. No business data here.

pub mod health;
pub mod metrics;
pub mod openapi;
pub mod ready;

use serde::Serialize;
use utoipa::ToSchema;

/// How the node is.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
    /// The program's version.
    version: &'static str,
}

impl Health {
    const OK: Self = Self { status: "ok", version: env!("CARGO_PKG_VERSION") };
}
