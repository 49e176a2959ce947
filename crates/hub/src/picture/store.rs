//! Reading the picture's parts from derived rows. Reads only.

use super::{FLOW_DAYS, Flow, Holding, Notes, Part, Site, State};
use base::store::{Field, Read, Row, Value};
use base::term::time::{day_from_number, number_of_day};
use base::term::{BookId, Fault, Money, OrgCode};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Books asked for in one statement.
const BOOKS_MAX: usize = 400;

/// Which books a statement is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Books<'b> {
    /// Numbers above the first, up to the second.
    Span(i64, i64),
    /// These.
    Listed(&'b [BookId]),
}

impl Books<'_> {
    /// ` AND …` for a column, with `$1`, `$2` … for what [`Self::args`] gives.
    fn only(&self, column: &str) -> String {
        match self {
            Self::Span(..) => format!(" AND {column} > $1 AND {column} <= $2"),
            Self::Listed(books) => {
                let marks: Vec<String> = (1..=books.len()).map(|i| format!("${i}")).collect();
                format!(" AND {column} IN ({})", marks.join(", "))
            }
        }
    }

    fn args(&self) -> Vec<Value> {
        match self {
            Self::Span(above, last) => vec![(*above).into(), (*last).into()],
            Self::Listed(books) => books.iter().map(|book| Value::from(*book)).collect(),
        }
    }
}

/// Spans that together hold every book, about `count` of them, with about as many books each.
pub(crate) fn spans(read: &mut Read<'_>, count: usize) -> Result<Vec<(i64, i64)>, Fault> {
    let rows = read.query("SELECT id FROM book WHERE id > 0 ORDER BY id", &[])?;
    let ids = rows.iter().map(|row| row[0].to()).collect::<Result<Vec<i64>, Fault>>()?;
    let mut above = 0;
    Ok(ids
        .chunks(ids.len().div_ceil(count.max(1)).max(1))
        .filter_map(|chunk| {
            let span = (above, *chunk.last()?);
            above = span.1;
            Some(span)
        })
        .collect())
}

/// The parts of these books.
pub(crate) fn parts(
    read: &mut Read<'_>,
    books: &[BookId],
    today: Date,
    notes: &Notes,
) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    for chunk in books.chunks(BOOKS_MAX) {
        parts.extend(some(read, Books::Listed(chunk), today, notes)?);
    }
    Ok(parts)
}

/// Texts that recur (items, natures, regions) are held once.
#[derive(Default)]
struct Words(HashSet<Arc<str>>);

impl Words {
    fn held(&mut self, value: &Value) -> Result<Arc<str>, Fault> {
        let Value::Text(text) = value else { return value.to() };
        if let Some(known) = self.0.get(text) {
            return Ok(known.clone());
        }
        self.0.insert(text.clone());
        Ok(text.clone())
    }
}

struct Reading<'n> {
    notes: &'n Notes,
    parts: BTreeMap<BookId, Part>,
    sites: HashMap<(BookId, Arc<str>), usize>,
    words: Words,
}

impl Reading<'_> {
    fn site(&self, book: BookId, code: &Arc<str>) -> Result<usize, Fault> {
        let found = self.sites.get(&(book, code.clone())).copied();
        found.ok_or_else(|| {
            Fault::new(format!("book {} holds goods at site {code}, which it has not registered", book.0))
        })
    }
}

/// The parts of books, in one pass over each table.
pub(crate) fn some(
    read: &mut Read<'_>,
    books: Books<'_>,
    today: Date,
    notes: &Notes,
) -> Result<Vec<Part>, Fault> {
    let mut reading =
        Reading { notes, parts: BTreeMap::new(), sites: HashMap::new(), words: Words::default() };
    owners(read, books, &mut reading)?;
    sites(read, books, &mut reading)?;
    holdings(read, books, &mut reading)?;
    flows(read, books, today, &mut reading)?;
    Ok(reading.parts.into_values().collect())
}

fn owners(read: &mut Read<'_>, books: Books<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let sql = format!(
        "SELECT b.id, b.org, b.size, o.name, o.party, o.region, o.above FROM book b LEFT JOIN organisation o ON o.book_id = b.id WHERE b.id > 0{}",
        books.only("b.id")
    );
    read.each(&sql, &books.args(), &mut |row| {
        let (book, org): (_, OrgCode) = (BookId(row[0].to()?), row[1].to()?);
        let known = |at: usize| row[at].to::<Option<Arc<str>>>();
        let part = Part {
            book,
            name: known(3)?.unwrap_or_else(|| org.shared()),
            party: known(4)?.unwrap_or_else(|| "".into()),
            region: known(5)?.unwrap_or_else(|| "000000".into()),
            above: known(6)?.unwrap_or_else(|| "".into()),
            size: row[2].to()?,
            org,
            sites: Vec::new(),
            holdings: Vec::new(),
            flows: Vec::new(),
        };
        reading.parts.insert(book, part);
        Ok(())
    })
}

fn sites(read: &mut Read<'_>, books: Books<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let sql = format!(
        "SELECT book_id, site, name, region, kind, longitude, latitude FROM stock_site WHERE book_id > 0{} ORDER BY book_id, site",
        books.only("book_id")
    );
    read.each(&sql, &books.args(), &mut |row| {
        let book = BookId(row[0].to()?);
        let site = Site {
            code: row[1].to()?,
            name: row[2].to()?,
            region: reading.words.held(&row[3])?,
            kind: reading.words.held(&row[4])?,
            point: (row[5].to()?, row[6].to()?),
        };
        if let Some(part) = reading.parts.get_mut(&book) {
            reading.sites.insert((book, site.code.clone()), part.sites.len());
            part.sites.push(site);
        }
        Ok(())
    })
}

fn holding(row: &Row, site: usize, words: &mut Words, notes: &Notes) -> Result<Holding, Fault> {
    let (item, nature) = (words.held(&row[4])?, words.held(&row[5])?);
    Ok(Holding {
        site,
        place: row[2].to()?,
        lot: row[3].to()?,
        note: notes.item(&item),
        item,
        reserve: notes.is_reserve(&nature),
        nature,
        owner_level: words.held(&row[6])?,
        year: row[7].to()?,
        received_on: Option::<Date>::from_value(&row[8])?,
        state: State::Stored,
        quantity: row[9].to()?,
        amount: row[10].to()?,
    })
}

fn holdings(read: &mut Read<'_>, books: Books<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    // left to the planner: balances by primary key order, lots and positions by key
    let stored = format!(
        "SELECT b.book_id, p.site, b.position, b.lot, l.item, l.nature, l.owner_level, l.harvest_year, l.received_on, b.quantity, b.amount \
         FROM stock_balance b JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot \
         JOIN stock_position p ON p.book_id = b.book_id AND p.position = b.position WHERE b.quantity > 0{}",
        books.only("b.book_id")
    );
    read.each(&stored, &books.args(), &mut |row| {
        let (book, code) = (BookId(row[0].to()?), row[1].to()?);
        let site = reading.site(book, &code)?;
        let found = holding(&row, site, &mut reading.words, reading.notes)?;
        if let Some(part) = reading.parts.get_mut(&book) {
            part.holdings.push(found);
        }
        Ok(())
    })
}

/// Everything on the road, by the sender's book: dispatched, not yet arrived anywhere, and not settled as a variance.
/// The value goes down in proportion.
pub(crate) fn road(
    read: &mut Read<'_>,
    parts: &BTreeMap<BookId, Arc<Part>>,
    notes: &Notes,
) -> Result<BTreeMap<BookId, Vec<Holding>>, Fault> {
    let sql = "SELECT c.book_id, c.consignment, c.lot, l.item, l.nature, l.owner_level, l.harvest_year, l.received_on, c.quantity, c.amount, \
               CAST(c.quantity - c.settled - COALESCE(a.arrived, 0) AS BIGINT) \
               FROM stock_consignment_line c JOIN stock_lot l ON l.book_id = c.book_id AND l.lot = c.lot \
               LEFT JOIN (SELECT consignment, line, CAST(SUM(arrived) AS BIGINT) AS arrived FROM stock_arrival_line GROUP BY consignment, line) a \
               ON a.consignment = c.consignment AND a.line = c.line \
               WHERE c.quantity - c.settled - COALESCE(a.arrived, 0) > 0 ORDER BY c.book_id, c.consignment, c.line";
    let mut road: BTreeMap<BookId, Vec<Holding>> = BTreeMap::new();
    let mut words = Words::default();
    for row in read.query(sql, &[])? {
        let (book, consignment): (_, Arc<str>) = (BookId(row[0].to()?), row[1].to()?);
        let site = consignment.get(..21).unwrap_or_default();
        let from = parts.get(&book).and_then(|part| part.sites.iter().position(|s| s.code.as_ref() == site));
        let site = from.ok_or_else(|| {
            Fault::new(format!("consignment {consignment} left a site that is not registered"))
        })?;
        let (sent, left): (i64, i64) = (row[8].to()?, row[10].to()?);
        let (item, nature) = (words.held(&row[3])?, words.held(&row[4])?);
        let worth = Money(row[9].to()?).scaled(left, sent)?;
        road.entry(book).or_default().push(Holding {
            site,
            place: consignment,
            lot: row[2].to()?,
            note: notes.item(&item),
            item,
            reserve: notes.is_reserve(&nature),
            nature,
            owner_level: words.held(&row[5])?,
            year: row[6].to()?,
            received_on: Option::<Date>::from_value(&row[7])?,
            state: State::InTransit,
            quantity: left,
            amount: worth.0,
        });
    }
    Ok(road)
}

fn flows(read: &mut Read<'_>, books: Books<'_>, today: Date, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let first = day_from_number(number_of_day(today) - FLOW_DAYS + 1);
    let mut all = books.args();
    all.push(first.to_value());
    // book by book: the key of the daily totals begins with book and day, and an index of days alone would lead all over the table
    let sql = format!(
        "SELECT d.book_id, d.site, d.day, d.item, d.nature, CAST(SUM(d.quantity_in) AS BIGINT), CAST(SUM(d.quantity_out) AS BIGINT) \
         FROM book b CROSS JOIN stock_daily d WHERE d.book_id = b.id AND d.day >= ${}{} \
         GROUP BY d.book_id, d.site, d.day, d.item, d.nature",
        all.len(),
        books.only("b.id")
    );
    read.each(&sql, &all, &mut |row| {
        let (book, code) = (BookId(row[0].to()?), row[1].to()?);
        let flow = Flow {
            site: reading.site(book, &code)?,
            day: row[2].to()?,
            note: reading.notes.item(&row[3].to::<Arc<str>>()?),
            reserve: reading.notes.is_reserve(&row[4].to::<Arc<str>>()?),
            quantity_in: row[5].to()?,
            quantity_out: row[6].to()?,
        };
        if let Some(part) = reading.parts.get_mut(&book) {
            part.flows.push(flow);
        }
        Ok(())
    })
}
