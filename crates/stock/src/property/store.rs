//! SQL over public property. The only place that names its tables.

use base::store::{Read, Tx, Value};
use base::term::fault::Fault;
use base::term::{AssetCode, BookId, LoanCode, OrgCode, PoolCode, PurchaseCode};

use super::asset::AssetRow;
use super::custody::{CustodyRow, CustodyStepRow};
use super::disposal::{DisposalLineRow, DisposalRow};
use super::inventory::{InventoryLineRow, InventoryRow};
use super::loan::{LoanLineRow, LoanRow};
use super::occasion::OccasionRow;
use super::pool::PoolRow;
use super::purchase::PurchaseRow;

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

/// The things of a loan.
pub(super) fn loan_assets(tx: &mut Tx<'_>, book: BookId, loan: &LoanCode) -> Result<Vec<AssetCode>, Fault> {
    let rest = "WHERE book_id = $1 AND loan = $2 ORDER BY asset";
    Ok(tx.list::<LoanLineRow>(rest, &[book.into(), loan.into()])?.into_iter().map(|row| row.asset).collect())
}

/// Open loans of a temporary body or event.
pub(super) fn loans_of(tx: &mut Tx<'_>, book: BookId, occasion: &str) -> Result<Vec<LoanCode>, Fault> {
    let rest = "WHERE book_id = $1 AND occasion = $2 AND out > 0 ORDER BY loan";
    Ok(tx.list::<LoanRow>(rest, &[book.into(), occasion.into()])?.into_iter().map(|row| row.loan).collect())
}

/// A loan by its code, with its things.
pub fn loan(read: &mut Read<'_>, loan: &LoanCode) -> Result<Option<(LoanRow, Vec<LoanLineRow>)>, Fault> {
    let Some(row) = read.list::<LoanRow>("WHERE loan = $1", &[loan.into()])?.pop() else { return Ok(None) };
    let lines = read.list::<LoanLineRow>(
        "WHERE book_id = $1 AND loan = $2 ORDER BY asset",
        &[row.book_id.into(), loan.into()],
    )?;
    Ok(Some((row, lines)))
}

/// Loans that an organisation gives or takes, newest first, before a cursor; one state or all.
pub fn loans(
    read: &mut Read<'_>,
    book: BookId,
    borrower: &OrgCode,
    state: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<LoanRow>, Fault> {
    let before = if after.is_empty() { "~" } else { after };
    let args: [Value; 5] = [book.into(), borrower.into(), state.into(), before.into(), limit.into()];
    read.list::<LoanRow>(
        "WHERE (book_id = $1 OR borrower = $2) AND ($3 = '' OR state = $3) AND loan < $4 ORDER BY loan DESC LIMIT $5",
        &args,
    )
}

/// Loans whose last day is over with things still out, those due first.
pub fn overdue(
    read: &mut Read<'_>,
    book: BookId,
    borrower: &OrgCode,
    today: jiff::civil::Date,
    limit: i64,
) -> Result<Vec<LoanRow>, Fault> {
    let args: [Value; 4] = [book.into(), borrower.into(), today.to_string().into(), limit.into()];
    read.list::<LoanRow>(
        "WHERE (book_id = $1 OR borrower = $2) AND out > 0 AND handed_on IS NOT NULL AND due_on < $3 \
         ORDER BY due_on, loan LIMIT $4",
        &args,
    )
}

/// What is idle and may be lent in one book, in the order of its codes.
pub fn idle_of(read: &mut Read<'_>, book: BookId) -> Result<Vec<AssetRow>, Fault> {
    let rest = "WHERE book_id = $1 AND state = 'idle' AND title IN ('state', 'donated') ORDER BY asset";
    read.list::<AssetRow>(rest, &[book.into()])
}

/// Books that have ever had an asset.
pub fn holders(read: &mut Read<'_>) -> Result<Vec<BookId>, Fault> {
    let rows = read.query("SELECT DISTINCT book_id FROM stock_asset ORDER BY book_id", &[])?;
    rows.iter().map(|row| row[0].to()).collect()
}

/// A purchase request by its code.
pub fn purchase(read: &mut Read<'_>, purchase: &PurchaseCode) -> Result<Option<PurchaseRow>, Fault> {
    Ok(read.list::<PurchaseRow>("WHERE purchase = $1", &[purchase.into()])?.pop())
}

/// Purchase requests of a book, newest first, before a cursor; one gate or all.
pub fn purchases(
    read: &mut Read<'_>,
    book: BookId,
    gate: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<PurchaseRow>, Fault> {
    let before = if after.is_empty() { "~" } else { after };
    let args: [Value; 4] = [book.into(), gate.into(), before.into(), limit.into()];
    let rest =
        "WHERE book_id = $1 AND ($2 = '' OR gate = $2) AND purchase < $3 ORDER BY purchase DESC LIMIT $4";
    read.list::<PurchaseRow>(rest, &args)
}

/// Case property of a book by code, after a cursor.
pub fn custodies(
    read: &mut Read<'_>,
    book: BookId,
    after: &str,
    limit: i64,
) -> Result<Vec<CustodyRow>, Fault> {
    let args: [Value; 3] = [book.into(), after.into(), limit.into()];
    read.list::<CustodyRow>("WHERE book_id = $1 AND asset > $2 ORDER BY asset LIMIT $3", &args)
}

/// Who has custody of a thing, and the chain that led there.
pub fn custody(
    read: &mut Read<'_>,
    book: BookId,
    asset: &AssetCode,
) -> Result<Option<(CustodyRow, Vec<CustodyStepRow>)>, Fault> {
    let Some(row) = read.get::<CustodyRow>(&[book.into(), asset.into()])? else { return Ok(None) };
    let rest = "WHERE book_id = $1 AND asset = $2 ORDER BY step";
    let chain = read.list::<CustodyStepRow>(rest, &[book.into(), asset.into()])?;
    Ok(Some((row, chain)))
}

/// The loan under which compensation for a thing is still owed.
pub(super) fn owing_for(tx: &mut Tx<'_>, book: BookId, asset: &AssetCode) -> Result<Option<String>, Fault> {
    let rest = "WHERE book_id = $1 AND asset = $2 AND damage > 0 ORDER BY loan";
    for line in tx.list::<LoanLineRow>(rest, &[book.into(), asset.into()])? {
        let loan = tx.get::<LoanRow>(&[book.into(), (&line.loan).into()])?;
        if loan.is_some_and(|loan| loan.paid < loan.owed) {
            return Ok(Some(line.loan.to_string()));
        }
    }
    Ok(None)
}

/// The things of a disposal.
pub(super) fn disposal_lines(
    tx: &mut Tx<'_>,
    book: BookId,
    disposal: &str,
) -> Result<Vec<DisposalLineRow>, Fault> {
    tx.list("WHERE book_id = $1 AND disposal = $2 ORDER BY asset", &[book.into(), disposal.into()])
}

/// A disposal by its code, with its things.
pub fn disposal(
    read: &mut Read<'_>,
    disposal: &str,
) -> Result<Option<(DisposalRow, Vec<DisposalLineRow>)>, Fault> {
    let Some(row) = read.list::<DisposalRow>("WHERE disposal = $1", &[disposal.into()])?.pop() else {
        return Ok(None);
    };
    let rest = "WHERE book_id = $1 AND disposal = $2 ORDER BY asset";
    let lines = read.list::<DisposalLineRow>(rest, &[row.book_id.into(), disposal.into()])?;
    Ok(Some((row, lines)))
}

/// Disposals of a book, newest first, before a cursor; one state or all.
pub fn disposals(
    read: &mut Read<'_>,
    book: BookId,
    state: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<DisposalRow>, Fault> {
    let before = if after.is_empty() { "~" } else { after };
    let args: [Value; 4] = [book.into(), state.into(), before.into(), limit.into()];
    let rest =
        "WHERE book_id = $1 AND ($2 = '' OR state = $2) AND disposal < $3 ORDER BY disposal DESC LIMIT $4";
    read.list::<DisposalRow>(rest, &args)
}

/// The temporary body or event of this name that has not ended.
pub(super) fn occasion_named(
    tx: &mut Tx<'_>,
    book: BookId,
    name: &str,
) -> Result<Option<OccasionRow>, Fault> {
    let rest = "WHERE book_id = $1 AND name = $2 AND ended_on IS NULL";
    Ok(tx.list::<OccasionRow>(rest, &[book.into(), name.into()])?.pop())
}

/// Temporary bodies and events of a book, those that end first first, after a cursor.
pub fn occasions(
    read: &mut Read<'_>,
    book: BookId,
    after: &str,
    limit: i64,
) -> Result<Vec<OccasionRow>, Fault> {
    let before = if after.is_empty() { "~" } else { after };
    let args: [Value; 3] = [book.into(), before.into(), limit.into()];
    read.list::<OccasionRow>("WHERE book_id = $1 AND occasion < $2 ORDER BY occasion DESC LIMIT $3", &args)
}

/// Those of all books whose last day is over or today and that nobody has ended.
pub fn occasions_due(read: &mut Read<'_>, today: jiff::civil::Date) -> Result<Vec<OccasionRow>, Fault> {
    let rest = "WHERE ended_on IS NULL AND ends_on <= $1 ORDER BY book_id, occasion";
    read.list::<OccasionRow>(rest, &[today.to_string().into()])
}

/// Assets that belong to a warehouse.
pub(super) fn pool_assets(tx: &mut Tx<'_>, book: BookId, pool: &PoolCode) -> Result<Vec<AssetRow>, Fault> {
    tx.list("WHERE book_id = $1 AND pool = $2 ORDER BY asset", &[book.into(), pool.into()])
}

/// The open stock-take of a warehouse.
pub(super) fn inventory_open(
    tx: &mut Tx<'_>,
    book: BookId,
    pool: &PoolCode,
) -> Result<Option<String>, Fault> {
    let rest = "WHERE book_id = $1 AND pool = $2 AND closed_on IS NULL";
    let open = tx.list::<InventoryRow>(rest, &[book.into(), pool.into()])?.pop();
    Ok(open.map(|row| row.inventory.to_string()))
}

/// The things of a stock-take.
pub(super) fn inventory_lines_in(
    tx: &mut Tx<'_>,
    book: BookId,
    inventory: &str,
) -> Result<Vec<InventoryLineRow>, Fault> {
    tx.list("WHERE book_id = $1 AND inventory = $2 ORDER BY asset", &[book.into(), inventory.into()])
}

/// Stock-takes of a book, newest first, before a cursor.
pub fn inventories(
    read: &mut Read<'_>,
    book: BookId,
    after: &str,
    limit: i64,
) -> Result<Vec<InventoryRow>, Fault> {
    let before = if after.is_empty() { "~" } else { after };
    let args: [Value; 3] = [book.into(), before.into(), limit.into()];
    read.list::<InventoryRow>("WHERE book_id = $1 AND inventory < $2 ORDER BY inventory DESC LIMIT $3", &args)
}

/// A line of a stock-take with the thing as this book knows it.
pub type InventoryLine = (InventoryLineRow, Option<AssetRow>);

/// A stock-take of a book and its lines.
pub fn inventory(
    read: &mut Read<'_>,
    book: BookId,
    inventory: &str,
) -> Result<Option<(InventoryRow, Vec<InventoryLine>)>, Fault> {
    let Some(row) = read.get::<InventoryRow>(&[book.into(), inventory.into()])? else { return Ok(None) };
    let rest = "WHERE book_id = $1 AND inventory = $2 ORDER BY asset";
    let mut lines = Vec::new();
    for line in read.list::<InventoryLineRow>(rest, &[book.into(), inventory.into()])? {
        let here = read.get::<AssetRow>(&[book.into(), (&line.asset).into()])?;
        lines.push((line, here));
    }
    Ok(Some((row, lines)))
}
