//! Verifying the books of a store, from its rows. Books are checked side by side; nothing is written.

use super::{Bad, Both, Counts, Report};
use base::ledger::{Book, CheckpointRow, NodeKeys};
use base::store::{Read, Row, Store, Value};
use base::term::Fault;
use chain::checkpoint::Checkpoint;
use chain::range::Range;
use chain::statement::Statement;
use chain::{Hash, Sha256Suite, Sm3Suite};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Checkpoints that must hold, from outside the store: origin, size and root of either tree.
pub type Remembered = Vec<Checkpoint>;

/// What the entries are held against besides their own book.
struct Outside<'a> {
    keys: &'a NodeKeys,
    remembered: &'a Remembered,
    named: Named,
}

/// What checking one book gives: the counts so far, and what is wrong with it.
type Outcome = Result<Result<(), Bad>, Fault>;

/// Verifies every book and statement of a store. `remembered` are checkpoints kept elsewhere, which prove a cut-off
/// tail even when the store's own checkpoints were removed with it. `progress` hears the number of entries done.
pub fn stored(
    store: &Store,
    keys: &NodeKeys,
    remembered: &Remembered,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Report, Fault> {
    let mut report = Report::default();
    let (books, named) =
        store.read(|read| Ok::<_, Fault>((Book::all(read)?, statements(read, keys, &mut report)?)))?;
    let outside = Outside { keys, remembered, named };
    let next = AtomicUsize::new(0);
    let entries = AtomicU64::new(0);
    let outcomes: Mutex<Vec<(usize, Counts, Result<(), Bad>)>> = Mutex::default();
    let work = || -> Result<(), Fault> {
        while let Some(book) = books.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut counts = Counts::default();
            let heard = |n| progress(entries.fetch_add(n, Ordering::Relaxed) + n);
            let outcome = store.read(|read| check_book(read, book, &outside, &mut counts, &heard))?;
            let mut outcomes = outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            outcomes.push((book.id.0.unsigned_abs() as usize, counts, outcome));
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|t| t.join().unwrap_or_else(|_| Err(Fault::new("a verifier panicked"))))
    })?;
    let mut outcomes = outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    outcomes.sort_by_key(|(id, _, _)| *id);
    for (_, counts, outcome) in outcomes {
        match outcome {
            Ok(()) => report.counts.add(&counts),
            Err(bad) => report.bad.push(bad),
        }
    }
    gone(&books, remembered, &mut report);
    Ok(report)
}

/// Remembered checkpoints of books that are not there at all.
fn gone(books: &[Book], remembered: &Remembered, report: &mut Report) {
    for checkpoint in remembered {
        let origin = checkpoint.origin.strip_suffix("/gm").unwrap_or(&checkpoint.origin);
        if checkpoint.size > 0 && !books.iter().any(|book| book.origin.as_ref() == origin) {
            let en = format!("the book is missing, but a head over {} entries was signed", checkpoint.size);
            let zh = format!("账册不见了，而已有 {} 条的签名检查点", checkpoint.size);
            report.bad.push(Bad::told(origin, 0, zh, en));
        }
    }
}

fn check_book(
    read: &mut Read<'_>,
    book: &Book,
    outside: &Outside<'_>,
    counts: &mut Counts,
    progress: &dyn Fn(u64),
) -> Outcome {
    let mut both = Both::new(&book.origin);
    if let Err(bad) = expect(read, book, outside, &mut both, counts)? {
        return Ok(Err(bad));
    }
    // level 0 is read from the facts themselves; everything above must be stored
    both.sha256.demand_tiles(1);
    both.sm3.demand_tiles(1);
    let mut bad = None;
    let mut unseen = 0;
    let sql = "SELECT n, entry, leaf_sha256, leaf_sm3 FROM fact WHERE book_id = $1 ORDER BY n";
    read.each(sql, &[book.id.into()], &mut |row| {
        if bad.is_none() {
            bad = next_entry(&mut both, &row).err();
            unseen += 1;
            if unseen == 4096 {
                progress(std::mem::take(&mut unseen));
            }
        }
        Ok(())
    })?;
    progress(unseen);
    if let Err(bad) = bad.map_or_else(|| both.finish(counts), Err) {
        return Ok(Err(bad));
    }
    // Only now: a seal is believed because the tree it stands in holds.
    Ok(match sense::seal::check(read, book.id)? {
        Ok(frames) => {
            counts.frames += frames;
            Ok(())
        }
        Err(broken) => Err(Bad::told(&book.origin, broken.index, broken.zh, broken.en)),
    })
}

fn next_entry(both: &mut Both, row: &Row) -> Result<(), Bad> {
    let index = both.sha256.size();
    let broken =
        || Bad::told(&both.origin, index, "该条记录缺失或无法读取", "the entry is missing or cannot be read");
    let [Value::Int(n), Value::Bytes(entry), Value::Bytes(sha256), Value::Bytes(sm3)] = row.as_slice() else {
        return Err(broken());
    };
    let hash = |bytes: &[u8]| <Hash>::try_from(bytes).map_err(|_| broken());
    if u64::try_from(*n) != Ok(index) {
        return Err(broken());
    }
    let leaves = (hash(sha256)?, hash(sm3)?);
    both.entry(entry, Some((&leaves.0, &leaves.1)))
}

/// Gives the check everything the store and outsiders say about the book's trees.
fn expect(
    read: &mut Read<'_>,
    book: &Book,
    outside: &Outside<'_>,
    both: &mut Both,
    counts: &mut Counts,
) -> Outcome {
    let size = u64::try_from(book.size).unwrap_or(u64::MAX);
    let (sha256, sm3) = (
        Range::<Sha256Suite>::from_bytes(&book.range_sha256),
        Range::<Sm3Suite>::from_bytes(&book.range_sm3),
    );
    match (sha256, sm3) {
        (Ok(sha256), Ok(sm3)) if sha256.size() == size && sm3.size() == size => {
            both.head(size, (sha256.root(), sm3.root()))
        }
        _ => {
            return Ok(Err(Bad::told(
                &book.origin,
                0,
                "账册头无法读取",
                "the head of the book cannot be read",
            )));
        }
    }
    for (size, roots) in outside.named.get(book.origin.as_ref()).into_iter().flatten() {
        both.head(*size, *roots);
    }
    for checkpoint in outside.remembered {
        if checkpoint.origin == book.origin.as_ref() {
            both.sha256.expect_head(checkpoint.size, checkpoint.root);
        } else if checkpoint.origin.strip_suffix("/gm") == Some(&book.origin) {
            both.sm3.expect_head(checkpoint.size, checkpoint.root);
        }
    }
    let (ed25519, sm2) = outside.keys.public(&book.origin)?;
    for row in read.list::<CheckpointRow>("WHERE book_id = $1 ORDER BY size", &[book.id.into()])? {
        let opened = Checkpoint::open(row.note.as_bytes(), &ed25519)
            .and_then(|a| Ok((a, Checkpoint::open(row.gm_note.as_bytes(), &sm2)?)));
        match opened {
            Ok((a, b)) if a.size == b.size => both.head(a.size, (a.root, b.root)),
            Ok(_) => return Ok(Err(forged(book, row.size, "two sizes in one checkpoint"))),
            Err(error) => return Ok(Err(forged(book, row.size, &error.to_string()))),
        }
        counts.checkpoints += 1;
    }
    let tiles =
        read.query("SELECT suite, level, n, hashes FROM tile WHERE book_id = $1", &[book.id.into()])?;
    for row in tiles {
        let (suite, level, n) = (row[0].to::<String>()?, row[1].to::<i64>()?, row[2].to::<i64>()?);
        let Value::Bytes(bytes) = &row[3] else { return Err(Fault::new("a tile is not bytes")) };
        let (level, n) = (u8::try_from(level).unwrap_or(u8::MAX), n.unsigned_abs());
        let told = if suite == "sha256" {
            both.sha256.expect_tile(level, n, bytes)
        } else {
            both.sm3.expect_tile(level, n, bytes)
        };
        if let Err(finding) = told {
            return Ok(Err(both.bad(finding)));
        }
    }
    Ok(Ok(()))
}

fn forged(book: &Book, size: i64, error: &str) -> Bad {
    let zh = format!("{size} 条处的检查点签名不对");
    Bad::told(
        &book.origin,
        size.unsigned_abs(),
        zh,
        format!("the checkpoint at size {size} is not signed by this node: {error}"),
    )
}

/// Heads that statements name, by origin: size and both roots.
type Named = HashMap<String, Vec<(u64, (Hash, Hash))>>;

/// Opens every statement and gathers the heads it names, which the books must then lead to.
fn statements(read: &mut Read<'_>, keys: &NodeKeys, report: &mut Report) -> Result<Named, Fault> {
    let mut named = Named::new();
    for row in crate::statement::list(read, base::term::Instant(i64::MAX), i64::MAX)? {
        let name = Statement::key_name::<Sha256Suite>(&row.node);
        let (ed25519, sm2) = keys.public(&name)?;
        match Statement::open(&row.file, &ed25519, &sm2) {
            Ok(statement) => {
                report.counts.statements += 1;
                for head in statement.books {
                    named.entry(head.origin).or_default().push((head.size, (head.sha256, head.sm3)));
                }
            }
            Err(error) => {
                let origin = format!("{name}/{}", row.at.0);
                report.bad.push(Bad::told(
                    &origin,
                    0,
                    "报表签名或合计不对",
                    format!("the statement does not hold: {error}"),
                ));
            }
        }
    }
    Ok(named)
}
