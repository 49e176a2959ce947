//! Imports that run while their caller waits: how far each is and how it ended. Kept in memory and forgotten with the server; what an
//! import did stands in the books, and the same file again does nothing.

use super::Source;
use base::term::{OrgCode, UserId};
use hub::import::{Kind, Report};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Jobs kept: enough for everybody who looks, few enough that their error files fit in memory.
const KEPT_MAX: usize = 16;

/// How an import stands.
#[derive(Clone)]
pub enum State {
    Running,
    Ended(Arc<Ended>),
    /// It could not be tried at all: why, Chinese and English.
    Failed(String, String),
}

/// How an import ended.
pub struct Ended {
    /// The file, with its mistakes.
    pub source: Source,
    pub report: Report,
}

/// One import.
pub struct Job {
    pub id: u64,
    pub user: UserId,
    pub org: OrgCode,
    pub kind: Kind,
    /// Name of the file.
    pub name: String,
    pub dry_run: bool,
    /// Rows under the header.
    pub rows: AtomicU64,
    /// Rows done.
    pub done: Arc<AtomicU64>,
    state: Mutex<State>,
}

impl Job {
    /// How it stands.
    pub fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says how it ended.
    pub fn end(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn is_running(&self) -> bool {
        matches!(self.state(), State::Running)
    }
}

/// What a job is about.
pub struct Asked {
    pub user: UserId,
    pub org: OrgCode,
    pub kind: Kind,
    pub name: String,
    pub dry_run: bool,
}

/// The jobs of this server, the newest last.
#[derive(Default)]
pub struct Jobs {
    next: AtomicU64,
    kept: Mutex<VecDeque<Arc<Job>>>,
}

impl Jobs {
    /// Begins a job; none while another one runs: each holds the writer of the books.
    pub fn begin(&self, asked: Asked) -> Option<Arc<Job>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().any(|job| job.is_running()) {
            return None;
        }
        let Asked { user, org, kind, name, dry_run } = asked;
        let job = Arc::new(Job {
            id: self.next.fetch_add(1, Ordering::Relaxed) + 1,
            user,
            org,
            kind,
            name,
            dry_run,
            rows: AtomicU64::new(0),
            done: Arc::default(),
            state: Mutex::new(State::Running),
        });
        kept.push_back(job.clone());
        if kept.len() > KEPT_MAX {
            kept.pop_front();
        }
        Some(job)
    }

    /// The job of this number, if this user began it.
    pub fn of(&self, id: u64, user: &UserId) -> Option<Arc<Job>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|job| job.id == id && job.user == *user).cloned()
    }
}
