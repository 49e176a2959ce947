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

/// The parts of these books, or of all.
pub(crate) fn parts(
    read: &mut Read<'_>,
    books: Option<&[BookId]>,
    today: Date,
    notes: &Notes,
) -> Result<Vec<Part>, Fault> {
    match books {
        None => some(read, "", &[], today, notes),
        Some(books) => {
            let mut parts = Vec::new();
            for chunk in books.chunks(BOOKS_MAX) {
                let marks: Vec<String> = (1..=chunk.len()).map(|i| format!("${i}")).collect();
                let args: Vec<Value> = chunk.iter().map(|book| Value::from(*book)).collect();
                parts.extend(some(read, &marks.join(", "), &args, today, notes)?);
            }
            Ok(parts)
        }
    }
}

/// ` AND column IN (…)`, or nothing when every book is meant.
fn only(column: &str, marks: &str) -> String {
    if marks.is_empty() { String::new() } else { format!(" AND {column} IN ({marks})") }
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

fn some(
    read: &mut Read<'_>,
    marks: &str,
    args: &[Value],
    today: Date,
    notes: &Notes,
) -> Result<Vec<Part>, Fault> {
    let mut reading =
        Reading { notes, parts: BTreeMap::new(), sites: HashMap::new(), words: Words::default() };
    owners(read, marks, args, &mut reading)?;
    sites(read, marks, args, &mut reading)?;
    holdings(read, marks, args, &mut reading)?;
    flows(read, marks, args, today, &mut reading)?;
    Ok(reading.parts.into_values().collect())
}

fn owners(read: &mut Read<'_>, marks: &str, args: &[Value], reading: &mut Reading<'_>) -> Result<(), Fault> {
    let sql = format!(
        "SELECT b.id, b.org, b.size, o.name, o.party, o.region, o.above FROM book b LEFT JOIN organisation o ON o.book_id = b.id WHERE b.id > 0{}",
        only("b.id", marks)
    );
    read.each(&sql, args, &mut |row| {
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

fn sites(read: &mut Read<'_>, marks: &str, args: &[Value], reading: &mut Reading<'_>) -> Result<(), Fault> {
    let sql = format!(
        "SELECT book_id, site, name, region, kind, longitude, latitude FROM stock_site WHERE book_id > 0{} ORDER BY book_id, site",
        only("book_id", marks)
    );
    read.each(&sql, args, &mut |row| {
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

fn holdings(
    read: &mut Read<'_>,
    marks: &str,
    args: &[Value],
    reading: &mut Reading<'_>,
) -> Result<(), Fault> {
    // left to the planner: balances by primary key order, lots and positions by key
    let stored = format!(
        "SELECT b.book_id, p.site, b.position, b.lot, l.item, l.nature, l.owner_level, l.harvest_year, l.received_on, b.quantity, b.amount \
         FROM stock_balance b JOIN stock_lot l ON l.book_id = b.book_id AND l.lot = b.lot \
         JOIN stock_position p ON p.book_id = b.book_id AND p.position = b.position WHERE b.quantity > 0{}",
        only("b.book_id", marks)
    );
    read.each(&stored, args, &mut |row| {
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

fn flows(
    read: &mut Read<'_>,
    marks: &str,
    args: &[Value],
    today: Date,
    reading: &mut Reading<'_>,
) -> Result<(), Fault> {
    let first = day_from_number(number_of_day(today) - FLOW_DAYS + 1);
    let mut all = args.to_vec();
    all.push(first.to_value());
    let sql = format!(
        "SELECT book_id, site, day, item, nature, CAST(SUM(quantity_in) AS BIGINT), CAST(SUM(quantity_out) AS BIGINT) \
         FROM stock_daily WHERE day >= ${}{} GROUP BY book_id, site, day, item, nature",
        all.len(),
        only("book_id", marks)
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
