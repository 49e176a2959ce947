//! What the server does unasked: keep the picture current, sign the heads of books that moved, fold the meters, forget idle
//! callers. A round that fails is logged and tried again in the next.

use crate::app::App;
use base::ctx::{Actor, Ctx};
use base::ledger;
use base::term::fault::Stop;
use base::term::time::SECOND;
use base::term::{BookId, Instant, OrgCode, UserId};
use hub::{statement, watch};
use sense::seal;
use std::time::Duration;
use stock::property::occasion;
use stock::property::store::occasions_due;

/// Heads signed in one write job: some 0.3 ms each, and acts wait meanwhile.
const SIGNED_AT_ONCE: usize = 32;
/// How far the picture may be behind.
const TICK: Duration = Duration::from_millis(250);
const TICKS_A_SECOND: u64 = 4;
/// Who makes the statement of the day: nobody at a screen.
const CLOSER: &str = "system";
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
        watch(&app).await;
        if round % TICKS_A_SECOND == 0 {
            sign(&app).await;
            newest_statement(&app).await;
            close_day(&app).await;
            end_occasions(&app).await;
        }
        if round % (TICKS_A_SECOND * SWEEP_SECONDS) == 0 {
            app.meter.fold();
            app.gates.forget_idle();
            seal_hours(&app).await;
            find_silence(&app).await;
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
    let (store, picture, today) =
        (app.node.store.clone(), app.picture.clone(), app.node.clock.now().business_day());
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

/// Makes the statement of the day once its minute has come. Done once a day, also by several servers: they share the key.
async fn close_day(app: &App) {
    let (now, node) = (app.node.clock.now(), app.node.gate.node().clone());
    let today = now.business_day();
    let Some(minute) = app.config.daily_close else { return };
    let close = Instant(Instant::start_of(today).0 + minute * 60 * SECOND);
    if now < close || app.live.statement().is_some_and(|newest| newest >= close) {
        return;
    }
    let Some(ctx) = own(app, &format!("daily-close-{today}")) else { return };
    let (store, keys) = (app.node.store.clone(), app.node.keys.clone());
    let done = app.blocking(move || statement::make(&store, &keys, &node.name, &ctx, node.book)).await;
    match done {
        Ok(done) => tracing::info!(statement = ?done.created, "the day is closed"),
        Err(stop) => tracing::error!(%stop, "the day is not closed; tried again in a second"),
    }
}

/// Judges what arrived.
async fn watch(app: &App) {
    let Some(ctx) = own(app, "watch") else { return };
    let store = app.node.store.clone();
    match app.blocking(move || watch::round(&store, &ctx)).await {
        Ok(round) if round.frames > 0 => tracing::debug!(round.frames, round.facts, "frames judged"),
        Ok(_) => {}
        Err(stop) => tracing::error!(%stop, "frames are not judged; tried again at once"),
    }
}

/// Raises an alert where devices have fallen silent.
async fn find_silence(app: &App) {
    let Some(ctx) = own(app, "silence") else { return };
    let store = app.node.store.clone();
    if let Err(stop) = app.blocking(move || watch::silence(&store, &ctx)).await {
        tracing::error!(%stop, "silent devices are not found; tried again in a minute");
    }
}

/// Seals the hours of readings that are over.
async fn seal_hours(app: &App) {
    let now = app.node.clock.now();
    let due = match app.read(move |read| seal::due(read, now)).await {
        Ok(due) => due,
        Err(fault) => return tracing::error!(%fault, "cannot tell which hours are to be sealed"),
    };
    for (book, since) in due {
        let Some(ctx) = own(app, &format!("seal-{}", since.0)) else { return };
        if let Err(stop) = app.write(book.0, move |tx| seal::seal(tx, &ctx, book, since)).await {
            tracing::error!(%stop, "an hour is not sealed; tried again in a minute");
        }
    }
}

/// The surroundings of what the server does by itself.
fn own(app: &App, key: &str) -> Option<Ctx> {
    Some(Ctx {
        actor: Actor { user: UserId::parse(CLOSER).ok()?, org: app.node.gate.node().org.clone() },
        clock: app.node.clock.clone(),
        chance: app.node.chance.clone(),
        key: key.into(),
        request: 0,
    })
}

/// Ends temporary bodies and events whose last day is here, which calls back what was lent to them. Asked once a second and
/// done once: the key is the occasion's own.
async fn end_occasions(app: &App) {
    let today = app.node.clock.now().business_day();
    let due = match app.read(move |read| occasions_due(read, today)).await {
        Ok(due) => due,
        Err(fault) => return tracing::error!(%fault, "cannot tell which events are over"),
    };
    let Ok(user) = UserId::parse(CLOSER) else { return };
    for row in due {
        let ctx = Ctx {
            actor: Actor { user: user.clone(), org: app.node.gate.node().org.clone() },
            clock: app.node.clock.clone(),
            chance: app.node.chance.clone(),
            key: format!("occasion-end-{}-{}", row.occasion, row.ends_on).into(),
            request: 0,
        };
        let (book, occasion) = (row.book_id, row.occasion.clone());
        let done = app.write(book.0, move |tx| occasion::end(tx, &ctx, book, &occasion)).await;
        match done {
            Ok(_) => {
                tracing::info!(occasion = %row.occasion, "an event is over; what was lent to it is called back")
            }
            Err(stop) => tracing::error!(%stop, occasion = %row.occasion, "an event is not ended"),
        }
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
