//! `GET /api/v1/stream`: server-sent events about books the caller may read. It carries no goods and no quantity: a watcher
//! that is told something asks for it.

use crate::app::App;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use crate::live::{Event, Kind};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use base::policy::{Action, Reach};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// A stream ends after this time; the browser opens it again and is thereby checked again.
const LONGEST: Duration = Duration::from_secs(600);
/// Between two signs of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// Events waiting for one slow watcher.
const WAITING: usize = 256;

/// Changes as they happen: events `fact`, `checkpoint`, `statement`, and `reload` when some could not be told.
#[utoipa::path(get, path = "/api/v1/stream", tag = "stream", operation_id = "stream",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event seen, to be told what was missed.")),
    responses((status = 200, description = "Server-sent events.", body = String, content_type = "text/event-stream"), ReadProblems))]
pub async fn changes(
    State(app): State<App>,
    principal: Principal,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reach = principal.reach(&app, Action::ReadBook);
    if app.live.watchers() >= app.config.limits.streams {
        return Err(Problem::busy("too many change streams".to_owned()));
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let (missed, receiver) = app.live.watch(last.as_deref());
    let (sender, events) = mpsc::channel(WAITING);
    tokio::spawn(forward(Watcher { app, principal, reach, sender }, missed, receiver));
    let stream = Sse::new(ReceiverStream::new(events)).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE));
    let mut response = stream.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// One who watches, and where their events go.
struct Watcher {
    app: App,
    principal: Principal,
    reach: Reach,
    sender: mpsc::Sender<Result<sse::Event, Infallible>>,
}

async fn forward(watcher: Watcher, missed: Option<Vec<Arc<Event>>>, mut receiver: Receiver<Arc<Event>>) {
    let mut stopping = watcher.app.stopping.clone();
    let told = async {
        match missed {
            Some(events) => {
                for event in &events {
                    watcher.tell(event).await?;
                }
            }
            None => watcher.reload().await?,
        }
        loop {
            match receiver.recv().await {
                Ok(event) => watcher.tell(&event).await?,
                Err(RecvError::Lagged(_)) => watcher.reload().await?,
                Err(RecvError::Closed) => return Some(()),
            }
        }
    };
    tokio::select! {
        _ = told => {} // the watcher left
        _ = tokio::time::sleep(LONGEST) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
}

impl Watcher {
    /// Tells an event if the watcher may know of it; `None` when the watcher has left.
    async fn tell(&self, event: &Event) -> Option<()> {
        if let Some(org) = &event.org {
            let entry = self.app.organisation(org).await.ok().flatten();
            if !entry.is_some_and(|entry| self.principal.reaches(&self.reach, &entry.organisation)) {
                return Some(());
            }
        }
        let told = sse::Event::default()
            .event(event.kind.name())
            .id(self.app.live.id(event.number))
            .data(&event.data);
        self.sender.send(Ok(told)).await.ok()
    }

    /// Tells that something could not be told.
    async fn reload(&self) -> Option<()> {
        self.sender.send(Ok(sse::Event::default().event(Kind::Reload.name()).data("{}"))).await.ok()
    }
}
