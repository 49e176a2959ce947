//! Relief goods 应急物资: what their last days and inspections ask for, and kits made of them. It sees goods by the rules of their packs (first expired,
//! first out; a test at intervals), never by what they are.

pub mod inspection;
pub mod kit;
pub mod lineage;
pub mod watch;

pub mod store;

mod refusal;

pub use refusal::ReliefRefusal;

use base::term::fault::{Refusal, RefusalKind, Stop};

/// A text a person entered, trimmed; a refusal when it is empty or longer than `most` characters.
fn worded(text: &str, field: &'static str, most: usize) -> Result<String, Stop> {
    let text = text.trim();
    if (1..=most).contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err(unfit(field)) }
}

/// A text that may be absent.
fn worded_if(text: Option<&str>, field: &'static str, most: usize) -> Result<Option<String>, Stop> {
    text.filter(|text| !text.trim().is_empty()).map(|text| worded(text, field, most)).transpose()
}

/// The refusal of a field that is missing, too long or impossible.
fn unfit(field: &'static str) -> Stop {
    Refusal::new(
        RefusalKind::Invalid,
        "relief.field",
        format!("“{field}”缺失、过长或不成立"),
        format!("“{field}” is missing, too long or impossible"),
    )
    .at(field)
    .into()
}
