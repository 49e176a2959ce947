//! Numbers about the server for Prometheus. One recorder per server, not per process, so that two servers in one process
//! do not mix; nothing here knows what an endpoint does.

use metrics::{Counter, Histogram, Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// Upper bounds of the latency buckets in seconds.
const BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
const METADATA: Metadata<'static> = Metadata::new("server", Level::INFO, None);

/// One series: a route by method and status.
type Series = (&'static str, Arc<str>, u16);

/// The recorder with the handles of series already seen, so that a request costs one look-up.
pub struct Meter {
    recorder: PrometheusRecorder,
    seen: RwLock<HashMap<Series, (Counter, Histogram)>>,
}

impl Default for Meter {
    fn default() -> Self {
        // refused only for an empty list of bounds
        let builder = PrometheusBuilder::new().set_buckets(&BOUNDS).expect("bounds are given");
        Self { recorder: builder.build_recorder(), seen: RwLock::default() }
    }
}

impl Meter {
    /// One request answered. The route is the pattern, not the path, so the number of series is bounded.
    pub fn answered(&self, method: &'static str, route: Arc<str>, status: u16, took: Duration) {
        let series = (method, route, status);
        let known = self.seen.read().unwrap_or_else(PoisonError::into_inner).get(&series).cloned();
        let (count, time) = known.unwrap_or_else(|| self.register(series));
        count.increment(1);
        time.record(took.as_secs_f64());
    }

    fn register(&self, series: Series) -> (Counter, Histogram) {
        let labels = vec![
            Label::new("method", series.0),
            Label::new("route", series.1.to_string()),
            Label::new("status", series.2.to_string()),
        ];
        let count = Key::from_parts("inrs_http_requests_total", labels.clone());
        let time = Key::from_parts("inrs_http_request_seconds", labels);
        let handles = (
            self.recorder.register_counter(&count, &METADATA),
            self.recorder.register_histogram(&time, &METADATA),
        );
        self.seen.write().unwrap_or_else(PoisonError::into_inner).insert(series, handles.clone());
        handles
    }

    /// Sets a number that is read elsewhere when somebody asks.
    pub fn set(&self, name: &'static str, value: u64) {
        self.recorder.register_counter(&Key::from_static_name(name), &METADATA).absolute(value);
    }

    /// Sets a number that also falls.
    pub fn gauge(&self, name: &'static str, value: usize) {
        self.recorder.register_gauge(&Key::from_static_name(name), &METADATA).set(value as f64);
    }

    /// Everything in the Prometheus text format.
    pub fn render(&self) -> String {
        self.recorder.handle().render()
    }

    /// Folds the samples since the last call into the buckets: memory stays bounded when nobody scrapes.
    pub fn fold(&self) {
        self.recorder.handle().run_upkeep();
    }
}
