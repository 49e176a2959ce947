//! What every handler shares, and the two bridges between async handlers and the synchronous store: `write` joins the
//! next batch, `read` borrows a thread. It holds no rule of its own.

use crate::bridge::Bridges;
use crate::config::Config;
use crate::directory::{Directory, Entry, Organisations};
use crate::http::export::Press;
use crate::http::hub::kept::Kept;
use crate::http::limit::Gates;
use crate::live::Live;
use crate::meter::Meter;
use base::content::Content;
use base::ctx::{Chance, Clock};
use base::identity::Gate;
use base::ledger::NodeKeys;
use base::policy::Policy;
use base::store::{Read, Store, Tx};
use base::term::OrgCode;
use base::term::fault::{Fault, FaultKind, Stop};
use pack::Catalogue;
use std::sync::Arc;
use tokio::sync::{Semaphore, oneshot, watch};

/// Passwords hashed at the same time: each takes tens of milliseconds and tens of megabytes.
const HASHING_MAX: usize = 4;

/// The parts of a node that a server is put in front of.
#[derive(Clone)]
pub struct Node {
    /// The store, open for writing.
    pub store: Arc<Store>,
    /// Who gets in.
    pub gate: Arc<Gate>,
    /// Who may do what.
    pub policy: Arc<Policy>,
    /// Items, natures, quality rules.
    pub packs: Arc<Catalogue>,
    /// The signing keys of its books.
    pub keys: Arc<NodeKeys>,
    /// Photographs and papers that facts name.
    pub content: Content,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
}

/// The state of a running server.
pub struct Shared {
    pub node: Node,
    pub config: Config,
    pub live: Arc<Live>,
    pub meter: Meter,
    pub gates: Gates,
    pub directory: Arc<Directory>,
    /// Every holding, in memory.
    pub picture: Arc<hub::picture::Live>,
    /// Answers about the picture that still hold.
    pub kept: Kept,
    /// Everything idle that may be lent, in memory.
    pub idle: Arc<hub::idle::Idle>,
    pub hashing: Semaphore,
    /// Makes printed documents.
    pub press: Arc<Press>,
    /// Imports that run or ran.
    pub imports: crate::import::jobs::Jobs,
    /// What the weighbridges show.
    pub bridges: Bridges,
    /// Turns true once, when the server stops: long answers end then.
    pub stopping: watch::Receiver<bool>,
}

/// The handle that handlers receive.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl std::ops::Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// The state in front of this node. The store's commits are heard from here on, before anything is read, so that
    /// nothing falls between.
    pub async fn new(node: Node, config: Config, stopping: watch::Receiver<bool>) -> Result<Self, Fault> {
        let live = Arc::new(Live::new(node.clock.now()));
        let directory = Arc::new(Directory::new());
        let picture: Arc<std::sync::OnceLock<Arc<hub::picture::Live>>> = Arc::default();
        let idle: Arc<hub::idle::Idle> = Arc::default();
        let (heard, listed, seen, shelves) = (live.clone(), directory.clone(), picture.clone(), idle.clone());
        node.store.listen(Box::new(move |posted| {
            if posted.iter().any(|fact| &*fact.act == "organisation.register") {
                listed.touch();
            }
            posted.iter().for_each(|fact| shelves.touch(fact.book, &fact.act));
            if let Some(picture) = seen.get() {
                posted.iter().for_each(|fact| picture.touch(fact.book, &fact.act));
            }
            heard.committed(posted);
        }));
        let (store, packs, today) = (node.store.clone(), node.packs.clone(), node.clock.now().business_day());
        let load = move || hub::picture::Live::load(&store, &packs, today);
        let loaded = tokio::task::spawn_blocking(load)
            .await
            .map_err(|e| Fault::new(format!("the picture: {e}")))??;
        let picture = picture.get_or_init(|| Arc::new(loaded)).clone();
        let gates = Gates::new(&config.limits);
        let hashing = Semaphore::new(HASHING_MAX);
        let bridges = Bridges::new(&config.weighbridges);
        bridges.read(&node.clock, &stopping);
        Ok(Self(Arc::new(Shared {
            node,
            config,
            live,
            meter: Meter::default(),
            gates,
            directory,
            picture,
            kept: Kept::default(),
            idle,
            hashing,
            press: Arc::default(),
            imports: crate::import::jobs::Jobs::default(),
            bridges,
            stopping,
        })))
    }

    /// Runs an act in the next batch; the answer comes when it is durable or refused.
    pub async fn write<T: Send + 'static>(
        &self,
        home: i64,
        run: impl FnMut(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let (sender, receiver) = oneshot::channel();
        // A caller that went away loses only the answer: the act stays done, and its key finds it again.
        self.node.store.submit(home, run, move |outcome| drop(sender.send(outcome)));
        let gone = |_| Err(Stop::Fault(Fault::of(FaultKind::Retry, "the writer has stopped")));
        receiver.await.unwrap_or_else(gone)
    }

    /// Runs a reader on a snapshot, on a thread that may block.
    pub async fn read<T, E>(
        &self,
        run: impl FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let store = self.node.store.clone();
        let panicked = |e| Err(E::from(Fault::new(format!("a reader panicked: {e}"))));
        tokio::task::spawn_blocking(move || store.read(run)).await.unwrap_or_else(panicked)
    }

    /// Runs something slow (hashing, the gate) on a thread that may block.
    pub async fn blocking<T: Send + 'static>(
        &self,
        run: impl FnOnce() -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let panicked = |e| Err(Stop::Fault(Fault::new(format!("a task panicked: {e}"))));
        tokio::task::spawn_blocking(run).await.unwrap_or_else(panicked)
    }

    /// Every organisation.
    pub async fn organisations(&self) -> Result<Arc<Organisations>, Stop> {
        match self.directory.current() {
            Some(known) => Ok(known),
            None => self.reload().await,
        }
    }

    /// One organisation and its book.
    pub async fn organisation(&self, code: &OrgCode) -> Result<Option<Entry>, Stop> {
        if let Some(known) = self.organisations().await?.get(code) {
            return Ok(Some(known.clone()));
        }
        // Another server may have registered it.
        Ok(self.reload().await?.get(code).cloned())
    }

    async fn reload(&self) -> Result<Arc<Organisations>, Stop> {
        let (store, directory) = (self.node.store.clone(), self.directory.clone());
        self.blocking(move || Ok(directory.load(&store)?)).await
    }
}
