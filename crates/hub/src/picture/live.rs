//! The picture kept current: commits mark books as stale, and a refresh reads only those again. Readers always see a
//! whole picture and never wait.

use super::Picture;
use base::store::Store;
use base::term::{BookId, Fault};
use jiff::civil::Date;
use pack::Catalogue;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The current picture.
pub struct Live {
    current: RwLock<Arc<Picture>>,
    stale: Mutex<Stale>,
    /// One refresh at a time.
    refreshing: Mutex<()>,
}

/// What has changed since the last refresh.
#[derive(Default)]
struct Stale {
    books: BTreeSet<BookId>,
    /// Something was dispatched, arrived, or was settled.
    road: bool,
}

impl Live {
    /// Reads the whole store once.
    pub fn load(store: &Store, packs: &Catalogue, today: Date) -> Result<Self, Fault> {
        let picture = Picture::load(store, packs, today)?;
        Ok(Self {
            current: RwLock::new(Arc::new(picture)),
            stale: Mutex::default(),
            refreshing: Mutex::default(),
        })
    }

    /// The current picture.
    pub fn picture(&self) -> Arc<Picture> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Marks a book as changed by an act. Cheap; called after every commit.
    pub fn touch(&self, book: BookId, act: &str) {
        let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
        stale.books.insert(book);
        stale.road |= act.starts_with("transfer.") || act.starts_with("reversal.");
    }

    /// Reads the changed books again; whether there was anything to do.
    pub fn refresh(&self, store: &Store, today: Date) -> Result<bool, Fault> {
        let _one = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let stale = std::mem::take(&mut *self.stale.lock().unwrap_or_else(PoisonError::into_inner));
        if stale.books.is_empty() {
            return Ok(false);
        }
        let books: Vec<BookId> = stale.books.iter().copied().collect();
        let mut next = (*self.picture()).clone();
        let read = store.read(|read| {
            next.refresh(read, &books, today)?;
            if stale.road { next.refresh_road(read) } else { Ok(()) }
        });
        if let Err(fault) = read {
            let mut again = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
            again.books.extend(books);
            again.road |= stale.road;
            return Err(fault);
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(true)
    }
}
