//! The surroundings of an act: who acts, on which node, at what time, with what luck, under which request.
//! Time and chance enter the system here and nowhere else, so a run is a function of its seed.

use crate::term::{Instant, OrgCode, UserId};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// Gives unpredictable bytes (or, in tests and simulation, seeded ones).
pub trait Chance: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The operating system's random source.
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) {
        // A machine without a random source must not make keys or tokens: stopping is the safe answer.
        getrandom::fill(buffer).expect("the operating system's random source");
    }
}

/// A clock that stands where it was put: for tests and simulation.
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock standing at this instant.
    pub fn at(instant: Instant) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(instant.0)))
    }

    /// Moves the clock to another instant.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// Seeded bytes: for tests and simulation, never for keys of a real node.
pub struct SeededChance(Mutex<rand_chacha::ChaCha8Rng>);

impl SeededChance {
    /// The source that this seed determines.
    pub fn from_seed(seed: u64) -> Arc<Self> {
        use rand::SeedableRng;
        Arc::new(Self(Mutex::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed))))
    }
}

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        use rand::RngCore;
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(buffer);
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// The organisation the user acts for.
    pub org: OrgCode,
}

/// The surroundings of one act; cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// The caller's idempotency key: the same key in the same book is the same act, done once.
    pub key: Arc<str>,
    /// Digest of the request's bytes: tells a retry from a key used twice. 0 where the caller has no request bytes.
    pub request: i64,
}

impl Ctx {
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The same surroundings under another idempotency key.
    pub fn keyed(&self, key: &str) -> Self {
        Self { key: key.into(), ..self.clone() }
    }
}
