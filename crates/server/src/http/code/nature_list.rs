//! `GET /api/v1/natures`: natures of goods and who orders them out.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use pack::{Nature, OwnerLevel};
use serde::Serialize;
use utoipa::ToSchema;

/// A nature.
#[derive(Serialize, ToSchema)]
pub struct NatureRow {
    code: String,
    name: String,
    name_en: String,
    /// Levels that may own such goods; the first is the usual one.
    owner_levels: Vec<Level>,
    /// `directive` (state reserves) or `custodian`.
    release: &'static str,
    /// `confirmed`, `needs_citation` or `unconfirmed`.
    status: &'static str,
}

/// An owner level.
#[derive(Serialize, ToSchema)]
pub struct Level {
    code: &'static str,
    name: &'static str,
    name_en: &'static str,
}

impl From<OwnerLevel> for Level {
    fn from(level: OwnerLevel) -> Self {
        let (name, name_en) = level.label();
        Self { code: level.code(), name, name_en }
    }
}

/// Natures, by code.
#[utoipa::path(get, path = "/api/v1/natures", tag = "codes", operation_id = "natures", params(Page),
    responses((status = 200, description = "Natures.", body = List<NatureRow>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(page): Query<Page>,
) -> Result<Json<List<NatureRow>>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let mut rows: Vec<&Nature> = app.node.packs.natures().collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(Json(page.cut(rows, |nature| nature.code.clone(), row)?))
}

fn row(nature: &Nature) -> NatureRow {
    NatureRow {
        code: nature.code.clone(),
        name: nature.name.zh.clone(),
        name_en: nature.name.en.clone(),
        owner_levels: nature.owner_levels.iter().map(|level| Level::from(*level)).collect(),
        release: nature.release.code(),
        status: nature.basis.status.code(),
    }
}
