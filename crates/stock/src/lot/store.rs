//! SQL over lots. The only place that names their tables.

use base::store::Read;
use base::term::LotCode;
use base::term::fault::Fault;

use super::LotRow;

/// A lot in every book that knows it, the book that made it first.
pub fn lot(read: &mut Read<'_>, lot: &LotCode) -> Result<Vec<LotRow>, Fault> {
    read.list::<LotRow>("WHERE lot = $1 ORDER BY received_on, book_id", &[lot.into()])
}
