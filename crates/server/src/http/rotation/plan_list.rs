//! `GET /api/v1/rotation/plans`: rotation plans of an organisation with their progress, newest first.

use super::{readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use pack::Catalogue;
use serde::{Deserialize, Serialize};
use stock::rotation::finding::gap;
use stock::rotation::{LineRow, PlanRow, store};
use utoipa::{IntoParams, ToSchema};

/// Which plans.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
    /// `draft`, `approved` or `withdrawn`.
    status: Option<String>,
}

/// A plan and how far it is carried out.
#[derive(Serialize, ToSchema)]
pub struct PlanAnswer {
    pub code: String,
    pub org: String,
    pub year: i64,
    /// `static` or `dynamic`.
    pub mode: String,
    /// Document the plan follows.
    pub authority: String,
    /// `draft`, `approved` or `withdrawn`.
    pub status: String,
    pub drafted_by: String,
    /// µs.
    pub drafted_at: i64,
    pub approved_by: Option<String>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Lines, those refilled, and those that are empty now.
    pub lines: i64,
    pub refilled: i64,
    pub empty: i64,
    /// Empty for longer than the gap allows.
    pub exceeded: i64,
    /// The unit of all lines; null when they differ.
    pub unit: Option<String>,
    /// Thousandths of the unit.
    pub quantity: i64,
    pub quantity_out: i64,
    pub quantity_back: i64,
    pub first_out_by: Option<String>,
    pub last_back_by: Option<String>,
}

impl PlanAnswer {
    /// A plan with its lines added up.
    pub fn of(row: &PlanRow, lines: &[LineRow], packs: &Catalogue, today: Date) -> Self {
        let count = |of: &dyn Fn(&LineRow) -> bool| lines.iter().filter(|line| of(line)).count() as i64;
        let sum = |of: &dyn Fn(&LineRow) -> i64| lines.iter().map(of).sum();
        let unit = |line: &LineRow| packs.item(&line.item).map(|item| item.unit.id.clone());
        let first = lines.first().and_then(unit);
        Self {
            unit: first.filter(|first| lines.iter().all(|line| unit(line).as_ref() == Some(first))),
            code: row.plan.to_string(),
            org: row.plan.get(..18).unwrap_or_default().to_owned(),
            year: row.year,
            mode: row.mode.to_string(),
            authority: row.authority.to_string(),
            status: row.state.to_string(),
            drafted_by: row.drafted_by.to_string(),
            drafted_at: row.drafted_at.0,
            approved_by: row.approved_by.as_ref().map(ToString::to_string),
            reason: row.reason.as_ref().map(ToString::to_string),
            lines: lines.len() as i64,
            refilled: count(&|line| line.refilled_on.is_some()),
            empty: count(&|line| line.emptied_on.is_some() && line.refilled_on.is_none()),
            exceeded: count(&|line| gap(line, today).and_then(|gap| gap.left).is_some_and(|left| left < 0)),
            quantity: sum(&|line| line.quantity.0),
            quantity_out: sum(&|line| line.quantity_out.0),
            quantity_back: sum(&|line| line.quantity_back.0),
            first_out_by: lines.iter().map(|line| line.out_by).min().map(|day| day.to_string()),
            last_back_by: lines.iter().map(|line| line.back_by).max().map(|day| day.to_string()),
        }
    }
}

/// Rotation plans, newest first.
#[utoipa::path(get, path = "/api/v1/rotation/plans", tag = "rotation", operation_id = "rotation_plans", params(PlanQuery, Page),
    responses((status = 200, description = "Plans.", body = List<PlanAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<PlanQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<PlanAnswer>>, Problem> {
    let entry = readable(&app, &principal, query.org.as_deref()).await?;
    let (limit, after, today) = (page.limit()?, page.after()?, today(&app));
    let packs = app.node.packs.clone();
    let list = app.read(move |read| {
        let org = entry.organisation.code.to_string();
        let after = Some(after.as_str()).filter(|after| !after.is_empty());
        let rows = store::plans(read, &org, query.status.as_deref(), after, limit + 1)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(PlanAnswer::of(&row, &store::lines(read, &row.plan)?, &packs, today));
        }
        Ok::<_, Problem>(List::of(found, limit, |plan| plan.code.clone(), |plan| plan))
    });
    Ok(Json(list.await?))
}
