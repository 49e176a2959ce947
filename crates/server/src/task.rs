//! What the server does unasked: keep the picture current, sign the heads of books that moved, fold the meters, forget idle
//! callers. A round that fails is logged and tried again in the next.

use crate::app::App;
use base::ledger;
use base::term::fault::Stop;
use base::term::{BookId, OrgCode};
use hub::statement;
use std::time::Duration;

/// Heads signed in one write job: some 0.3 ms each, and acts wait meanwhile.
const SIGNED_AT_ONCE: usize = 32;
/// How far the picture may be behind.
const TICK: Duration = Duration::from_millis(250);
const TICKS_A_SECOND: u64 = 4;
/// Seconds between two sweeps of idle callers.
const SWEEP_SECONDS: u64 = 60;

/// Runs until the server stops.
pub async fn keep(app: App) {
    let mut stopping = app.stopping.clone();
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    remember_unsigned(&app).await;
    for round in 0_u64.. {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => break,
        }
        refresh(&app).await;
        if round % TICKS_A_SECOND == 0 {
            sign(&app).await;
            newest_statement(&app).await;
        }
        if round % (TICKS_A_SECOND * SWEEP_SECONDS) == 0 {
            app.meter.fold();
            app.gates.forget_idle();
        }
    }
    sign(&app).await;
}

/// Finds heads that an earlier run left unsigned.
async fn remember_unsigned(app: &App) {
    match app.read(ledger::unsigned).await {
        Ok(books) => app.live.wants_signature(books),
        Err(fault) => tracing::error!(%fault, "cannot tell which heads are unsigned"),
    }
}

/// Takes what changed into the picture.
async fn refresh(app: &App) {
    let (store, picture, today) = (app.node.store.clone(), app.picture.clone(), app.node.clock.now().business_day());
    if let Err(stop) = app.blocking(move || Ok(picture.refresh(&store, today)?)).await {
        tracing::error!(%stop, "the picture is behind; tried again at once");
    }
}

/// Learns of a statement made here or by another server.
async fn newest_statement(app: &App) {
    match app.read(statement::newest).await {
        Ok(Some(at)) => app.live.stated(at),
        Ok(None) => {}
        Err(fault) => tracing::error!(%fault, "cannot tell the newest statement"),
    }
}

/// Signs every head that waits.
async fn sign(app: &App) {
    loop {
        let batch = app.live.take_unsigned(SIGNED_AT_ONCE);
        if batch.is_empty() {
            return;
        }
        match sign_these(app, &batch).await {
            Ok(_) => app.live.signed(app.node.clock.now(), batch.into_iter().map(|(_, org)| org)),
            Err(stop) => {
                tracing::error!(%stop, books = batch.len(), "checkpoints not signed; tried again in a second");
                app.live.wants_signature(batch);
                return;
            }
        }
    }
}

async fn sign_these(app: &App, batch: &[(BookId, OrgCode)]) -> Result<usize, Stop> {
    let books: Vec<BookId> = batch.iter().map(|(book, _)| *book).collect();
    let (keys, clock) = (app.node.keys.clone(), app.node.clock.clone());
    let home = books.first().map_or(0, |book| book.0);
    app.write(home, move |tx| ledger::sign_checkpoints(tx, &keys, clock.now(), &books)).await
}
