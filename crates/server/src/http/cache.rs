//! Validators: every JSON answer to a GET carries an ETag, and a caller that has it already is told so without the body.
//! It holds no copies. An answer that
//! brings a tag of its own keeps it.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Longest answer that is given a validator; answers are pages, so this is generous.
const VALIDATED_MAX: usize = 64 * 1024 * 1024;

/// The layer.
pub async fn validate(request: Request, next: Next) -> Response {
    let wanted = match *request.method() {
        Method::GET => Some(request.headers().get(header::IF_NONE_MATCH).cloned()),
        _ => None,
    };
    let response = next.run(request).await;
    match wanted {
        Some(known) if response.status() == StatusCode::OK && is_json(response.headers()) => {
            tagged(response, known).await
        }
        _ => response,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

async fn tagged(response: Response, known: Option<HeaderValue>) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, VALIDATED_MAX).await else {
        return super::problem::Problem::busy("an answer could not be gathered".to_owned()).into_response();
    };
    let tag = parts.headers.remove(header::ETAG).unwrap_or_else(|| tag(&bytes));
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    let fresh = known.is_some_and(|known| matches(&known, &tag));
    parts.headers.insert(header::ETAG, tag);
    if fresh {
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.status = StatusCode::NOT_MODIFIED;
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// A weak tag, because compression may change the bytes on the way.
pub fn tag(bytes: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(bytes);
    let mut text = String::with_capacity(36);
    text.push_str("W/\"");
    for byte in &digest[..16] {
        text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
    text.push('"');
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("W/\"\""))
}

fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    let plain = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| plain(one) == plain(tag))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_tag_is_known_in_any_of_its_spellings() {
        let ours = tag(b"{}");
        let text = ours.to_str().unwrap().to_owned();
        let strong = text.trim_start_matches("W/").to_owned();
        for (known, expected) in [
            (text.clone(), true),
            (strong, true),
            (format!("\"x\", {text}"), true),
            ("*".to_owned(), true),
            ("\"x\"".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(matches(&HeaderValue::from_str(&known).unwrap(), &ours), expected, "{known}");
        }
    }
}
