//! `GET /api/v1/rotation/priorities`: how urgent it is to renew each lot of an organisation, with the parts of its score.

use super::{OrgQuery, readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use hub::rotation::Priority;
use pack::Catalogue;
use serde::Serialize;
use utoipa::ToSchema;

/// A lot and its score. The formula is a proposal and not confirmed by any authority.
#[derive(Serialize, ToSchema)]
pub struct PriorityAnswer {
    position: String,
    lot: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    /// Thousandths of the unit.
    quantity: i64,
    harvest_year: Option<i64>,
    age_months: Option<i64>,
    /// Last day of its storage life.
    keeps_until: Option<String>,
    storage_quality: Option<String>,
    /// 0 to 1000.
    score: i64,
    parts: Vec<PartAnswer>,
}

/// A part of a score.
#[derive(Serialize, ToSchema)]
pub struct PartAnswer {
    /// `age`, `indicator`, `unsuitable`, `condition`, `price`.
    factor: String,
    /// 0 to 1000; null when nothing is known.
    value: Option<i64>,
    /// Of a thousand.
    weight: i64,
    /// What it adds to the score.
    points: i64,
}

fn told(row: &Priority, packs: &Catalogue) -> PriorityAnswer {
    let item = label::item(packs, &row.lot.item);
    let part = |part: &brain::rotation::score::Part| PartAnswer {
        factor: part.factor.code().to_owned(),
        value: part.value,
        weight: part.weight,
        points: part.points,
    };
    PriorityAnswer {
        position: row.position.position.to_string(),
        lot: row.lot.lot.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        unit: packs.item(&row.lot.item).map_or_else(String::new, |item| item.unit.id.clone()),
        quantity: row.quantity.0,
        harvest_year: row.lot.harvest_year,
        age_months: row.age_months,
        keeps_until: row.keeps_until.map(|day| day.to_string()),
        storage_quality: row.lot.storage_quality.as_ref().map(ToString::to_string),
        score: row.score.total,
        parts: row.score.parts.iter().map(part).collect(),
    }
}

/// Lots by their score, the most pressing first.
#[utoipa::path(get, path = "/api/v1/rotation/priorities", tag = "rotation", operation_id = "rotation_priorities", params(OrgQuery, Page),
    responses((status = 200, description = "Lots by their score, the most pressing first.", body = List<PriorityAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<OrgQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<PriorityAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (packs, today, org) = (app.node.packs.clone(), today(&app), entry.organisation.code.to_string());
    let found = app.read(move |read| hub::rotation::priorities(read, &packs, &org, today));
    let rows: Vec<_> = found.await.map_err(Problem::from)?.into_iter().enumerate().collect();
    let packs = app.node.packs.clone();
    Ok(Json(page.cut(rows, |(at, _)| format!("{at:08}"), |(_, row)| told(&row, &packs))?))
}
