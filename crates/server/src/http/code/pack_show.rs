//! `GET /api/v1/packs/{id}`: one pack: its items, its rules and what each rests on.

use super::item_list::{ItemRow, row};
use super::pack_list::PackRow;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

/// A pack with what is in it.
#[derive(Serialize, ToSchema)]
pub struct PackAnswer {
    #[serde(flatten)]
    pack: PackRow,
    #[serde(rename = "item_list")]
    items: Vec<ItemRow>,
    #[serde(rename = "rule_list")]
    rules: Vec<RuleRow>,
}

/// A rule.
#[derive(Serialize, ToSchema)]
pub struct RuleRow {
    section: &'static str,
    id: String,
    version: u32,
    effective_from: String,
    effective_to: Option<String>,
    /// Items it holds for.
    items: usize,
    /// `confirmed`, `needs_citation` or `unconfirmed`.
    status: &'static str,
    /// The law, standard or notice with its clause.
    basis: String,
    basis_en: String,
}

/// One pack.
#[utoipa::path(get, path = "/api/v1/packs/{id}", tag = "codes", operation_id = "pack",
    params(("id" = String, Path, description = "The pack's id.")),
    responses((status = 200, description = "The pack.", body = PackAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<String>,
) -> Result<Json<PackAnswer>, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let packs = &app.node.packs;
    let pack = packs.pack(&id).ok_or_else(Problem::not_found)?;
    let today = app.node.clock.now().business_day();
    let rules = pack.rules().into_iter().map(|rule| {
        let basis = pack.legal_basis(rule.basis);
        RuleRow {
            section: rule.section,
            id: rule.id.to_owned(),
            version: rule.version,
            effective_from: rule.effective_from.to_string(),
            effective_to: rule.effective_to.map(|day| day.to_string()),
            items: rule.items,
            status: rule.basis.status.code(),
            basis: basis.zh,
            basis_en: basis.en,
        }
    });
    Ok(Json(PackAnswer {
        pack: PackRow::from(pack),
        rules: rules.collect(),
        items: pack.items.iter().map(|item| row(packs, item, today)).collect(),
    }))
}
