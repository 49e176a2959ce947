//! Starting and stopping a server. Stopping lets requests under way finish, ends change streams, signs what waits, and
//! leaves the store to its owner.

use crate::app::{App, Node};
use crate::config::Config;
use crate::{http, task};
use base::term::fault::Fault;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Longest wait for requests under way when stopping.
const GRACE: Duration = Duration::from_secs(10);

/// A server that answers.
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    keeping: JoinHandle<()>,
}

impl Running {
    /// Starts a server in front of a node, inside the present tokio runtime.
    pub async fn start(node: Node, config: Config) -> Result<Self, Fault> {
        let bound = |e: std::io::Error| Fault::new(format!("cannot listen on {}: {e}", config.listen));
        let listener = tokio::net::TcpListener::bind(config.listen).await.map_err(bound)?;
        let address = listener.local_addr().map_err(bound)?;
        let (stop, stopping) = watch::channel(false);
        let app = App::new(node, config, stopping.clone()).await?;
        let router = http::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let mut told = stopping;
        let serve = axum::serve(listener, router)
            .with_graceful_shutdown(async move { drop(told.wait_for(|stop| *stop).await) });
        let serving = tokio::spawn(async move { serve.await });
        let keeping = tokio::spawn(task::keep(app));
        Ok(Self { address, stop, serving, keeping })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops: no new requests, those under way finish or are cut off after ten seconds.
    pub async fn stop(self) {
        let _ = self.stop.send(true); // refused only when nobody listens any more
        let ended = async { (self.serving.await, self.keeping.await) };
        match tokio::time::timeout(GRACE, ended).await {
            Ok((Ok(Ok(())), Ok(()))) => {}
            Ok(other) => tracing::error!(?other, "the server did not end well"),
            Err(_) => tracing::warn!("requests were still under way after ten seconds and were cut off"),
        }
    }
}

/// Serves until the process is told to stop (interrupt or terminate). Blocks the calling thread; `started` is called with
/// the address once requests are answered.
pub fn run(node: Node, config: Config, started: impl FnOnce(SocketAddr)) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("server")
        .build()
        .map_err(|e| Fault::new(format!("no runtime: {e}")))?;
    // The node is dropped here, after the runtime: a database connection may not be closed on an async thread.
    let served = runtime.block_on(async {
        let running = Running::start(node.clone(), config).await?;
        started(running.address());
        told_to_stop().await?;
        running.stop().await;
        Ok(())
    });
    runtime.shutdown_timeout(GRACE);
    drop(node);
    served
}

async fn told_to_stop() -> Result<(), Fault> {
    use tokio::signal::unix::{SignalKind, signal};
    let io = |e: std::io::Error| Fault::new(format!("signals: {e}"));
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt()).map_err(io)?, signal(SignalKind::terminate()).map_err(io)?);
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    Ok(())
}
