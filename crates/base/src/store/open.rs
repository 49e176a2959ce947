//! Opening a store: where it lies, who may write it, its writer threads and its pool of readers.

use super::engine::Engine;
use super::postgres::Postgres;
use super::read::Read;
use super::sqlite::Sqlite;
use super::tx::Tx;
use super::writer::{self, Listener, Shared, Work};
use super::{migrate, value::Value};
use crate::term::fault::{Fault, FaultKind, Stop};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex};

/// Where a store lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// SQLite in a data folder.
    Folder(PathBuf),
    /// A PostgreSQL-wire database by URL.
    Postgres(String),
}

impl Location {
    /// `postgres://…` is a database, anything else a folder.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Folder(text.into())
        }
    }

    fn connect(&self, writable: bool) -> Result<Box<dyn Engine>, Fault> {
        match self {
            Self::Folder(folder) => Ok(Box::new(Sqlite::open(&file_in(folder), writable)?)),
            Self::Postgres(url) => Ok(Box::new(Postgres::open(url)?)),
        }
    }
}

/// A connection that may write, outside any store: for copies and benchmarks.
pub(super) fn connect(location: &Location) -> Result<Box<dyn Engine>, Fault> {
    if let Location::Folder(folder) = location {
        std::fs::create_dir_all(folder).map_err(|e| Fault::new(format!("{}: {e}", folder.display())))?;
    }
    location.connect(true)
}

pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join("inrs.db")
}

/// Connections that read, handed out and taken back.
struct Pool {
    location: Location,
    free: Mutex<(Vec<Box<dyn Engine>>, usize)>,
    back: Condvar,
}

/// Reading connections at most.
const READERS_MAX: usize = 16;
/// Writer threads on a shared engine; books are spread over them.
const WRITERS: usize = 2;

/// An open store. Cheap to share behind an `Arc`.
pub struct Store {
    pool: Pool,
    writers: Vec<Sender<Box<dyn Work>>>,
    shared: Arc<Shared>,
    /// Held for as long as this process may write the folder.
    _lock: Option<File>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Store {
    /// Opens a store for reading and writing, creating and migrating it as needed. A folder belongs to one process at
    /// a time; a second one is told so.
    pub fn open(location: &Location) -> Result<Self, Fault> {
        let lock = match location {
            Location::Folder(folder) => Some(lock_folder(folder)?),
            Location::Postgres(_) => None,
        };
        let mut first = location.connect(true)?;
        migrate::up(first.as_mut())?;
        let count = if first.shared() { WRITERS } else { 1 };
        let shared = Arc::new(Shared::default());
        let mut engines = vec![first];
        while engines.len() < count {
            engines.push(location.connect(true)?);
        }
        let mut writers = Vec::new();
        let mut threads = Vec::new();
        for (i, engine) in engines.into_iter().enumerate() {
            let (sender, queue) = channel();
            let shared = shared.clone();
            let thread = std::thread::Builder::new()
                .name(format!("writer-{i}"))
                .spawn(move || writer::run(engine, queue, shared))
                .map_err(|e| Fault::new(format!("no thread for the writer: {e}")))?;
            writers.push(sender);
            threads.push(thread);
        }
        Ok(Self { pool: Pool::new(location.clone()), writers, shared, _lock: lock, threads })
    }

    /// Opens a store for reading only, beside a server that may be writing it.
    pub fn open_read_only(location: &Location) -> Result<Self, Fault> {
        let mut engine = location.connect(false)?;
        migrate::check(engine.as_mut())?;
        let pool = Pool::new(location.clone());
        Ok(Self { pool, writers: Vec::new(), shared: Arc::default(), _lock: None, threads: Vec::new() })
    }

    /// Where the store lies.
    pub fn location(&self) -> &Location {
        &self.pool.location
    }

    /// Runs a reader on a snapshot. Blocks the calling thread.
    pub fn read<T, E: From<Fault>>(&self, run: impl FnOnce(&mut Read<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut engine = self.pool.take()?;
        engine.begin_read()?;
        let outcome = run(&mut Read { engine: engine.as_mut() });
        let ended = engine.rollback();
        if ended.is_ok() {
            self.pool.give(engine);
        } else {
            self.pool.lost();
        }
        outcome
    }

    /// Runs an act in the next batch and waits for it to be durable. `home` is the number of the book it mainly
    /// writes; it only decides which writer runs it, never whether it is safe.
    pub fn write<T: Send + 'static>(
        &self,
        home: i64,
        run: impl FnMut(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let (sender, receiver) = channel();
        self.submit(home, run, move |outcome| drop(sender.send(outcome)));
        receiver.recv().unwrap_or_else(|_| Err(Stop::Fault(Fault::new("the writer has stopped"))))
    }

    /// Runs an act in the next batch; `answer` is called on the writer's thread once it is durable or refused, and
    /// must not block. The act may be run more than once, so it must not change anything but the transaction.
    pub fn submit<T: Send + 'static>(
        &self,
        home: i64,
        run: impl FnMut(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
        answer: impl FnOnce(Result<T, Stop>) + Send + 'static,
    ) {
        let work = Box::new(Pending { run, answer, value: None });
        if self.writers.is_empty() {
            return work.answer(Err(Stop::Fault(Fault::new("this store is open for reading only"))));
        }
        let writer = &self.writers[home.unsigned_abs() as usize % self.writers.len()];
        if let Err(unsent) = writer.send(work) {
            unsent.0.answer(Err(Stop::Fault(Fault::of(FaultKind::Retry, "the writer has stopped"))));
        }
    }

    /// Calls `listener` after every commit with the facts it made durable. It must not block.
    pub fn listen(&self, listener: Listener) {
        if let Ok(mut listeners) = self.shared.listeners.write() {
            listeners.push(listener);
        }
    }

    /// Batches committed and acts run since the store was opened: how well group commit groups.
    pub fn counts(&self) -> (u64, u64) {
        (self.shared.batches.load(Ordering::Relaxed), self.shared.jobs.load(Ordering::Relaxed))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.writers.clear(); // the writers end when nobody can send to them
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

fn lock_folder(folder: &Path) -> Result<File, Fault> {
    let io = |e: std::io::Error| Fault::new(format!("data folder {}: {e}", folder.display()));
    std::fs::create_dir_all(folder).map_err(io)?;
    let file = File::create(folder.join("inrs.lock")).map_err(io)?;
    file.try_lock().map_err(|_| {
        Fault::of(
            FaultKind::Operator,
            format!("data folder {} is in use by another inrs process", folder.display()),
        )
    })?;
    Ok(file)
}

impl Pool {
    fn new(location: Location) -> Self {
        Self { location, free: Mutex::new((Vec::new(), 0)), back: Condvar::new() }
    }

    fn take(&self) -> Result<Box<dyn Engine>, Fault> {
        let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        loop {
            if let Some(engine) = free.0.pop() {
                return Ok(engine);
            }
            if free.1 < READERS_MAX {
                free.1 += 1;
                drop(free);
                return self.location.connect(false).inspect_err(|_| self.lost());
            }
            free = self.back.wait(free).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }

    fn give(&self, engine: Box<dyn Engine>) {
        self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).0.push(engine);
        self.back.notify_one();
    }

    fn lost(&self) {
        self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).1 -= 1;
        self.back.notify_one();
    }
}

/// An act with the place for its value.
struct Pending<T, F, A> {
    run: F,
    answer: A,
    value: Option<T>,
}

impl<T, F, A> Work for Pending<T, F, A>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, Stop> + Send,
    A: FnOnce(Result<T, Stop>) + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Stop> {
        self.value = Some((self.run)(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), Stop>) {
        let Self { answer, value, .. } = *self;
        answer(match (outcome, value) {
            (Ok(()), Some(value)) => Ok(value),
            (Ok(()), None) => Err(Stop::Fault(Fault::new("an act was answered before it ran"))),
            (Err(stop), _) => Err(stop),
        });
    }
}

/// How large the store is on disk, in bytes, for the operator.
pub fn size_on_disk(store: &Store) -> Result<i64, Fault> {
    match store.location() {
        Location::Folder(folder) => {
            let length = std::fs::metadata(file_in(folder)).map(|m| m.len()).unwrap_or(0);
            Ok(i64::try_from(length).unwrap_or(i64::MAX))
        }
        Location::Postgres(_) => {
            store.read(|r| r.number("SELECT pg_database_size(current_database())", &[] as &[Value]))
        }
    }
}
