//! `GET /api/v1/trips`: trucks at a depot, and where each stands.

use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::store::Read;
use base::term::{BookId, Fault};
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use stock::notice::{self, NoticeRow};
use stock::trip::store::{Filter, trips};
use stock::trip::{State as Stand, Step, TripRow, next};
use utoipa::{IntoParams, ToSchema};

/// Which trips.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TripQuery {
    /// Code of an organisation or site; the caller's own organisation unless given.
    org: Option<String>,
    /// `inside` for those that have not left, or a state.
    status: Option<String>,
    notice: Option<String>,
    plate: Option<String>,
    /// Day of registration, `YYYY-MM-DD`.
    day: Option<String>,
}

/// A trip. Weights in kilograms, quantities in thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct TripAnswer {
    pub code: String,
    pub notice: String,
    pub site: String,
    /// `in` or `out`.
    pub direction: String,
    pub plate: String,
    /// Day of the queue, and the number in it.
    pub queue_day: String,
    pub queue: i64,
    pub item: String,
    pub item_name: String,
    pub item_name_en: String,
    pub unit: String,
    pub counterpart: String,
    pub status: String,
    pub status_name: String,
    pub status_name_en: String,
    /// Acts that are due now.
    pub due: Vec<String>,
    /// µs.
    pub registered_at: i64,
    pub moved_at: i64,
    pub gross: Option<i64>,
    pub tare: Option<i64>,
    pub net: Option<i64>,
    pub position: Option<String>,
    pub lot: Option<String>,
    /// Quantity paid for, and its value in fen.
    pub settled: Option<i64>,
    pub amount: Option<i64>,
    /// Index of the receipt or issue; its voucher has this number.
    pub movement: Option<i64>,
    pub doubts: Vec<DoubtAnswer>,
    /// Why it was refused or left unweighed.
    pub reason: Option<String>,
}

/// Something to look at.
#[derive(Serialize, ToSchema)]
pub struct DoubtAnswer {
    code: String,
    pub name: String,
    name_en: String,
}

/// Trips, newest first.
#[utoipa::path(get, path = "/api/v1/trips", tag = "stock", operation_id = "trips", params(TripQuery, Page),
    responses((status = 200, description = "Trips.", body = List<TripAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<TripQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<TripAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let filter = Filter {
        site: query.org.filter(|org| org.len() > 18).unwrap_or_default(),
        notice: query.notice.unwrap_or_default(),
        plate: query.plate.and_then(|plate| stock::trip::plate_of(&plate).ok()).unwrap_or_default(),
        state: query.status.unwrap_or_default(),
        day: query.day.and_then(|day| day.parse().ok()),
    };
    let packs = app.node.packs.clone();
    let list = app.read(move |read| {
        let rows = trips(read, entry.book, &filter, super::before(&after), limit + 1)?;
        let notices = notices(read, entry.book, &rows)?;
        let key = |row: &TripRow| format!("{} {}", row.registered_at.0, row.trip);
        Ok::<_, Problem>(List::of(rows, limit, key, |row| {
            told(&row, notices.get(row.notice.as_str()), &packs)
        }))
    });
    Ok(Json(list.await?))
}

/// The notices of trips, each read once.
pub fn notices(
    read: &mut Read<'_>,
    book: BookId,
    rows: &[TripRow],
) -> Result<HashMap<String, NoticeRow>, Fault> {
    let mut found = HashMap::new();
    for row in rows {
        if !found.contains_key(row.notice.as_str())
            && let Some(notice) = notice::store::notice(read, book, &row.notice)?
        {
            found.insert(row.notice.to_string(), notice);
        }
    }
    Ok(found)
}

/// A trip as it is shown.
pub fn told(row: &TripRow, notice: Option<&NoticeRow>, packs: &Catalogue) -> TripAnswer {
    let item = notice.map_or("", |notice| &notice.item);
    let name = label::item(packs, item);
    let state = Stand::from_code(&row.state);
    let (zh, en) = state.map_or(("", ""), Stand::label);
    let due = |step: &Step| state.is_some_and(|state| next(row.way(), state, *step).is_some());
    let (gross, tare) = row.weights();
    let doubt = |doubt: pack::Doubt| DoubtAnswer {
        code: doubt.code().into(),
        name: doubt.label().zh,
        name_en: doubt.label().en,
    };
    TripAnswer {
        code: row.trip.to_string(),
        notice: row.notice.to_string(),
        site: row.site.to_string(),
        direction: row.direction.to_string(),
        plate: row.plate.to_string(),
        queue_day: row.queue_day.to_string(),
        queue: row.queue,
        item: item.to_owned(),
        item_name: name.zh,
        item_name_en: name.en,
        unit: packs.item(item).map_or_else(String::new, |item| item.unit.id.clone()),
        counterpart: notice.map_or_else(String::new, |notice| notice.counterpart.to_string()),
        status: row.state.to_string(),
        status_name: zh.into(),
        status_name_en: en.into(),
        due: Step::ALL.iter().filter(|step| due(step)).map(|step| step.act().to_owned()).collect(),
        registered_at: row.registered_at.0,
        moved_at: row.moved_at.0,
        gross,
        tare,
        net: row.weighing().map(|weighing| weighing.net),
        position: row.position.as_ref().map(ToString::to_string),
        lot: row.lot.as_ref().map(ToString::to_string),
        settled: row.settled.map(|settled| settled.0),
        amount: row.amount.map(|amount| amount.0),
        movement: row.movement,
        doubts: row.doubted().into_iter().map(doubt).collect(),
        reason: row.reason.as_ref().map(ToString::to_string),
    }
}
