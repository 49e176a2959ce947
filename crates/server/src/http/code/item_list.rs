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
use jiff::civil::Date;
use pack::quality::Kind;
use pack::{Catalogue, Grade, Indicator, Item, Subject, Text};
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
    pub grades: Vec<WordRow>,
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
    /// `routine`, `storage` or `safety`.
    pub group: &'static str,
    /// Unit of the measurement; absent where it is a word.
    pub unit: Option<String>,
    /// The words it may be, best first; empty where it is a number.
    pub words: Vec<WordRow>,
    /// The storage-quality standard in force looks at it.
    pub judged: bool,
}

/// A code of a pack and its name: a grade, or a word an indicator may be.
#[derive(Serialize, ToSchema)]
pub struct WordRow {
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
    let today = app.node.clock.now().business_day();
    Ok(Json(page.cut(rows, |item| item.code.clone(), |item| row(packs, item, today))?))
}

/// An item as shown under the standards of `day`.
pub fn row(packs: &Catalogue, item: &Item, day: Date) -> ItemRow {
    let pack = packs.pack_of(&item.code);
    let standard = pack.and_then(|pack| pack.quality_standard(&Subject::new(&item.code, day)));
    let judged = |id: &str| standard.is_some_and(|s| s.body.criteria.iter().any(|c| c.indicator == id));
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
        grades: item.grades.iter().map(|code| grade(code, pack.and_then(|pack| pack.grade(code)))).collect(),
        indicators: indicators.map(|found| indicator(found, judged(&found.id))).collect(),
        status: item.basis.status.code(),
    }
}

fn indicator(found: &Indicator, judged: bool) -> IndicatorRow {
    let (unit, words) = match &found.kind {
        Kind::Number { unit, .. } => (Some(unit.clone()), Vec::new()),
        Kind::Word { words } => (None, words.iter().map(word).collect()),
    };
    IndicatorRow {
        code: found.id.clone(),
        name: found.name.zh.clone(),
        name_en: found.name.en.clone(),
        group: found.group.code(),
        unit,
        words,
        judged,
    }
}

fn grade(code: &str, found: Option<&Grade>) -> WordRow {
    let name =
        |side: fn(&Text) -> &String| found.map_or_else(|| code.to_owned(), |grade| side(&grade.name).clone());
    WordRow { code: code.to_owned(), name: name(|text| &text.zh), name_en: name(|text| &text.en) }
}

fn word((code, name): &(String, Text)) -> WordRow {
    WordRow { code: code.clone(), name: name.zh.clone(), name_en: name.en.clone() }
}
