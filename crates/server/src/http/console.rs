//! The console's files, embedded from `web/dist` when the program is built. A node built without them still serves its API
//! and says so. Addresses the console makes up itself answer with its start page.

use super::problem::Problem;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Paths that are never the console's.
const NOT_CONSOLE: [&str; 5] = ["/api/", "/log/", "/healthz", "/readyz", "/metrics"];

/// Answers every address without an endpoint.
pub async fn file(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) || is_api(request.uri()) {
        return Problem::not_found().into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    match Files::get(path).filter(|_| !path.is_empty()) {
        Some(file) => answer(path, file, request.headers()),
        // A name with an extension is a file that is not there; anything else is a page of the console.
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            Problem::not_found().into_response()
        }
        None => match Files::get("index.html") {
            Some(file) => answer("index.html", file, request.headers()),
            None => Problem::not_found()
                .mend("本程序构建时没有带上界面", "This program was built without the console")
                .into_response(),
        },
    }
}

fn is_api(uri: &Uri) -> bool {
    NOT_CONSOLE.iter().any(|prefix| uri.path().starts_with(prefix))
}

fn answer(path: &str, file: rust_embed::EmbeddedFile, asked: &HeaderMap) -> Response {
    use base64::Engine;
    let tag = format!(
        "\"{}\"",
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&file.metadata.sha256_hash()[..12])
    );
    // Files under assets/ carry their hash in the name.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if known {
        return (axum::http::StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Ok(kind) = HeaderValue::from_str(file.metadata.mimetype()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    (headers, file.data.into_owned()).into_response()
}
