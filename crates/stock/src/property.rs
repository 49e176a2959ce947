//! Public property 公物仓: assets coded one by one, the warehouses that pool them, and every act from intake to write-off. An asset is
//! always in exactly one state of one book; it is never a quantity, and lots are never assets (docs/decide/0010).

pub mod asset;
pub mod custody;
pub mod disposal;
pub mod inventory;
pub mod loan;
pub mod occasion;
pub mod pool;
pub mod purchase;
pub mod word;

pub mod store;

mod refusal;

pub use refusal::PropertyRefusal;

use base::store::Tx;
use base::term::code::document_number;
use base::term::fault::{Refusal, RefusalKind, Stop};
use base::term::{AssetCode, BookId};

use crate::lot::{LotRefusal, next_number};

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
        "property.field",
        format!("“{field}”缺失、过长或不成立"),
        format!("“{field}” is missing, too long or impossible"),
    )
    .at(field)
    .into()
}

/// The next `count` asset codes of an organisation in a year.
fn next_assets(tx: &mut Tx<'_>, book: BookId, year: i16, count: i64) -> Result<Vec<AssetCode>, Stop> {
    let org = tx.head(book)?.org.clone();
    let first = next_number(tx, book, org.as_str(), 'A', year)?;
    let (_, serial) = first.split_at(first.len() - 5);
    let serial: i64 = serial.parse().map_err(|_| LotRefusal::Serial)?;
    if serial + count - 1 > 99_999 {
        return Err(LotRefusal::Serial.into());
    }
    let codes = (serial..serial + count).map(|n| document_number(org.as_str(), 'A', year, n));
    codes.map(|code| AssetCode::parse(&code).map_err(Stop::from)).collect()
}

#[cfg(test)]
mod test;
