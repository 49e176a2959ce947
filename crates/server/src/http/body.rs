//! Reading requests: bodies, parameters and path parts as typed values, every failure a problem. It checks form only; what
//! the values mean is the domain's to judge.

use super::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// A JSON body.
pub struct Body<T> {
    /// What it says.
    pub value: T,
    /// First eight bytes of the SHA-256 of path and body: tells a retry from a key used twice.
    pub digest: i64,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "body.kind",
                "请求内容须为 application/json",
                "the body must be application/json",
            ));
        }
        let path = request.uri().path().to_owned();
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => too_large(),
                _ => malformed("body.cut", "请求内容没有收全", "the body did not arrive whole"),
            })?;
        if bytes.windows(6).any(|six| six == b"\\u0000") {
            return Err(nul());
        }
        let value = serde_json::from_slice(&bytes).map_err(|e| {
            let (zh, en) =
                (format!("请求内容不合格式：{e}"), format!("the body does not have the right form: {e}"));
            malformed("body.form", zh, en)
        })?;
        Ok(Self { value, digest: digest(&path, &bytes) })
    }
}

fn digest(path: &str, body: &[u8]) -> i64 {
    let whole = Sha256::new().chain_update(path).chain_update([0]).chain_update(body).finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&whole[..8]);
    i64::from_be_bytes(first)
}

/// A text never holds a NUL: no database keeps it.
fn nul() -> Problem {
    malformed("text.nul", "文字中不得含空字符 (U+0000)", "a text may not hold the character U+0000")
}

fn check_nul(parts: &Parts) -> Result<(), Problem> {
    let escaped = parts.uri.path_and_query().is_some_and(|text| text.as_str().contains("%00"));
    if escaped { Err(nul()) } else { Ok(()) }
}

/// The problem of a body beyond the limit.
pub fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body.too_large",
        "请求内容超过上限",
        "the body is larger than the limit",
    )
    .mend("分成几次办理", "Split it into several requests")
}

fn malformed(
    code: &'static str,
    zh: impl Into<std::borrow::Cow<'static, str>>,
    en: impl Into<std::borrow::Cow<'static, str>>,
) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, code, zh, en)
}

/// Parameters after the question mark.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        check_nul(parts)?;
        let read: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|e| {
            let text = e.body_text();
            malformed(
                "query.form",
                format!("参数不合格式：{text}"),
                format!("a parameter does not have the right form: {text}"),
            )
        })
    }
}

/// Parts of the path.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        check_nul(parts)?;
        let read: Result<axum::extract::Path<T>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|e| {
            let text = e.body_text();
            malformed(
                "path.form",
                format!("地址不合格式：{text}"),
                format!("the address does not have the right form: {text}"),
            )
        })
    }
}
