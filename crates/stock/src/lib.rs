//! Stock: what lies where, whose it is, and every act that changes it.
//! Quantities are whole thousandths of the item's unit; a balance is never written without the fact that explains it.

pub use base::event;

pub mod facility;
pub mod lot;
pub mod movement;

pub mod allocation;
pub mod directive;
pub mod issue;
pub mod opening;
pub mod receive;
pub mod relocate;
pub mod transfer;

pub mod adjustment;
pub mod count;
pub mod loss;
pub mod quality;
pub mod request;
pub mod reversal;

pub mod check;
pub mod cost;
pub mod keeping;
pub mod property;
pub mod relief;
pub mod rotation;

pub mod ledger_view;
pub mod notice;
pub mod trip;
pub mod weigh;
pub mod worksheet;

pub mod replay;

#[cfg(test)]
mod testing;
