//! The writer thread: acts that arrive together share one transaction and one flush to disk. If the batch cannot be
//! committed, its jobs are run again one by one, so that one bad job never spoils its neighbours.

use super::cache::Cache;
use super::engine::Engine;
use super::tx::Tx;
use crate::ledger::Posted;
use crate::term::Stop;
use crate::term::fault::{Fault, FaultKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, RwLock};

/// Jobs in one batch at most.
const BATCH_MAX: usize = 1024;
/// Times a lone job that lost a race is tried.
const TRIES: usize = 12;

/// One act waiting to be written. It may be run more than once, and is answered exactly once.
pub(super) trait Work: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Stop>;
    fn answer(self: Box<Self>, outcome: Result<(), Stop>);
}

/// Called after every commit with the facts it made durable.
pub type Listener = Box<dyn Fn(&[Posted]) + Send + Sync>;

/// What the writers share.
#[derive(Default)]
pub(super) struct Shared {
    pub listeners: RwLock<Vec<Listener>>,
    pub batches: std::sync::atomic::AtomicU64,
    pub jobs: std::sync::atomic::AtomicU64,
}

/// Runs until every sender is gone.
pub(super) fn run(mut engine: Box<dyn Engine>, queue: Receiver<Box<dyn Work>>, shared: Arc<Shared>) {
    let mut cache = Cache::default();
    let mut batch: Vec<(Box<dyn Work>, Result<(), Stop>)> = Vec::new();
    while let Ok(first) = queue.recv() {
        let outcome = gather(engine.as_mut(), &mut cache, first, &queue, &mut batch);
        shared.batches.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        shared.jobs.fetch_add(batch.len() as u64, std::sync::atomic::Ordering::Relaxed);
        match outcome {
            Ok(posted) => {
                cache.settled();
                tell(&shared, &posted);
                for (work, outcome) in batch.drain(..) {
                    work.answer(outcome);
                }
            }
            Err(_) => {
                cache.clear();
                for (work, _) in batch.drain(..) {
                    alone(engine.as_mut(), &mut cache, work, &shared);
                }
            }
        }
    }
}

fn tell(shared: &Shared, posted: &[Posted]) {
    if posted.is_empty() {
        return;
    }
    if let Ok(listeners) = shared.listeners.read() {
        listeners.iter().for_each(|listener| listener(posted));
    }
}

/// One batch: everything that waits, in one transaction.
fn gather(
    engine: &mut dyn Engine,
    cache: &mut Cache,
    first: Box<dyn Work>,
    queue: &Receiver<Box<dyn Work>>,
    batch: &mut Vec<(Box<dyn Work>, Result<(), Stop>)>,
) -> Result<Vec<Posted>, Fault> {
    let mut next = Some(first);
    let begun = engine.begin_write();
    let mut spoiled = begun.err();
    let mut tx = Tx::new(engine, cache, false);
    while let Some(mut work) = next.take() {
        let outcome = if spoiled.is_some() { Ok(()) } else { step(&mut tx, work.as_mut()) };
        if let Err(Stop::Fault(fault)) = &outcome {
            spoiled = Some(Fault::of(fault.kind, fault.what.clone()));
        }
        batch.push((work, outcome));
        if batch.len() < BATCH_MAX && spoiled.is_none() {
            next = queue.try_recv().ok(); // none waits, or nobody is left to send
        }
    }
    let sealed = match spoiled {
        Some(fault) => Err(fault),
        None => tx.seal(),
    };
    finish(engine, sealed)
}

fn step(tx: &mut Tx<'_>, work: &mut dyn Work) -> Result<(), Stop> {
    tx.job(|tx| {
        catch_unwind(AssertUnwindSafe(|| work.run(tx))).unwrap_or_else(|_| {
            Err(Stop::Fault(Fault::of(FaultKind::Operator, "an act panicked; see the log")))
        })
    })
}

fn finish(engine: &mut dyn Engine, sealed: Result<Vec<Posted>, Fault>) -> Result<Vec<Posted>, Fault> {
    match sealed.and_then(|posted| engine.commit().map(|()| posted)) {
        Ok(posted) => Ok(posted),
        Err(fault) => {
            if let Err(second) = engine.rollback() {
                tracing::error!(%fault, %second, "rollback failed");
            }
            Err(fault)
        }
    }
}

/// One job in a transaction of its own, tried again when it lost a race.
fn alone(engine: &mut dyn Engine, cache: &mut Cache, mut work: Box<dyn Work>, shared: &Shared) {
    for attempt in 1..=TRIES {
        let outcome = engine.begin_write().map_err(Stop::Fault).and_then(|()| {
            let mut tx = Tx::new(&mut *engine, cache, true);
            let outcome = step(&mut tx, work.as_mut());
            let sealed = match &outcome {
                Ok(()) => tx.seal(),
                Err(_) => Err(Fault::new("nothing to write")),
            };
            match (outcome, finish(engine, sealed)) {
                (Err(stop), _) => Err(stop),
                (Ok(()), Err(fault)) => Err(Stop::Fault(fault)),
                (Ok(()), Ok(posted)) => {
                    tell(shared, &posted);
                    Ok(())
                }
            }
        });
        match outcome {
            Err(Stop::Fault(fault))
                if attempt < TRIES
                    && matches!(
                        fault.kind,
                        FaultKind::Conflict | FaultKind::Duplicate | FaultKind::Retry
                    ) =>
            {
                cache.clear();
                std::thread::sleep(std::time::Duration::from_millis(1 << attempt.min(7)));
            }
            Err(stop) => {
                cache.clear();
                work.answer(Err(stop));
                return;
            }
            Ok(()) => {
                cache.settled();
                work.answer(Ok(()));
                return;
            }
        }
    }
}
