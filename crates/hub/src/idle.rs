//! Everything idle that may be lent, over all books, kept in memory: the shelf that the purchase gate searches. Commits mark books as
//! stale, and a search reads those again first; it reserves nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use base::ledger::Book;
use base::store::{Read, Store};
use base::term::time::number_of_day;
use base::term::{AssetCode, BookId, Fault, OrgCode};
use brain::matching::{self, Need, Quality, Weights};
use stock::property::asset::AssetRow;
use stock::property::purchase::{Candidate, Search};
use stock::property::store;
use stock::property::word::Condition;

/// One thing on a shelf.
struct Thing {
    asset: AssetCode,
    idle: matching::Idle,
}

/// What one organisation has on its shelves.
struct Shelf {
    org: OrgCode,
    things: Vec<Thing>,
}

/// All shelves at one moment.
#[derive(Default)]
struct Shelves {
    by_book: BTreeMap<BookId, Arc<Shelf>>,
}

/// The shelves, kept current.
#[derive(Default)]
pub struct Idle {
    current: RwLock<Arc<Shelves>>,
    stale: Mutex<Stale>,
    /// One refresh at a time.
    refreshing: Mutex<()>,
}

#[derive(Default)]
struct Stale {
    /// Nothing was read yet.
    loaded: bool,
    books: BTreeSet<BookId>,
}

/// Acts that change what lies idle, by their nouns.
const NOUNS: [&str; 5] = ["asset.", "loan.", "disposal.", "custody.", "inventory."];

impl Idle {
    /// Marks a book as changed by an act. Cheap; called after every commit.
    pub fn touch(&self, book: BookId, act: &str) {
        if NOUNS.iter().any(|noun| act.starts_with(noun)) {
            self.stale.lock().unwrap_or_else(PoisonError::into_inner).books.insert(book);
        }
    }

    /// Reads what has changed since the last search. `region` tells where an organisation is.
    pub fn refresh(&self, store: &Store, region: &dyn Fn(&OrgCode) -> String) -> Result<(), Fault> {
        let _one = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let stale = std::mem::replace(
            &mut *self.stale.lock().unwrap_or_else(PoisonError::into_inner),
            Stale { loaded: true, books: BTreeSet::new() },
        );
        if stale.loaded && stale.books.is_empty() {
            return Ok(());
        }
        let mut next = self.shelves().by_book.clone();
        let read = store.read(|read| {
            let books =
                if stale.loaded { stale.books.iter().copied().collect() } else { store::holders(read)? };
            let orgs: BTreeMap<BookId, OrgCode> =
                Book::all(read)?.into_iter().map(|book| (book.id, book.org)).collect();
            for book in books {
                let Some(org) = orgs.get(&book) else { continue };
                next.insert(book, Arc::new(shelf(read, book, org, &region(org))?));
            }
            Ok(())
        });
        if let Err(fault) = read {
            let mut again = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
            again.loaded = stale.loaded;
            again.books.extend(stale.books);
            return Err(fault);
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Shelves { by_book: next });
        Ok(())
    }

    fn shelves(&self) -> Arc<Shelves> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Searches the shelves that `sees` lets the asker see, its own among them: what an organisation has idle it need not buy.
    pub fn search(&self, need: &Need, sees: &dyn Fn(&OrgCode) -> bool) -> Search {
        let shelves = self.shelves();
        let seen = shelves.by_book.values().filter(|shelf| sees(&shelf.org));
        let things: Vec<(&OrgCode, &Thing)> =
            seen.flat_map(|shelf| shelf.things.iter().map(|thing| (&shelf.org, thing))).collect();
        let found =
            matching::search(need, things.iter().map(|(_, thing)| &thing.idle), &Weights::PROVISIONAL);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let told = found.best.iter().map(|hit| {
            let (org, thing) = things[hit.index];
            Candidate {
                asset: thing.asset.clone(),
                org: org.clone(),
                score: hit.score,
                class: hit.parts.class,
                words: hit.parts.words,
                quality: hit.parts.quality,
                near: hit.parts.near,
                life: hit.parts.life,
            }
        });
        Search {
            considered: count(found.considered),
            serving: count(found.serving),
            covers: count(found.covers),
            matches: told.collect(),
        }
    }
}

fn shelf(read: &mut Read<'_>, book: BookId, org: &OrgCode, region: &str) -> Result<Shelf, Fault> {
    let rows = store::idle_of(read, book)?;
    let things = rows.iter().map(|row| thing(row, region)).collect::<Result<_, _>>()?;
    Ok(Shelf { org: org.clone(), things })
}

fn thing(row: &AssetRow, region: &str) -> Result<Thing, Fault> {
    let quality = match row.condition()? {
        Condition::New => Quality::New,
        Condition::Good => Quality::Good,
        Condition::Repair | Condition::Scrap => Quality::Unfit,
    };
    Ok(Thing {
        asset: row.asset.clone(),
        idle: matching::Idle {
            item: row.item.to_string(),
            text: format!("{} {}", row.name, row.spec).to_lowercase(),
            quality,
            region: region.to_owned(),
            last_day: row.life_ends_on.map(number_of_day),
        },
    })
}

/// Words of a specification as a search takes them: lower case, apart at blanks and commas.
pub fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
