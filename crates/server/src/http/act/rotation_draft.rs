//! `POST /api/v1/acts/rotation-draft`: drafts a rotation plan; it binds nobody until a second person approves it.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{Money, Quantity};
use serde::Deserialize;
use stock::rotation::{self, Mode, NewPlan, NewPlanLine};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotationDraft {
    year: i64,
    mode: ModeForm,
    /// Document the plan follows.
    #[schema(max_length = 100)]
    authority: String,
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<PlanLineForm>,
}

/// How goods are renewed.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModeForm {
    /// Empty a position, refill it.
    Static,
    /// Part by part.
    Dynamic,
}

/// A lot that leaves, and when its place is filled again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLineForm {
    #[schema(max_length = 30)]
    position: String,
    /// Where the new goods go; the same position unless given.
    #[schema(max_length = 30)]
    refill: Option<String>,
    #[schema(max_length = 31)]
    lot: String,
    /// Thousandths of the item's unit.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Last day for the old goods to be gone.
    #[schema(format = "date")]
    out_by: String,
    /// Last day for the new goods to be in.
    #[schema(format = "date")]
    back_by: String,
    /// Oldest harvest that may come in.
    harvest_min: Option<i64>,
    /// Price window, fen for one unit.
    #[schema(minimum = 0)]
    sale_min: Option<i64>,
    #[schema(minimum = 0)]
    purchase_max: Option<i64>,
}

/// Draft a rotation plan. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/rotation-draft", tag = "acts", operation_id = "rotation_draft", request_body = RotationDraft, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RotationDraft>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(value.lines.first().map_or("", |line| &line.position))?;
    principal.may_to(&app, Action::RotationDraft, &org, Goods::Held).await?;
    let lines: Result<Vec<NewPlanLine>, Problem> = value.lines.into_iter().map(told).collect();
    let mode = match value.mode {
        ModeForm::Static => Mode::Static,
        ModeForm::Dynamic => Mode::Dynamic,
    };
    let new = NewPlan { year: value.year, mode, authority: value.authority, lines: lines? };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| rotation::draft(tx, ctx, packs, book, &new)).await
}

fn told(line: PlanLineForm) -> Result<NewPlanLine, Problem> {
    Ok(NewPlanLine {
        position: form::code(&line.position, "position")?,
        refill: line.refill.as_deref().map(|code| form::code(code, "refill")).transpose()?,
        lot: form::code(&line.lot, "lot")?,
        quantity: Quantity(line.quantity),
        out_by: form::day(&line.out_by, "out_by")?,
        back_by: form::day(&line.back_by, "back_by")?,
        harvest_min: line.harvest_min,
        sale_min: line.sale_min.map(Money),
        purchase_max: line.purchase_max.map(Money),
    })
}
