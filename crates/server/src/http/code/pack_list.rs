//! `GET /api/v1/packs`: the packs in force.

use crate::app::App;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use pack::{Pack, Status};
use serde::Serialize;
use utoipa::ToSchema;

/// A pack.
#[derive(Serialize, ToSchema)]
pub struct PackRow {
    pub id: String,
    pub version: String,
    pub name: String,
    pub name_en: String,
    pub summary: String,
    pub summary_en: String,
    pub items: usize,
    pub rules: usize,
    /// Records whose values no authority has confirmed.
    pub unconfirmed: usize,
    pub needs_citation: usize,
}

impl From<&Pack> for PackRow {
    fn from(pack: &Pack) -> Self {
        Self {
            id: pack.id.clone(),
            version: pack.version.clone(),
            name: pack.name.zh.clone(),
            name_en: pack.name.en.clone(),
            summary: pack.summary.zh.clone(),
            summary_en: pack.summary.en.clone(),
            items: pack.items.len(),
            rules: pack.rules().len(),
            unconfirmed: pack.count_by_status(Status::Unconfirmed),
            needs_citation: pack.count_by_status(Status::NeedsCitation),
        }
    }
}

/// The packs in force.
#[utoipa::path(get, path = "/api/v1/packs", tag = "codes", operation_id = "packs",
    responses((status = 200, description = "Packs.", body = List<PackRow>), ReadProblems))]
pub async fn list(State(app): State<App>, principal: Principal) -> Result<Json<List<PackRow>>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    Ok(Json(List::whole(app.node.packs.packs().iter().map(PackRow::from).collect())))
}
