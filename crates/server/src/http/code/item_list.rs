//! `GET /api/v1/items`: the items of all packs.

use super::Search;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use pack::{Catalogue, Item};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which items.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// Only those of this pack.
    pack: Option<String>,
}

/// An item.
#[derive(Serialize, ToSchema)]
pub struct ItemRow {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub spec: Option<String>,
    /// The pack that brings it.
    pub pack: String,
    pub pack_name: String,
    pub class: String,
    pub class_name: String,
    /// Unit id within the pack, its name, and how many decimals are entered (0 to 3).
    pub unit: String,
    pub unit_name: String,
    pub decimals: u8,
    /// Natures it may have.
    pub natures: Vec<String>,
    /// Grades it may have.
    pub grades: Vec<String>,
    /// Quality indicators.
    pub indicators: Vec<IndicatorRow>,
    /// `confirmed`, `needs_citation` or `unconfirmed`.
    pub status: &'static str,
}

/// A quality indicator.
#[derive(Serialize, ToSchema)]
pub struct IndicatorRow {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// Items, by code.
#[utoipa::path(get, path = "/api/v1/items", tag = "codes", operation_id = "items", params(ItemQuery, Search, Page),
    responses((status = 200, description = "Items.", body = List<ItemRow>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ItemQuery>,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<ItemRow>>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let packs = &app.node.packs;
    let wanted = |item: &&Item| {
        query.pack.as_ref().is_none_or(|pack| item.pack == *pack)
            && search.finds(&[&item.code, &item.name.zh, &item.name.en])
    };
    let mut rows: Vec<&Item> = packs.items().filter(wanted).collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(Json(page.cut(rows, |item| item.code.clone(), |item| row(packs, item))?))
}

/// An item as shown.
pub fn row(packs: &Catalogue, item: &Item) -> ItemRow {
    let pack = packs.pack_of(&item.code);
    let indicators = item.indicators.iter().filter_map(|id| pack?.indicator(id));
    ItemRow {
        code: item.code.clone(),
        name: item.name.zh.clone(),
        name_en: item.name.en.clone(),
        spec: item.spec.as_ref().map(|spec| spec.zh.clone()),
        pack: item.pack.clone(),
        pack_name: pack.map_or_else(String::new, |pack| pack.name.zh.clone()),
        class: item.class.clone(),
        class_name: packs.class(&item.class).map_or_else(String::new, |class| class.name.zh.clone()),
        unit: item.unit.id.clone(),
        unit_name: item.unit.name.zh.clone(),
        decimals: item.unit.decimals,
        natures: item.natures.clone(),
        grades: item.grades.clone(),
        indicators: indicators
            .map(|found| IndicatorRow {
                code: found.id.clone(),
                name: found.name.zh.clone(),
                name_en: found.name.en.clone(),
            })
            .collect(),
        status: item.basis.status.code(),
    }
}
