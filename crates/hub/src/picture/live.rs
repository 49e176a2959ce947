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
    stale: Mutex<BTreeSet<BookId>>,
    /// One refresh at a time.
    refreshing: Mutex<()>,
}

impl Live {
    /// Reads the whole store once.
    pub fn load(store: &Store, packs: &Catalogue, today: Date) -> Result<Self, Fault> {
        let picture = store.read(|read| Picture::load(read, packs, today))?;
        Ok(Self { current: RwLock::new(Arc::new(picture)), stale: Mutex::default(), refreshing: Mutex::default() })
    }

    /// The current picture.
    pub fn picture(&self) -> Arc<Picture> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Marks a book as changed. Cheap; called after every commit.
    pub fn touch(&self, book: BookId) {
        self.stale.lock().unwrap_or_else(PoisonError::into_inner).insert(book);
    }

    /// Reads the changed books again; whether there was anything to do.
    pub fn refresh(&self, store: &Store, today: Date) -> Result<bool, Fault> {
        let _one = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let books: Vec<BookId> = {
            let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *stale).into_iter().collect()
        };
        if books.is_empty() {
            return Ok(false);
        }
        let mut next = (*self.picture()).clone();
        if let Err(fault) = store.read(|read| next.refresh(read, Some(&books), today)) {
            self.stale.lock().unwrap_or_else(PoisonError::into_inner).extend(books); // try again later
            return Err(fault);
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(true)
    }
}
