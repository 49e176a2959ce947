//! `GET /metrics`: Prometheus text. Counts and durations of requests and batches only; no business data, so no login.

use crate::app::App;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// Measurements for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "node", operation_id = "metrics", security(()),
    responses((status = 200, description = "Prometheus text format.", body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    let (batches, jobs) = app.node.store.counts();
    app.meter.set("inrs_store_batches_total", batches);
    app.meter.set("inrs_store_jobs_total", jobs);
    app.meter.gauge("inrs_stream_watchers", app.live.watchers());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.meter.render())
}
