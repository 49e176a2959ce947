//! `GET /api/v1/violations`: what an organisation's books show against the rules V-01 to V-34, with clause and evidence.

use super::comparison_list::ComparisonQuery;
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use hub::violation::{Violation, violations};
use serde::Serialize;
use utoipa::ToSchema;

/// A violation that the books show.
#[derive(Serialize, ToSchema)]
pub struct ViolationAnswer {
    /// `V-01` to `V-34`.
    rule: String,
    name: String,
    name_en: String,
    /// Statute and article.
    clause: String,
    /// A source confirms how it is told; else it is a proposal.
    confirmed: bool,
    /// An alarm, or else a reminder.
    alarm: bool,
    /// Position, warehouse, or what else it is about.
    place: String,
    lot: Option<String>,
    /// First day on which it was so.
    since: String,
    /// What the books show.
    detail: String,
    detail_en: String,
    /// The fact that shows it.
    evidence_org: Option<String>,
    evidence_index: Option<i64>,
}

impl ViolationAnswer {
    fn of(found: Violation) -> Self {
        let (evidence_org, evidence_index) = found.evidence.unzip();
        Self {
            rule: found.rule.id.to_owned(),
            name: found.rule.zh.to_owned(),
            name_en: found.rule.en.to_owned(),
            clause: found.rule.clause.to_owned(),
            confirmed: found.rule.confirmed,
            alarm: found.alarm,
            place: found.place,
            lot: found.lot,
            since: found.since.to_string(),
            detail: found.zh,
            detail_en: found.en,
            evidence_org,
            evidence_index,
        }
    }
}

/// What the books show, alarms first, oldest first.
#[utoipa::path(get, path = "/api/v1/violations", tag = "checks", operation_id = "violations", params(ComparisonQuery, Page),
    responses((status = 200, description = "Violations.", body = List<ViolationAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ComparisonQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<ViolationAnswer>>, Problem> {
    let found = found(&app, &principal, query.org()).await?;
    let numbered: Vec<(usize, Violation)> = found.into_iter().enumerate().collect();
    let list = page.cut(numbered, |(at, _)| format!("{at:08}"), |(_, found)| ViolationAnswer::of(found))?;
    Ok(Json(list))
}

/// What the books of an organisation show, if the caller may read its stock.
pub async fn found(app: &App, principal: &Principal, org: Option<&str>) -> Result<Vec<Violation>, Problem> {
    let org = match org {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let entry = principal.may_to(app, Action::ReadStock, &org, Goods::Held).await?;
    let (packs, today) = (app.node.packs.clone(), app.node.clock.now().business_day());
    let found = app.read(move |read| violations(read, &packs, entry.book, &entry.organisation, today));
    found.await.map_err(Problem::from)
}
