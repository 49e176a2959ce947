//! `POST /api/v1/sense/frames`: scans as lines of JSON, from a device with its key or from a person. What is answered as kept is durable.

use super::line;
use crate::app::App;
use crate::http::body;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use base::identity::{Purpose, Secret};
use base::policy::Action;
use base::term::BookId;
use sense::device::{self, DeviceRow};
use sense::frame::{self, BATCH_MAX, BY_HAND};
use sense::scan::Scan;
use serde::Serialize;
use utoipa::ToSchema;

/// Bytes of one batch: some 2,000 scans of 300 points.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Refused lines that are told one by one.
const TOLD_MAX: usize = 100;

/// Who sends.
pub enum Sender {
    Device(DeviceRow),
    Person(Principal),
}

impl FromRequestParts<App> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|text| text.to_str().ok());
        let bearer = bearer.and_then(|text| text.split_once(' ')).map_or("", |(_, secret)| secret.trim());
        let Some(key) = Secret::parse(Purpose::Device, bearer) else {
            return Principal::from_request_parts(parts, app).await.map(Self::Person);
        };
        let found = app.read(move |read| device::by_key(read, &key.digest())).await?;
        let unknown = || {
            Problem::new(
                StatusCode::UNAUTHORIZED,
                "device.key",
                "设备密钥无效或已停用",
                "this is not the key of a device in use",
            )
        };
        found.map(Self::Device).ok_or_else(unknown)
    }
}

/// The lines of a request.
pub struct Lines(axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Lines {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        axum::body::to_bytes(request.into_body(), BYTES_MAX).await.map(Self).map_err(|_| body::too_large())
    }
}

/// What became of a batch.
#[derive(Serialize, ToSchema, Default)]
pub struct FramesTaken {
    /// Kept now.
    accepted: u64,
    /// Kept before, the same.
    repeated: u64,
    /// Not kept.
    refused: u64,
    /// The first 100 lines that were not kept.
    problems: Vec<LineProblem>,
}

/// A line that was not kept.
#[derive(Serialize, ToSchema)]
pub struct LineProblem {
    /// Counted from 1.
    line: usize,
    /// `frame.form`, or a refusal of docs/spec/sense.md.
    code: String,
    zh: String,
    en: String,
}

/// Keep scans. One JSON object a line, up to 2,000 lines and 8 MiB; each is kept or refused by itself (docs/spec/sense.md). The bearer is the
/// key of a device, which sends for its own organisation only, or a person or token that may enter readings.
#[utoipa::path(post, path = "/api/v1/sense/frames", tag = "sense", operation_id = "frames_take",
    request_body(content = String, content_type = "application/x-ndjson", description = "One scan a line."),
    responses((status = 200, description = "What became of the lines.", body = FramesTaken), WriteProblems))]
pub async fn take(
    State(app): State<App>,
    sender: Sender,
    Lines(bytes): Lines,
) -> Result<Json<FramesTaken>, Problem> {
    let (book, device) = match sender {
        Sender::Device(row) => (row.book_id, Some(row)),
        Sender::Person(principal) => {
            let org = principal.caller.org.clone();
            (principal.may_to(&app, Action::FrameEnter, &org, Goods::Held).await?.book, None)
        }
    };
    Ok(Json(keep(&app, book, device, &String::from_utf8_lossy(&bytes)).await?))
}

/// Keeps the scans of these lines in a book and notes the device's health.
async fn keep(
    app: &App,
    book: BookId,
    device: Option<DeviceRow>,
    text: &str,
) -> Result<FramesTaken, Problem> {
    let mut answer = FramesTaken::default();
    let (mut scans, mut numbers): (Vec<Scan>, Vec<usize>) = (Vec::new(), Vec::new());
    for (number, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        if scans.len() == BATCH_MAX {
            return Err(body::too_large());
        }
        match line::read(text) {
            Ok(scan) => {
                scans.push(scan);
                numbers.push(number + 1);
            }
            Err(told) => answer.refuse(number + 1, "frame.form", &format!("不合格式：{told}"), &told),
        }
    }
    let (now, newest) = (app.node.clock.now(), scans.iter().map(|scan| scan.at).max());
    let number = device.as_ref().map_or(BY_HAND, |device| device.n);
    let taken = app
        .write(book.0, move |tx| {
            let taken = frame::take(tx, now, book, number, &scans)?;
            if let Some(device) = &device {
                device::heard(tx, now, device, &taken, newest)?;
            }
            Ok(taken)
        })
        .await?;
    answer.accepted = taken.accepted;
    answer.repeated = taken.repeated;
    for (at, refusal) in taken.refused {
        let (zh, en) = refusal.words();
        answer.refuse(numbers[at], refusal.code(), zh, en);
    }
    answer.problems.sort_by_key(|problem| problem.line);
    Ok(answer)
}

impl FramesTaken {
    fn refuse(&mut self, line: usize, code: &str, zh: &str, en: &str) {
        self.refused += 1;
        if self.problems.len() < TOLD_MAX {
            self.problems.push(LineProblem {
                line,
                code: code.to_owned(),
                zh: zh.to_owned(),
                en: en.to_owned(),
            });
        }
    }
}
