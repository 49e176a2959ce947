//! SQL over public property. The only place that names its tables.

use base::store::{Read, Value};
use base::term::fault::Fault;
use base::term::{AssetCode, BookId};

use super::asset::AssetRow;
use super::pool::PoolRow;

/// The warehouses of a book, by code.
pub fn pools(read: &mut Read<'_>, book: BookId) -> Result<Vec<PoolRow>, Fault> {
    read.list::<PoolRow>("WHERE book_id = $1 ORDER BY pool", &[book.into()])
}

/// An asset by its code, in every book that has had it: a thing that was reallocated stands in two.
pub fn asset(read: &mut Read<'_>, asset: &AssetCode) -> Result<Vec<AssetRow>, Fault> {
    read.list::<AssetRow>("WHERE asset = $1 ORDER BY book_id", &[asset.into()])
}

/// Which assets of a book; empty texts ask for all.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub state: String,
    /// Code of an item, or its beginning.
    pub item: String,
    pub pool: String,
    /// Words in name or specification.
    pub words: String,
}

/// Assets of a book by code, after a cursor.
pub fn assets(
    read: &mut Read<'_>,
    book: BookId,
    wanted: &Wanted,
    after: &str,
    limit: i64,
) -> Result<Vec<AssetRow>, Fault> {
    let (from, to) = crate::facility::store::span(&wanted.item);
    let words = like(&wanted.words);
    let args: [Value; 8] = [
        book.into(),
        after.into(),
        wanted.state.as_str().into(),
        from.into(),
        to.into(),
        wanted.pool.as_str().into(),
        words.into(),
        limit.into(),
    ];
    read.list::<AssetRow>(
        "WHERE book_id = $1 AND asset > $2 AND ($3 = '' OR state = $3) AND item >= $4 AND item < $5 \
         AND ($6 = '' OR pool = $6) AND (name LIKE $7 OR spec LIKE $7) ORDER BY asset LIMIT $8",
        &args,
    )
}

/// What is idle and may be lent, of all books, newest on the shelf last; the caller leaves out books it may not read.
pub fn idle(read: &mut Read<'_>, wanted: &Wanted, after: &str, limit: i64) -> Result<Vec<AssetRow>, Fault> {
    let (from, to) = crate::facility::store::span(&wanted.item);
    let words = like(&wanted.words);
    let args: [Value; 6] =
        [after.into(), from.into(), to.into(), wanted.pool.as_str().into(), words.into(), limit.into()];
    read.list::<AssetRow>(
        "WHERE state = 'idle' AND title IN ('state', 'donated') AND asset > $1 AND item >= $2 AND item < $3 \
         AND ($4 = '' OR pool = $4) AND (name LIKE $5 OR spec LIKE $5) ORDER BY asset LIMIT $6",
        &args,
    )
}

/// How many assets of a book are in each state.
pub fn states(read: &mut Read<'_>, book: BookId) -> Result<Vec<(String, i64)>, Fault> {
    let sql = "SELECT state, count(*) FROM stock_asset WHERE book_id = $1 GROUP BY state ORDER BY state";
    let rows = read.query(sql, &[book.into()])?;
    rows.iter().map(|row| Ok((row[0].to()?, row[1].to()?))).collect()
}

/// A pattern for these words; the wild cards a person typed are taken as blanks.
fn like(words: &str) -> String {
    format!("%{}%", words.trim().replace(['%', '_'], " "))
}
