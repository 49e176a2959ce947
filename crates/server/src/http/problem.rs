//! The one error envelope: RFC 9457 problems in two languages. What the caller may know is in the body; what the operator
//! must know is logged once, by the envelope, under the same request id.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::term::fault::{Fault, FaultKind, Refusal, RefusalKind, Stop};
use serde::Serialize;
use std::any::Any;
use std::borrow::Cow;
use utoipa::ToSchema;

/// An answer other than success. It becomes a response without a body, which the envelope completes.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: Cow<'static, str>,
    detail_en: Cow<'static, str>,
    mend: &'static str,
    mend_en: &'static str,
    field: Cow<'static, str>,
    /// Seconds after which a retry makes sense.
    retry_after: Option<u32>,
    /// For the operator; never shown.
    fault: Option<String>,
}

/// The problem as sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `urn:inrs:problem:` and the code.
    r#type: String,
    title: &'static str,
    title_en: &'static str,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Stable, for programs: `noun.reason`.
    code: String,
    /// What was wrong.
    detail: String,
    detail_en: String,
    /// How to mend it; empty when nothing can be done.
    mend: &'static str,
    mend_en: &'static str,
    /// The fields at fault.
    errors: Vec<FieldError>,
    /// The id under which the operator finds this request in the log.
    request: String,
}

/// One field at fault.
#[derive(Serialize, ToSchema)]
pub struct FieldError {
    /// The field, as a JSON pointer without the leading slash.
    field: String,
    detail: String,
    detail_en: String,
}

/// What each status is called.
fn title(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => ("请求格式不对", "Malformed request"),
        StatusCode::UNAUTHORIZED => ("需要登录", "Log in first"),
        StatusCode::FORBIDDEN => ("没有权限", "Not permitted"),
        StatusCode::NOT_FOUND => ("没有找到", "Not found"),
        StatusCode::METHOD_NOT_ALLOWED => ("不支持这种请求方法", "Method not allowed"),
        StatusCode::CONFLICT => ("与账本现状不符", "The books do not allow it"),
        StatusCode::PAYLOAD_TOO_LARGE => ("请求内容过大", "Request too large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("请求内容须为 JSON", "The request must be JSON"),
        StatusCode::UNPROCESSABLE_ENTITY => ("内容不符合规则", "Not valid"),
        StatusCode::TOO_MANY_REQUESTS => ("请求过于频繁", "Too many requests"),
        StatusCode::SERVICE_UNAVAILABLE => ("暂时无法办理", "Temporarily unavailable"),
        _ => ("系统故障", "Server fault"),
    }
}

impl Problem {
    /// A problem with this status, code and text in both languages.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
        detail_en: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: code.into(),
            detail: detail.into(),
            detail_en: detail_en.into(),
            mend: "",
            mend_en: "",
            field: "".into(),
            retry_after: None,
            fault: None,
        }
    }

    /// The same problem, saying how to mend it.
    pub fn mend(self, mend: &'static str, mend_en: &'static str) -> Self {
        Self { mend, mend_en, ..self }
    }

    /// The same problem, naming the field at fault.
    pub fn at(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), ..self }
    }

    /// The same problem, saying when to come back.
    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The same problem under another code.
    pub fn coded(self, code: &'static str) -> Self {
        Self { code: code.into(), ..self }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What the operator must know, if this is a fault.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Something named in the path does not exist, or the caller may not know that it does.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "没有这个地址或这条记录",
            "there is no such address or record",
        )
    }

    /// The machine failed.
    fn failed(what: String) -> Self {
        let problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server.fault",
            "系统出现故障，已记录，办理没有生效",
            "the server failed; this is logged and nothing was done",
        );
        Self {
            fault: Some(what),
            ..problem.mend(
                "稍后用同一幂等键重试；仍不行请报告请求号",
                "Try again later with the same key; if it persists report the request id",
            )
        }
    }

    /// The machine is busy or stopping.
    pub fn busy(what: String) -> Self {
        let problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "server.busy",
            "系统正忙，没有在时限内办完",
            "the server is busy and did not finish in time",
        );
        let problem = problem.mend(
            "稍后用同一幂等键重试，不会重复入账",
            "Try again with the same key; it will not be booked twice",
        );
        Self { fault: Some(what), ..problem.retry_after(1) }
    }

    /// The complete response, under a request id.
    pub fn complete(self, request: &str) -> Response {
        let (title, title_en) = title(self.status);
        let errors = match self.field.is_empty() {
            true => Vec::new(),
            false => vec![FieldError {
                field: self.field.into_owned(),
                detail: self.detail.clone().into_owned(),
                detail_en: self.detail_en.clone().into_owned(),
            }],
        };
        let body = ProblemBody {
            r#type: format!("urn:inrs:problem:{}", self.code),
            title,
            title_en,
            status: self.status.as_u16(),
            code: self.code.into_owned(),
            detail: self.detail.into_owned(),
            detail_en: self.detail_en.into_owned(),
            mend: self.mend,
            mend_en: self.mend_en,
            errors,
            request: request.to_owned(),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        // Identity refuses strangers and ended sessions as forbidden; on the wire that is "log in first".
        let stranger = refusal.code.starts_with("session.") || refusal.code.starts_with("login.");
        let status = match refusal.kind {
            RefusalKind::Forbidden if stranger => StatusCode::UNAUTHORIZED,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Conflict => StatusCode::CONFLICT,
        };
        Self::new(status, refusal.code, refusal.zh, refusal.en)
            .mend(refusal.mend_zh, refusal.mend_en)
            .at(refusal.field)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault.kind {
            FaultKind::Conflict | FaultKind::Retry => Self::busy(fault.what),
            FaultKind::Duplicate | FaultKind::Operator => Self::failed(fault.what),
        }
    }
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => refusal.into(),
            Stop::Fault(fault) => fault.into(),
        }
    }
}

/// The answer to a known path under another method.
pub async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method",
        "这个地址不支持这种请求方法",
        "this address does not support this method",
    )
}

/// The answer when a handler panicked.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let what = what.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::failed(format!("a handler panicked: {what}")).into_response()
}

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident: $($status:literal $text:literal),* ;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
                use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
                [$(($status, $text)),*]
                    .map(|(status, text)| {
                        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
                        let response = ResponseBuilder::new().description(text).content("application/problem+json", content);
                        (status.to_owned(), response.build().into())
                    })
                    .into()
            }
        }
    )*};
}

answers! {
    /// How a public read may fail.
    PublicProblems:
        "400" "A parameter is malformed.",
        "404" "There is no such thing.",
        "422" "A code breaks a rule of form.",
        "429" "Too many requests; see Retry-After.",
        "500" "The server failed; report the request id.",
        "503" "The server is busy; try again.";
    /// How a read may fail.
    ReadProblems:
        "400" "A parameter is malformed.",
        "401" "Nobody is logged in.",
        "403" "The policies do not permit it.",
        "404" "There is no such thing, or the caller may not know it.",
        "422" "A code breaks a rule of form.",
        "429" "Too many requests; see Retry-After.",
        "500" "The server failed; report the request id.",
        "503" "The server is busy; try again.";
    /// How a write may fail.
    WriteProblems:
        "400" "The body or a parameter is malformed.",
        "401" "Nobody is logged in.",
        "403" "The policies, or a missing X-INRS-CSRF, do not permit it.",
        "404" "There is no such thing, or the caller may not know it.",
        "409" "The books do not allow it, or the key was used for another act.",
        "413" "The body is too large.",
        "415" "The body is not JSON.",
        "422" "The content breaks a rule.",
        "429" "Too many requests; see Retry-After.",
        "500" "The server failed and nothing was done; report the request id.",
        "503" "The server is busy; try again with the same key.";
}
