//! `GET /api/v1/relief/goods`: dated goods by their last day or by the day they are to be inspected, the most pressing first.

use super::{readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use crate::http::stock::holding::Holding;
use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::movement;
use stock::relief::watch::{Standing, Watched, watch};
use utoipa::{IntoParams, ToSchema};

/// Holdings looked through; an organisation has a few thousand.
const HOLDINGS_MAX: i64 = 100_000;

/// Which goods, in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WatchQuery {
    /// Code of an organisation, site, warehouse, bay or position; the caller's own organisation unless given.
    scope: Option<String>,
    /// The clock they are sorted by; their life unless given.
    #[param(inline)]
    clock: Option<Clock>,
    /// Only what presses: past or near its last day or undated, or to be inspected within thirty days.
    pressing: Option<bool>,
}

/// A clock of dated goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Days of life left.
    Life,
    /// Days until the next inspection.
    Inspection,
}

/// Days before an inspection at which it presses.
const SOON_DAYS: i64 = 30;

/// A holding with its clocks.
#[derive(Serialize, ToSchema)]
pub struct WatchedAnswer {
    #[serde(flatten)]
    holding: Holding,
    /// `over`, `ending`, `undated` or `sound`.
    standing: String,
    /// Share of life, percent, at which the pack warns and which is reached.
    ending_percent: Option<i64>,
    /// Days of life left; below zero is past it.
    days_left: Option<i64>,
    /// Day by which it is to be inspected.
    due_on: Option<String>,
    /// Days until then; below zero is overdue.
    due_days: Option<i64>,
    /// Days between two inspections, by the pack.
    interval_days: Option<i64>,
}

impl WatchedAnswer {
    fn of(watched: Watched, packs: &Catalogue, today: Date) -> Self {
        let due_days = due_days(&watched, today);
        let Watched { lot, position, balance, standing, days_left, due_on, interval_days } = watched;
        let ending_percent = match standing {
            Standing::Ending(percent) => Some(percent),
            _ => None,
        };
        Self {
            holding: Holding::of(&(lot, position, balance), packs),
            standing: standing.code().to_owned(),
            ending_percent,
            days_left,
            due_on: due_on.map(|day| day.to_string()),
            due_days,
            interval_days,
        }
    }
}

fn due_days(watched: &Watched, today: Date) -> Option<i64> {
    let number = base::term::time::number_of_day;
    watched.due_on.map(|day| number(day) - number(today))
}

/// Dated goods, the most pressing first.
#[utoipa::path(get, path = "/api/v1/relief/goods", tag = "relief", operation_id = "relief_goods", params(WatchQuery, Page),
    responses((status = 200, description = "Goods with their clocks.", body = List<WatchedAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<WatchQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<WatchedAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.scope.as_deref()).await?;
    let scope = query.scope.unwrap_or_else(|| entry.organisation.code.to_string());
    let (packs, today, clock) = (app.node.packs.clone(), today(&app), query.clock.unwrap_or(Clock::Life));
    let pressing = query.pressing.unwrap_or(false);
    let read_packs = packs.clone();
    let found = app.read(move |read| {
        let rows = movement::store::stock(read, &scope, ("", ""), HOLDINGS_MAX)?;
        let watched = rows.into_iter().filter_map(|row| watch(row, &read_packs, today));
        let presses = |w: &Watched| match clock {
            Clock::Life => w.standing != Standing::Sound,
            Clock::Inspection => due_days(w, today).is_some_and(|days| days <= SOON_DAYS),
        };
        let mut rows: Vec<Watched> = watched.filter(|w| !pressing || presses(w)).collect();
        rows.sort_by_key(|w| match clock {
            // Undated goods come first: nobody knows how long they keep.
            Clock::Life => w.days_left.unwrap_or(i64::MIN),
            Clock::Inspection => due_days(w, today).unwrap_or(i64::MAX),
        });
        Ok::<_, Problem>(rows)
    });
    let rows: Vec<_> = found.await?.into_iter().enumerate().collect();
    Ok(Json(page.cut(
        rows,
        |(at, _)| format!("{at:08}"),
        |(_, row)| WatchedAnswer::of(row, &packs, today),
    )?))
}
