//! The seeded world: a synthetic nation on real administrative divisions, built through the normal acts and labelled as
//! synthetic wherever it is shown. The same seed gives the same nation. It is used by `inrs demo`, by tests and by
//! benchmarks, and never by a real node.

pub mod display;
pub mod goods;
pub mod people;
pub mod world;

pub mod nation;
pub mod picture;

mod asset;
mod check;
mod property;
mod relief;
mod season;

pub use nation::{Built, build};
pub use world::{Scale, World};
