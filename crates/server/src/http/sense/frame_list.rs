//! `GET /api/v1/positions/{code}/frames`: the frames of a position over a span of time, in summary, or one point's history.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::{Fault, Instant};
use sense::{frame, layout};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which frames.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FrameQuery {
    /// Code of the indicator; `grain_temperature` unless given.
    kind: Option<String>,
    /// First instant, µs.
    since: Option<i64>,
    /// First instant after, µs.
    until: Option<i64>,
    /// Also the reading of this point: its place in the order of the layout, from 0.
    point: Option<usize>,
}

/// A frame in summary. Readings are whole numbers of the indicator's steps.
#[derive(Serialize, ToSchema)]
pub struct FrameHead {
    /// µs.
    at: i64,
    low: i64,
    mean: i64,
    high: i64,
    points: i64,
    missing: i64,
    /// Points marked as not believed.
    marked: usize,
    /// The reading of the point asked for.
    value: Option<i64>,
}

/// The kind of frame asked for, unless another is named.
pub const KIND: &str = "grain_temperature";

/// Frames of a position, oldest first; up to 8,800: a year of hourly scans.
#[utoipa::path(get, path = "/api/v1/positions/{code}/frames", tag = "sense", operation_id = "frames", params(("code" = String, Path, description = "30 characters, LS/T 1714."), FrameQuery),
    responses((status = 200, description = "Frames.", body = List<FrameHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(query): Query<FrameQuery>,
) -> Result<Json<List<FrameHead>>, Problem> {
    let entry = super::readable(&app, &principal, Some(&code)).await?;
    let kind = query.kind.unwrap_or_else(|| KIND.to_owned());
    let answer = app.read(move |read| {
        let row = layout::under(read, entry.book, &code)?.into_iter().find(|row| *row.kind == *kind);
        let row = row.filter(|row| row.position.as_str() == code).ok_or_else(Problem::not_found)?;
        let (since, until) =
            (Instant(query.since.unwrap_or(i64::MIN)), Instant(query.until.unwrap_or(i64::MAX)));
        let frames = frame::range(read, entry.book, row.stream, since, until)?;
        let head = |frame: frame::FrameRow| {
            let value = match query.point {
                Some(point) => frame.readings()?.values.get(point).copied().flatten(),
                None => None,
            };
            let marked = frame.quality().0.len();
            Ok(FrameHead {
                at: frame.at.0,
                low: frame.low,
                mean: frame.mean,
                high: frame.high,
                points: frame.points,
                missing: frame.missing,
                marked,
                value,
            })
        };
        let heads = frames.into_iter().map(head).collect::<Result<Vec<_>, Fault>>()?;
        Ok::<_, Problem>(List::whole(heads))
    });
    Ok(Json(answer.await?))
}
