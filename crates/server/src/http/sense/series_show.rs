//! `GET /api/v1/series/{series}`: the figures of a series; for monthly prices also IFPA and ALPS of every month.

use super::series_list::SeriesQuery;
use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use brain::price::{Alps, Ifpa, Judged, alps, ifpa};
use brain::series::{Month, Series, Tick};
use sense::series;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A series with its figures.
#[derive(Serialize, ToSchema)]
pub struct SeriesAnswer {
    series: String,
    name: String,
    unit: String,
    tick: String,
    source: String,
    figures: Vec<Figure>,
}

/// One month or day. Indicators are in thousandths; null where the data do not suffice.
#[derive(Serialize, ToSchema)]
pub struct Figure {
    /// `YYYY-MM` or `YYYY-MM-DD`.
    tick: String,
    /// Millionths of the unit.
    value: i64,
    ifpa: Option<i64>,
    /// `alert`, `watch`, `normal` or `low`.
    ifpa_class: Option<String>,
    alps: Option<i64>,
    /// `crisis`, `alert`, `stress` or `normal`.
    alps_class: Option<String>,
}

/// One series.
#[utoipa::path(get, path = "/api/v1/series/{series}", tag = "sense", operation_id = "series", params(("series" = String, Path, description = "Its code."), SeriesQuery),
    responses((status = 200, description = "The series.", body = SeriesAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
    Query(query): Query<SeriesQuery>,
) -> Result<Json<SeriesAnswer>, Problem> {
    let entry = super::readable(&app, &principal, query.org.as_deref()).await?;
    let answer = app.read(move |read| {
        let row = series::all(read, entry.book)?.into_iter().find(|row| *row.series == *code);
        let row = row.ok_or_else(Problem::not_found)?;
        let points = series::figures(read, entry.book, &code)?;
        let judged = if &*row.tick == "month" && &*row.kind == "price" { monthly(&points) } else { None };
        let (by_ifpa, by_alps) = judged.map_or_else(Default::default, |series| {
            (verdicts(ifpa(&series, &Ifpa::default())), verdicts(alps(&series, &Alps::default())))
        });
        let figure = |point: series::PointRow| {
            let (one, other) = (by_ifpa.get(&*point.tick), by_alps.get(&*point.tick));
            Figure {
                ifpa: one.map(|v| v.0),
                ifpa_class: one.map(|v| v.1.clone()),
                alps: other.map(|v| v.0),
                alps_class: other.map(|v| v.1.clone()),
                tick: point.tick.to_string(),
                value: point.value,
            }
        };
        Ok::<_, Problem>(SeriesAnswer {
            series: row.series.to_string(),
            name: row.name.to_string(),
            unit: row.unit.to_string(),
            tick: row.tick.to_string(),
            source: row.source.to_string(),
            figures: points.into_iter().map(figure).collect(),
        })
    });
    Ok(Json(answer.await?))
}

/// The figures as the brain reads them: one value a month from first to last, none where none is known.
fn monthly(points: &[series::PointRow]) -> Option<Series<Month>> {
    let months: Option<Vec<(Month, i64)>> =
        points.iter().map(|p| Some((Month::parse(&p.tick)?, p.value))).collect();
    let months = months?;
    let (first, last) = (months.first()?.0, months.last()?.0);
    let mut values = vec![None; last.steps_since(first)? + 1];
    for (month, value) in months {
        values[month.steps_since(first)?] = Some(value as f64 / 1e6);
    }
    Some(Series::new(first, values))
}

/// Indicator in thousandths and class, by month.
fn verdicts(judged: Vec<Judged>) -> BTreeMap<String, (i64, String)> {
    let one = |judged: Judged| {
        let verdict = judged.verdict?;
        Some((
            judged.month.to_string(),
            ((verdict.indicator * 1000.0).round() as i64, verdict.class.code().to_owned()),
        ))
    };
    judged.into_iter().filter_map(one).collect()
}
