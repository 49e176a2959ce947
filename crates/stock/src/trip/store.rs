//! SQL over trips and what belongs to them. The only place that names their tables.

use base::store::{Read, Value};
use base::term::fault::Fault;
use base::term::{BookId, SiteCode, TripCode};
use jiff::civil::Date;

use super::{DriverRow, ReadingRow, SampleRow, TripRow};

/// Which trips. Empty texts ask for all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub site: String,
    pub notice: String,
    pub plate: String,
    /// `inside` for those that have not left; else the word of a state.
    pub state: String,
    pub day: Option<Date>,
}

/// Trips of a book, newest first, before a cursor (instant of registration and code of the last one seen).
pub fn trips(
    read: &mut Read<'_>,
    book: BookId,
    filter: &Filter,
    before: (i64, &str),
    limit: i64,
) -> Result<Vec<TripRow>, Fault> {
    let (inside, state) = if filter.state == "inside" { ("left", "") } else { ("", filter.state.as_str()) };
    let day = filter.day.map(|day| day.to_string()).unwrap_or_default();
    let args: [Value; 10] = [
        book.into(),
        filter.site.as_str().into(),
        filter.notice.as_str().into(),
        filter.plate.as_str().into(),
        state.into(),
        inside.into(),
        day.as_str().into(),
        before.0.into(),
        before.1.into(),
        limit.into(),
    ];
    read.list::<TripRow>(
        "WHERE book_id = $1 AND ($2 = '' OR site = $2) AND ($3 = '' OR notice = $3) AND ($4 = '' OR plate = $4)
           AND ($5 = '' OR state = $5) AND ($6 = '' OR state <> $6) AND ($7 = '' OR queue_day = $7)
           AND (registered_at < $8 OR (registered_at = $8 AND trip < $9)) ORDER BY registered_at DESC, trip DESC LIMIT $10",
        &args,
    )
}

/// One trip.
pub fn trip(read: &mut Read<'_>, book: BookId, trip: &TripCode) -> Result<Option<TripRow>, Fault> {
    read.get::<TripRow>(&[book.into(), trip.into()])
}

/// The driver of a trip.
pub fn driver(read: &mut Read<'_>, book: BookId, trip: &TripCode) -> Result<Option<DriverRow>, Fault> {
    read.get::<DriverRow>(&[book.into(), trip.into()])
}

/// Samples that wait for a result, by number: their order says nothing about the trucks'.
pub fn samples(read: &mut Read<'_>, book: BookId, limit: i64) -> Result<Vec<SampleRow>, Fault> {
    read.list::<SampleRow>("WHERE book_id = $1 ORDER BY sample LIMIT $2", &[book.into(), limit.into()])
}

/// A reading by its digest.
pub fn reading(read: &mut Read<'_>, book: BookId, digest: &str) -> Result<Option<ReadingRow>, Fault> {
    read.get::<ReadingRow>(&[book.into(), digest.into()])
}

/// Whether a plate is inside a depot of another book.
pub fn elsewhere(read: &mut Read<'_>, book: BookId, plate: &str) -> Result<bool, Fault> {
    let sql = "SELECT COUNT(*) FROM stock_plate WHERE plate = $1 AND inside IS NOT NULL AND book_id <> $2";
    Ok(read.number(sql, &[plate.into(), book.into()])? > 0)
}

/// How many trips of a site stand in each state, those that left aside.
pub fn standing(
    read: &mut Read<'_>,
    book: BookId,
    site: Option<&SiteCode>,
) -> Result<Vec<(String, i64)>, Fault> {
    let sql = "SELECT state, COUNT(*) FROM stock_trip WHERE book_id = $1 AND ($2 = '' OR site = $2) AND state <> 'left' GROUP BY state ORDER BY state";
    let site = site.map_or("", SiteCode::as_str);
    let rows = read.query(sql, &[book.into(), site.into()])?;
    rows.iter().map(|row| Ok((row[0].to::<String>()?, row[1].to()?))).collect()
}
