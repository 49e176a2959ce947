//! `base` is what every domain of INRS stands on: shared words (`term`), one store over two engines (`store`),
//! the books (`ledger`), who may act (`identity`, `policy`) and the surroundings of an act (`ctx`).
//! It knows no domain noun beyond its identifier type and speaks no HTTP.

pub mod term;

pub mod content;
pub mod ctx;
pub mod event;
pub mod identity;
pub mod ledger;
pub mod policy;
pub mod region;
pub mod store;
