//! `GET /api/v1/duties`: rounds, storage-quality tests and treatments that are due or overdue, by position.

use super::readable;
use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::time::{day_from_number, number_of_day};
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::keeping::duty::{Due, Stand, due};
use utoipa::{IntoParams, ToSchema};

/// Days ahead that the list shows unless asked otherwise.
const AHEAD: i64 = 7;
/// Days ahead at most.
const AHEAD_MAX: i64 = 400;

/// Whose duties.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DutyQuery {
    /// Code of an organisation, site, warehouse, bay or position; the caller's own organisation unless given.
    org: Option<String>,
    /// How many days ahead to look, 0 to 400; 7 unless given.
    #[param(minimum = 0, maximum = 400)]
    ahead: Option<i64>,
    /// Only one kind: `temperature`, `moisture`, `pests`, `gas`, `treat` or `quality`.
    duty: Option<String>,
    /// Only positions of this keeper, by name of user.
    keeper: Option<String>,
}

/// A position with something due.
#[derive(Serialize, ToSchema)]
pub struct StandAnswer {
    position: String,
    position_name: String,
    keeper: String,
    lot: String,
    item: String,
    item_name: String,
    item_name_en: String,
    /// Thousandths of the unit.
    quantity: i64,
    unit: String,
    /// Class of the moisture, once measured: `safe`, `semi_safe`, `dangerous`.
    security: Option<String>,
    /// Class of infestation, once looked for: `free`, `general`, `serious`, `dangerous`.
    infestation: Option<String>,
    /// Highest grain temperature last seen, tenths of a degree.
    highest: Option<i64>,
    /// Days past the earliest due day; below zero when it is still ahead.
    late: i64,
    due: Vec<DueAnswer>,
}

/// Something due at it.
#[derive(Serialize, ToSchema)]
pub struct DueAnswer {
    /// `temperature`, `moisture`, `pests`, `gas`, `treat` or `quality`.
    duty: String,
    /// When it was last done since the goods came in.
    last_on: Option<String>,
    due_on: String,
    /// Days past the due day; below zero when it is still ahead.
    late: i64,
    /// Longest time between two, days.
    interval: u32,
    /// Rule of the pack.
    rule: String,
    /// Law or standard.
    basis: String,
    basis_en: String,
    /// False when no source confirms the figure.
    confirmed: bool,
}

/// What is due, the most overdue first.
#[utoipa::path(get, path = "/api/v1/duties", tag = "keeping", operation_id = "duties", params(DutyQuery, Page),
    responses((status = 200, description = "Positions with something due.", body = List<StandAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<DutyQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<StandAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let scope = query.org.unwrap_or_else(|| entry.organisation.code.to_string());
    let (packs, today) = (app.node.packs.clone(), app.node.clock.now().business_day());
    let ahead = query.ahead.unwrap_or(AHEAD).clamp(0, AHEAD_MAX);
    let until = day_from_number(number_of_day(today) + ahead);
    let found = app.read(move |read| {
        let found = due(read, &packs, entry.book, &scope, (today, until))?;
        let mut told: Vec<_> = found.iter().map(|stand| told(stand, &packs, today)).collect();
        if let Some(duty) = &query.duty {
            told.iter_mut().for_each(|stand| stand.due.retain(|due| due.duty == *duty));
        }
        told.retain(|stand| {
            !stand.due.is_empty() && query.keeper.as_ref().is_none_or(|keeper| *keeper == stand.keeper)
        });
        Ok::<_, Problem>(told)
    });
    let rows: Vec<_> = found.await?.into_iter().enumerate().collect();
    Ok(Json(page.cut(rows, |(at, _)| format!("{at:08}"), |(_, stand)| stand)?))
}

fn told(stand: &Stand, packs: &Catalogue, today: Date) -> StandAnswer {
    let item = label::item(packs, &stand.lot.item);
    let due: Vec<_> = stand.due.iter().map(|due| told_due(due, &stand.lot.item, packs, today)).collect();
    StandAnswer {
        position: stand.position.position.to_string(),
        position_name: stand.position.name.to_string(),
        keeper: stand.position.keeper.to_string(),
        lot: stand.lot.lot.to_string(),
        item: stand.lot.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        quantity: stand.balance.quantity.0,
        unit: packs.item(&stand.lot.item).map(|item| item.unit.id.clone()).unwrap_or_default(),
        security: stand.security.map(|class| class.code().to_owned()),
        infestation: stand.infestation.map(|class| class.code().to_owned()),
        highest: stand.watch.as_ref().and_then(|watch| watch.highest),
        late: due.first().map_or(0, |due| due.late),
        due,
    }
}

fn told_due(due: &Due, item: &str, packs: &Catalogue, today: Date) -> DueAnswer {
    let basis = packs.pack_of(item).map(|pack| pack.legal_basis(&due.basis)).unwrap_or_default();
    DueAnswer {
        duty: due.duty.code().into(),
        last_on: due.last_on.map(|day| day.to_string()),
        due_on: due.due_on.to_string(),
        late: number_of_day(today) - number_of_day(due.due_on),
        interval: due.interval,
        rule: due.rule.clone(),
        basis: basis.zh,
        basis_en: basis.en,
        confirmed: due.is_confirmed(),
    }
}
