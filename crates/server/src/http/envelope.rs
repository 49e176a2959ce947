//! The outermost layer: gives each request an id, a limit of time and a measurement, completes problems, logs faults once,
//! and sets the security headers. It never looks into a body.

use super::problem::Problem;
use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::time::Instant;

/// Carries the request id, in and out.
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest request id taken over from a caller.
const REQUEST_ID_MAX: usize = 64;

/// Set on every response. Styles are inline because the component library writes them at run time; scripts never are.
static SECURITY: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
             object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(self), microphone=()"),
    ),
];

/// Wraps every request.
pub async fn envelope(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(&app, &request);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".into(), |path| Arc::from(path.as_str()));
    let limit = app.config.limits.request;
    let mut response = match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy(format!("not answered within {limit:?}")).into_response(),
    };
    if let Some(problem) = problem_of(&mut response) {
        if let Some(fault) = problem.fault() {
            tracing::error!(request = %id.to_str().unwrap_or_default(), %method, %route, fault, "request failed");
        }
        let headers = std::mem::take(response.headers_mut());
        response = problem.complete(id.to_str().unwrap_or_default());
        for (name, value) in
            headers.iter().filter(|(name, _)| **name == header::SET_COOKIE || **name == header::ALLOW)
        {
            response.headers_mut().append(name, value.clone());
        }
    }
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID.clone(), id);
    for (name, value) in &SECURITY {
        headers.insert(name.clone(), value.clone());
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    app.meter.answered(method_name(&method), route, response.status().as_u16(), began.elapsed());
    response
}

/// The problem a response stands for: one a handler made, or the bare refusal of a layer below.
fn problem_of(response: &mut Response) -> Option<Problem> {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return Some(problem);
    }
    (response.status() == StatusCode::PAYLOAD_TOO_LARGE).then(super::body::too_large)
}

/// The caller's id when it is one, or a fresh one.
fn request_id(app: &App, request: &Request) -> HeaderValue {
    let given = request.headers().get(&REQUEST_ID).filter(|value| {
        let bytes = value.as_bytes();
        !bytes.is_empty()
            && bytes.len() <= REQUEST_ID_MAX
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    });
    given.cloned().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        app.node.chance.fill(&mut bytes);
        // sixteen hexadecimal digits are a header value
        HeaderValue::from_str(&format!("{:016x}", u64::from_be_bytes(bytes)))
            .unwrap_or(HeaderValue::from_static("0"))
    })
}

fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
