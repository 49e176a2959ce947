//! `GET /api/v1/notices`: what is announced to come or go.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::NoticeCode;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::notice::{NoticeRow, store};
use utoipa::{IntoParams, ToSchema};

/// Which notices.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoticeQuery {
    /// Code of an organisation or site; the caller's own organisation unless given.
    org: Option<String>,
    /// `open` or `closed`.
    status: Option<String>,
    /// `in` or `out`.
    direction: Option<String>,
}

/// A notice. Quantities in thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct NoticeAnswer {
    code: String,
    site: String,
    /// `in` or `out`.
    direction: String,
    item: String,
    item_name: String,
    item_name_en: String,
    /// Unit id of the item.
    unit: String,
    nature: String,
    nature_name: String,
    owner_level: String,
    harvest_year: Option<i64>,
    origin: Option<String>,
    quantity: i64,
    /// Came or went so far.
    done: i64,
    trips: i64,
    counterpart: String,
    directive: Option<String>,
    line: Option<i64>,
    paper: Option<String>,
    /// Fen for one unit.
    price: Option<i64>,
    valid_from: String,
    valid_to: String,
    /// µs.
    issued_at: i64,
    issued_by: String,
    /// `open` or `closed`.
    status: String,
}

/// Notices, newest first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "stock", operation_id = "notices", params(NoticeQuery, Page),
    responses((status = 200, description = "Notices.", body = List<NoticeAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<NoticeQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<NoticeAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let (limit, after) = (page.limit()?, page.after()?);
    let site = query.org.filter(|org| org.len() > 18).unwrap_or_default();
    let read = move |read: &mut base::store::Read<'_>| {
        let (at, code) = super::before(&after);
        let filter =
            (site.as_str(), query.status.as_deref().unwrap_or(""), query.direction.as_deref().unwrap_or(""));
        store::notices(read, entry.book, filter, (at, code), limit + 1)
    };
    let (rows, packs) = (app.read(read).await.map_err(Problem::from)?, app.node.packs.clone());
    let key = |row: &NoticeRow| format!("{} {}", row.issued_at.0, row.notice);
    Ok(Json(List::of(rows, limit, key, |row| told(&row, &packs))))
}

/// One notice.
#[utoipa::path(get, path = "/api/v1/notices/{code}", tag = "stock", operation_id = "notice",
    params(("code" = String, Path, description = "The notice's code.")),
    responses((status = 200, description = "The notice.", body = NoticeAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<NoticeAnswer>, Problem> {
    let code = NoticeCode::parse(&code)?;
    let entry = super::readable(&app, &principal, Action::ReadStock, code.as_str()).await?;
    let row = app.read(move |read| store::notice(read, entry.book, &code)).await.map_err(Problem::from)?;
    Ok(Json(told(&row.ok_or_else(Problem::not_found)?, &app.node.packs)))
}

fn told(row: &NoticeRow, packs: &Catalogue) -> NoticeAnswer {
    let item = label::item(packs, &row.item);
    let owned = |text: &Option<std::sync::Arc<str>>| text.as_ref().map(ToString::to_string);
    NoticeAnswer {
        code: row.notice.to_string(),
        site: row.site.to_string(),
        direction: row.direction.to_string(),
        item: row.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        unit: packs.item(&row.item).map_or_else(String::new, |item| item.unit.id.clone()),
        nature: row.nature.to_string(),
        nature_name: label::nature(packs, &row.nature).zh,
        owner_level: row.owner_level.to_string(),
        harvest_year: row.harvest_year,
        origin: owned(&row.origin),
        quantity: row.quantity.0,
        done: row.done.0,
        trips: row.trips,
        counterpart: row.counterpart.to_string(),
        directive: owned(&row.directive),
        line: row.line,
        paper: owned(&row.paper),
        price: row.price.map(|price| price.0),
        valid_from: row.valid_from.to_string(),
        valid_to: row.valid_to.to_string(),
        issued_at: row.issued_at.0,
        issued_by: row.issued_by.to_string(),
        status: row.state.to_string(),
    }
}
