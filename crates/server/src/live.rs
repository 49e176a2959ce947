//! What has just happened, for those who watch: commits become events for the change stream and mark books whose head
//! waits for a signature. Called on the writer's thread, so it only takes short locks and never waits for a watcher.

use base::ledger::Posted;
use base::term::{BookId, Instant, OrgCode};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Events kept for a watcher that comes back.
const KEPT: usize = 1_024;
/// Events one commit may tell one by one; a larger commit is told as its last ones and a request to load again.
const PER_COMMIT: usize = 64;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A fact became durable.
    Fact,
    /// A book's head was signed.
    Checkpoint,
    /// A statement was made.
    Statement,
    /// Something was left out: load again.
    Reload,
}

impl Kind {
    /// The event's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Checkpoint => "checkpoint",
            Self::Statement => "statement",
            Self::Reload => "reload",
        }
    }
}

/// One thing that happened.
#[derive(Debug)]
pub struct Event {
    /// Its number since the server started, from 1.
    pub number: u64,
    pub kind: Kind,
    /// The organisation whose book is concerned; only those who may read that book are told.
    pub org: Option<OrgCode>,
    /// JSON.
    pub data: String,
}

struct Ring {
    last: u64,
    kept: VecDeque<Arc<Event>>,
}

/// The events of one server.
pub struct Live {
    /// Distinguishes this run of the server from others, so that an event id is never taken for another run's.
    run: i64,
    ring: Mutex<Ring>,
    sender: broadcast::Sender<Arc<Event>>,
    unsigned: Mutex<HashMap<BookId, OrgCode>>,
    /// When a checkpoint was last signed here; 0 for never.
    signed_at: AtomicI64,
    /// The newest statement; 0 for none.
    statement: AtomicI64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// A hub without watchers.
    pub fn new(started: Instant) -> Self {
        let ring = Ring { last: 0, kept: VecDeque::new() };
        Self {
            run: started.0,
            ring: Mutex::new(ring),
            sender: broadcast::channel(KEPT).0,
            unsigned: Mutex::default(),
            signed_at: AtomicI64::new(0),
            statement: AtomicI64::new(0),
        }
    }

    /// Hears a commit.
    pub fn committed(&self, posted: &[Posted]) {
        let mut unsigned = lock(&self.unsigned);
        for fact in posted {
            unsigned.entry(fact.book).or_insert_with(|| fact.org.clone());
        }
        drop(unsigned);
        let left_out = posted.len().saturating_sub(PER_COMMIT);
        if left_out > 0 {
            self.tell(Kind::Reload, None, || "{}".to_owned());
        }
        for fact in &posted[left_out..] {
            self.tell(Kind::Fact, Some(&fact.org), || {
                format!(
                    r#"{{"org":"{}","index":{},"at":{},"act":"{}"}}"#,
                    fact.org, fact.n, fact.at.0, fact.act
                )
            });
        }
    }

    /// Marks a book whose head waits for a signature.
    pub fn wants_signature(&self, books: impl IntoIterator<Item = (BookId, OrgCode)>) {
        lock(&self.unsigned).extend(books);
    }

    /// Takes up to `most` books whose head waits for a signature.
    pub fn take_unsigned(&self, most: usize) -> Vec<(BookId, OrgCode)> {
        let mut unsigned = lock(&self.unsigned);
        let taken: Vec<BookId> = unsigned.keys().copied().take(most).collect();
        taken.into_iter().filter_map(|book| unsigned.remove_entry(&book)).collect()
    }

    /// Tells the watchers. Without watchers only the number moves on, so that one who comes back knows it missed some.
    pub fn tell(&self, kind: Kind, org: Option<&OrgCode>, data: impl FnOnce() -> String) {
        let mut ring = lock(&self.ring);
        ring.last += 1;
        if self.sender.receiver_count() == 0 {
            ring.kept.clear();
            return;
        }
        let event = Arc::new(Event { number: ring.last, kind, org: org.cloned(), data: data() });
        if ring.kept.len() == KEPT {
            ring.kept.pop_front();
        }
        ring.kept.push_back(event.clone());
        drop(self.sender.send(event)); // the last watcher may have left since
    }

    /// The id of an event, for `Last-Event-ID`.
    pub fn id(&self, number: u64) -> String {
        format!("{:x}-{number}", self.run)
    }

    /// Starts watching. With the id of the last event seen, those missed since; `None` in their place when they are no
    /// longer known.
    pub fn watch(&self, last: Option<&str>) -> (Option<Vec<Arc<Event>>>, broadcast::Receiver<Arc<Event>>) {
        let ring = lock(&self.ring);
        let receiver = self.sender.subscribe();
        let missed = match last {
            None => Some(Vec::new()),
            Some(id) => self.number(id).and_then(|number| missed(&ring, number)),
        };
        (missed, receiver)
    }

    /// Heads were signed.
    pub fn signed(&self, at: Instant, orgs: impl IntoIterator<Item = OrgCode>) {
        self.signed_at.store(at.0, Ordering::Relaxed);
        for org in orgs {
            self.tell(Kind::Checkpoint, Some(&org), || format!(r#"{{"org":"{org}"}}"#));
        }
    }

    /// When a checkpoint was last signed here, µs.
    pub fn signed_at(&self) -> Option<i64> {
        Some(self.signed_at.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }

    /// This is the newest statement now.
    pub fn stated(&self, at: Instant) {
        if self.statement.swap(at.0, Ordering::Relaxed) != at.0 {
            self.tell(Kind::Statement, None, || format!(r#"{{"id":"{}"}}"#, at.0));
        }
    }

    /// The newest statement.
    pub fn statement(&self) -> Option<Instant> {
        Some(Instant(self.statement.load(Ordering::Relaxed))).filter(|at| at.0 > 0)
    }

    /// Watchers at present.
    pub fn watchers(&self) -> usize {
        self.sender.receiver_count()
    }

    fn number(&self, id: &str) -> Option<u64> {
        let (run, number) = id.split_once('-')?;
        (i64::from_str_radix(run, 16).ok()? == self.run).then(|| number.parse().ok()).flatten()
    }
}

/// Events after this number, if all of them are kept.
fn missed(ring: &Ring, number: u64) -> Option<Vec<Arc<Event>>> {
    let oldest = ring.kept.front().map_or(ring.last + 1, |event| event.number);
    let known = number <= ring.last && number + 1 >= oldest;
    known.then(|| ring.kept.iter().filter(|event| event.number > number).cloned().collect())
}

#[cfg(test)]
mod test {
    use super::*;

    fn tell(live: &Live, count: usize) {
        (0..count).for_each(|_| live.tell(Kind::Fact, None, || "{}".to_owned()));
    }

    fn numbers(missed: Option<Vec<Arc<Event>>>) -> Option<Vec<u64>> {
        missed.map(|events| events.iter().map(|event| event.number).collect())
    }

    #[test]
    fn a_watcher_that_comes_back_hears_what_it_missed() {
        let live = Live::new(Instant(255));
        let _other = live.watch(None);
        tell(&live, 3);
        assert_eq!(live.id(1), "ff-1");
        let cases = [
            (Some("ff-1"), Some(vec![2, 3])),
            (Some("ff-3"), Some(vec![])),
            (None, Some(vec![])),
            (Some("fe-1"), None), // another run of the server
            (Some("ff-9"), None), // never told
            (Some("nonsense"), None),
        ];
        for (last, expected) in cases {
            assert_eq!(numbers(live.watch(last).0), expected, "{last:?}");
        }
    }

    #[test]
    fn what_happened_unwatched_is_not_pretended_to_be_known() {
        let live = Live::new(Instant(255));
        tell(&live, 2);
        assert_eq!(numbers(live.watch(Some("ff-1")).0), None);
        assert_eq!(numbers(live.watch(Some("ff-2")).0), Some(vec![]));
    }

    #[test]
    fn what_is_too_long_ago_is_not_pretended_to_be_known() {
        let live = Live::new(Instant(255));
        let _other = live.watch(None);
        tell(&live, KEPT + 2);
        assert_eq!(numbers(live.watch(Some("ff-1")).0), None);
        assert_eq!(numbers(live.watch(Some("ff-2")).0).map(|n| n.len()), Some(KEPT));
    }
}
