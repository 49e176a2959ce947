//! Statements, the proof of reserves: totals by item, nature, owner level and province over all books at one moment,
//! signed in both suites, with a proof for every holding inside. Formats: `docs/spec/statement.md`.
//! A statement states; it never changes a book but for the fact that it was made.

mod store;

use crate::picture::{Notes, Part, region_at, store as picture};
use base::ctx::Ctx;
use base::ledger::{self, Book, Done, Draft, NodeKeys};
use base::store::{Read, Store, Table, Tx};
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, Instant};
use chain::note::Note;
use chain::range::Range;
use chain::statement::{BookHead, Holding, Statement, SumProof, Trees};
use chain::{Sha256Suite, Sm3Suite, Suite};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use store::{PartRow, StatementRow, list, newest};

/// The act of making a statement.
pub const ACT: &str = "statement.make";

/// A statement made from a snapshot, with the holdings behind it.
pub struct Made {
    /// The statement.
    pub statement: Statement,
    holdings: Vec<(BookId, Holding)>,
}

/// The tables of this module, for copies.
pub fn tables() -> Vec<&'static Table> {
    use base::store::Record;
    vec![StatementRow::TABLE, PartRow::TABLE]
}

/// The group a holding counts in: item, nature, owner level and province.
pub fn key(item: &str, nature: &str, owner_level: &str, region: &str) -> String {
    format!("{item}/{nature}/{owner_level}/{}", region_at(region, 1))
}

/// Totals of one moment: every book at its head, every holding once, goods on the road in the sender's book.
pub fn compute(read: &mut Read<'_>, node: &str, at: Instant) -> Result<Made, Fault> {
    let books = Book::all(read)?;
    let parts: BTreeMap<BookId, Arc<Part>> =
        picture::some(read, picture::Books::Span(0, i64::MAX), at.business_day(), &Notes::default())?
            .into_iter()
            .map(|part| (part.book, Arc::new(part)))
            .collect();
    let road = picture::road(read, &parts, &Notes::default())?;
    let mut heads = Vec::with_capacity(books.len());
    let mut holdings = Vec::new();
    for book in &books {
        let part = parts
            .get(&book.id)
            .ok_or_else(|| Fault::new(format!("book {} is not in the picture", book.org)))?;
        heads.push(head(book)?);
        let all = part.holdings.iter().chain(road.get(&book.id).into_iter().flatten());
        holdings.extend(all.map(|holding| (book.id, leaf(book, part, holding))));
    }
    let statement = with_trees(&holdings, |sha256, sm3| Statement::new(node, at.0, heads, sha256, sm3))?;
    Ok(Made { statement, holdings })
}

fn with_trees<T>(
    holdings: &[(BookId, Holding)],
    run: impl FnOnce(&Trees<Sha256Suite>, &Trees<Sm3Suite>) -> Result<T, chain::statement::StatementError>,
) -> Result<T, Fault> {
    let all = || holdings.iter().map(|(_, holding)| holding.clone());
    let sha256 = Trees::new(all()).map_err(failed)?;
    let sm3 = Trees::new(all()).map_err(failed)?;
    run(&sha256, &sm3).map_err(failed)
}

fn failed(error: chain::statement::StatementError) -> Fault {
    Fault::new(format!("statement: {error}"))
}

fn head(book: &Book) -> Result<BookHead, Fault> {
    let bad = |e: chain::range::BadRange| Fault::new(format!("head of {}: {e}", book.org));
    Ok(BookHead {
        origin: book.origin.to_string(),
        size: u64::try_from(book.size).map_err(|_| Fault::new("a book of negative size"))?,
        sha256: Range::<Sha256Suite>::from_bytes(&book.range_sha256).map_err(bad)?.root(),
        sm3: Range::<Sm3Suite>::from_bytes(&book.range_sm3).map_err(bad)?.root(),
    })
}

fn leaf(book: &Book, part: &Part, holding: &crate::picture::Holding) -> Holding {
    Holding {
        key: key(&holding.item, &holding.nature, &holding.owner_level, &part.sites[holding.site].region),
        book: book.origin.to_string(),
        data: format!("{} {}", holding.place, holding.lot),
        quantity: holding.quantity,
    }
}

/// Makes, signs and keeps a statement of the present moment; the node's own book records that it was made.
/// `node_book` is the book of the organisation that runs the node.
pub fn make(
    store: &Store,
    keys: &Arc<NodeKeys>,
    node: &str,
    ctx: &Ctx,
    node_book: BookId,
) -> Result<Done, Stop> {
    let at = ctx.now();
    let made = store.read(|read| compute(read, node, at))?;
    let (file, notes) = signed(&made.statement, keys)?;
    let row = StatementRow {
        at,
        node: node.into(),
        books: made.statement.books.len() as i64,
        totals: made.statement.totals.len() as i64,
        holdings: made.holdings.len() as i64,
        file: file.into(),
        note: notes.0.into(),
        gm_note: notes.1.into(),
    };
    let body = body(&made.statement);
    let (ctx, parts) = (ctx.clone(), store::grouped(at, &made.holdings));
    store.write(node_book.0, move |tx| {
        ledger::once(tx, &ctx, node_book, |tx| keep(tx, &ctx, node_book, &row, &parts, &body))
    })
}

fn keep(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    book: BookId,
    row: &StatementRow,
    parts: &[PartRow],
    body: &str,
) -> Result<Done, Stop> {
    if tx.get::<StatementRow>(&[row.at.into()])?.is_some() {
        return Err(Refusal::new(
            RefusalKind::Conflict,
            "statement.instant",
            "同一时刻已有报表",
            "a statement of this very instant exists",
        )
        .mend("稍后再试", "Try again")
        .into());
    }
    tx.insert(row)?;
    for part in parts {
        tx.insert(part)?;
    }
    let posted = ledger::append(tx, ctx, book, &Draft { act: ACT, order: None, why: None, body })?;
    Ok(Done::creating(posted, vec![row.at.0.to_string()]))
}

/// What the fact says: the statement's instant, extent and both roots.
fn body(statement: &Statement) -> String {
    let root = |head: chain::checkpoint::Checkpoint| {
        head.root.iter().map(|b| format!("{b:02x}")).collect::<String>()
    };
    serde_json::json!({
        "at": statement.at,
        "books": statement.books.len(),
        "totals": statement.totals.len(),
        "sha256": root(statement.head::<Sha256Suite>()),
        "sm3": root(statement.head::<Sm3Suite>()),
    })
    .to_string()
}

/// The file and the two signed heads.
fn signed(statement: &Statement, keys: &NodeKeys) -> Result<(String, (String, String)), Fault> {
    let name = Statement::key_name::<Sha256Suite>(&statement.node);
    let std = statement.sign::<Sha256Suite>(&keys.ed25519(&name)?).map_err(failed)?;
    let gm = statement.sign::<Sm3Suite>(&keys.sm2(&name)?).map_err(failed)?;
    Ok((statement.file(&std, &gm), (std.to_string(), gm.to_string())))
}

/// The proof that what lies at a place (position or consignment) of a lot is inside a statement, in one suite.
/// Nothing when the statement does not exist or does not count it.
pub fn proof<S: Suite>(
    read: &mut Read<'_>,
    at: Instant,
    place: &str,
    lot: &str,
) -> Result<Option<String>, Fault> {
    let Some(row) = read.get::<StatementRow>(&[at.into()])? else { return Ok(None) };
    let (statement, notes) = Statement::parse(&row.file).map_err(failed)?;
    let holdings = store::holdings(read, at)?;
    let data = format!("{place} {lot}");
    let Some(wanted) = holdings.iter().find(|holding| holding.data == data).cloned() else { return Ok(None) };
    let trees =
        Trees::<S>::new(holdings.into_iter().filter(|holding| holding.key == wanted.key)).map_err(failed)?;
    let note = &notes[usize::from(S::NAME != Sha256Suite::NAME)];
    let note = Note::parse(note.as_bytes()).map_err(|e| Fault::new(format!("stored statement: {e}")))?;
    let proof = SumProof::new(&trees, &statement, &note, &wanted.key, &wanted.book, &data).map_err(failed)?;
    Ok(Some(proof.to_string()))
}

/// Every lot of a place that a statement counts: lot and quantity.
pub fn counted(read: &mut Read<'_>, at: Instant, place: &str) -> Result<Vec<(String, i64)>, Fault> {
    let holdings = store::holdings(read, at)?;
    let here = holdings.into_iter().filter_map(|holding| {
        let (at, lot) = holding.data.split_once(' ')?;
        (at == place).then(|| (lot.to_owned(), holding.quantity))
    });
    Ok(here.collect())
}

/// The statement of an instant.
pub fn get(read: &mut Read<'_>, at: Instant) -> Result<Option<StatementRow>, Fault> {
    read.get::<StatementRow>(&[at.into()])
}
