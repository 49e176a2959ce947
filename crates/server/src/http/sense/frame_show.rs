//! `GET /api/v1/positions/{code}/frame`: every reading of one frame, with what is known against single points.

use super::frame_list::KIND;
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::Instant;
use sense::{frame, layout};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which frame.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FrameAt {
    /// Code of the indicator; `grain_temperature` unless given.
    kind: Option<String>,
    /// The frame at this instant or the last before it, µs; the newest unless given.
    at: Option<i64>,
}

/// One frame. Readings are whole numbers of the indicator's steps.
#[derive(Serialize, ToSchema)]
pub struct FrameAnswer {
    position: String,
    kind: String,
    /// µs.
    at: i64,
    received: i64,
    rows: i64,
    columns: i64,
    layers: i64,
    low: i64,
    mean: i64,
    high: i64,
    /// Layer by layer from the top, each row by row.
    values: Vec<Option<i64>>,
    /// Outside temperature and humidity, then those above the grain, in tenths.
    air: Vec<Option<i64>>,
    marks: Vec<PointMark>,
}

/// Why a point is not believed.
#[derive(Serialize, ToSchema)]
pub struct PointMark {
    /// Place in `values`.
    point: usize,
    /// `missing`, `stuck`, `jump`, `out_of_range` or `cloned`.
    mark: String,
}

/// One frame of a position.
#[utoipa::path(get, path = "/api/v1/positions/{code}/frame", tag = "sense", operation_id = "frame", params(("code" = String, Path, description = "30 characters, LS/T 1714."), FrameAt),
    responses((status = 200, description = "The frame.", body = FrameAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(query): Query<FrameAt>,
) -> Result<Json<FrameAnswer>, Problem> {
    let entry = super::readable(&app, &principal, Some(&code)).await?;
    let kind = query.kind.unwrap_or_else(|| KIND.to_owned());
    let answer = app.read(move |read| {
        let row = layout::under(read, entry.book, &code)?.into_iter().find(|row| *row.kind == *kind);
        let row = row.filter(|row| row.position.as_str() == code).ok_or_else(Problem::not_found)?;
        let at = Instant(query.at.unwrap_or(i64::MAX));
        let frame = frame::newest(read, entry.book, row.stream, at)?.ok_or_else(Problem::not_found)?;
        let readings = frame.readings()?;
        let marks = frame
            .quality()
            .0
            .into_iter()
            .map(|(point, mark)| PointMark { point, mark: mark.code().to_owned() });
        Ok::<_, Problem>(FrameAnswer {
            position: code,
            kind,
            at: frame.at.0,
            received: frame.received.0,
            rows: readings.shape.rows,
            columns: readings.shape.columns,
            layers: readings.shape.layers,
            low: frame.low,
            mean: frame.mean,
            high: frame.high,
            values: readings.values,
            air: readings.air.to_vec(),
            marks: marks.collect(),
        })
    });
    Ok(Json(answer.await?))
}
