//! Every organisation with the number of its book, in memory: a node knows some thousands, and every request asks. Read again
//! when one was registered here, or when one is asked for that is not known.

use base::identity::organisation::{self, Organisation};
use base::store::Store;
use base::term::{BookId, Fault, OrgCode};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// An organisation and its book.
#[derive(Debug, Clone)]
pub struct Entry {
    pub book: BookId,
    pub organisation: Arc<Organisation>,
}

/// Organisations at one moment.
#[derive(Debug, Default)]
pub struct Organisations {
    /// By code.
    pub sorted: Vec<Entry>,
    by_code: HashMap<OrgCode, usize>,
    by_book: HashMap<BookId, usize>,
}

impl Organisations {
    fn of(all: Vec<(BookId, Organisation)>) -> Self {
        let sorted: Vec<Entry> = all
            .into_iter()
            .map(|(book, organisation)| Entry { book, organisation: Arc::new(organisation) })
            .collect();
        let by_code =
            sorted.iter().enumerate().map(|(at, entry)| (entry.organisation.code.clone(), at)).collect();
        let by_book = sorted.iter().enumerate().map(|(at, entry)| (entry.book, at)).collect();
        Self { sorted, by_code, by_book }
    }

    /// The organisation whose book this is.
    pub fn of_book(&self, book: BookId) -> Option<&Entry> {
        self.by_book.get(&book).map(|at| &self.sorted[*at])
    }

    /// The organisation with this code.
    pub fn get(&self, code: &OrgCode) -> Option<&Entry> {
        self.by_code.get(code).map(|at| &self.sorted[*at])
    }

    /// The name behind a code; the code itself when it is not known.
    pub fn name<'o>(&'o self, code: &'o OrgCode) -> &'o str {
        self.get(code).map_or(code.as_str(), |entry| &entry.organisation.name)
    }
}

/// The organisations, kept current.
pub struct Directory {
    current: RwLock<Arc<Organisations>>,
    stale: AtomicBool,
}

impl Directory {
    /// Knows nobody yet.
    pub fn new() -> Self {
        Self { current: RwLock::default(), stale: AtomicBool::new(true) }
    }

    /// One was registered: read again before the next answer.
    pub fn touch(&self) {
        self.stale.store(true, Ordering::Release);
    }

    /// The organisations, unless they must be read again first.
    pub fn current(&self) -> Option<Arc<Organisations>> {
        let stale = self.stale.load(Ordering::Acquire);
        (!stale).then(|| self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Reads them again. Blocks.
    pub fn load(&self, store: &Store) -> Result<Arc<Organisations>, Fault> {
        self.stale.store(false, Ordering::Release); // before reading: a registration meanwhile makes it stale again
        let all = store.read(organisation::all).inspect_err(|_| self.touch())?;
        let fresh = Arc::new(Organisations::of(all));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh.clone();
        Ok(fresh)
    }
}
