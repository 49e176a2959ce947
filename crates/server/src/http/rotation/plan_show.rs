//! `GET /api/v1/rotation/plans/{code}`: one plan with its lines, the movements that carry them out, their money and what is wrong.

use super::plan_list::PlanAnswer;
use super::{FindingAnswer, GapAnswer, readable, today};
use crate::app::App;
use crate::http::body::Path;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use pack::Catalogue;
use serde::Serialize;
use stock::rotation::finding::{Case, spent};
use stock::rotation::{CostRow, LineRow, TripRow, store};
use utoipa::ToSchema;

/// A plan whole.
#[derive(Serialize, ToSchema)]
pub struct PlanDetail {
    plan: PlanAnswer,
    lines: Vec<PlanLineAnswer>,
    trips: Vec<RotationTrip>,
    findings: Vec<FindingAnswer>,
}

/// A line of a plan.
#[derive(Serialize, ToSchema)]
pub struct PlanLineAnswer {
    /// From 1.
    line: i64,
    position: String,
    /// Where the new goods go.
    refill: String,
    lot: String,
    item: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    nature: String,
    nature_name: String,
    owner: String,
    owner_name: String,
    harvest_year: Option<i64>,
    /// Thousandths of the unit.
    quantity: i64,
    quantity_out: i64,
    quantity_back: i64,
    out_by: String,
    back_by: String,
    /// Oldest harvest that may come in.
    harvest_min: Option<i64>,
    /// Fen for one unit.
    sale_min: Option<i64>,
    purchase_max: Option<i64>,
    /// Months the place may stand empty.
    gap_months: Option<i64>,
    extension_months_max: Option<i64>,
    gap: Option<GapAnswer>,
    /// Who asked for the extension that waits.
    extension_by: Option<String>,
    /// Fen.
    sale: i64,
    purchase: i64,
    transport: i64,
    fee: i64,
    loss: i64,
    other: i64,
    /// Everything paid less what came in, fen.
    net: i64,
}

/// A movement that carried a line out.
#[derive(Serialize, ToSchema)]
pub struct RotationTrip {
    line: i64,
    /// Index of the fact.
    index: i64,
    day: String,
    /// `out` or `back`.
    direction: String,
    lot: String,
    harvest_year: Option<i64>,
    /// Thousandths; below zero takes back another.
    quantity: i64,
    /// Fen.
    amount: i64,
    weighed: bool,
    party: Option<String>,
    vehicle: Option<String>,
}

/// One rotation plan.
#[utoipa::path(get, path = "/api/v1/rotation/plans/{code}", tag = "rotation", operation_id = "rotation_plan",
    params(("code" = String, Path, description = "28 characters: organisation, `R`, year, serial.")),
    responses((status = 200, description = "The plan.", body = PlanDetail), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<PlanDetail>, Problem> {
    readable(&app, &principal, Some(&code)).await?;
    let (packs, today) = (app.node.packs.clone(), today(&app));
    let plan = app.read(move |read| {
        let row = store::plan(read, &code)?.ok_or_else(Problem::not_found)?;
        let (lines, trips, costs) =
            (store::lines(read, &code)?, store::trips(read, &code)?, store::costs(read, &code)?);
        let shown: Result<Vec<_>, Problem> =
            lines.iter().map(|line| told(line, &costs, &packs, today)).collect();
        let running = row.state.as_ref() == "approved";
        let judged = lines.iter().filter(|_| running);
        let found = judged.flat_map(|line| Case { line, trips: &trips, costs: &costs, today }.judge());
        Ok::<_, Problem>(PlanDetail {
            plan: PlanAnswer::of(&row, &lines, &packs, today),
            lines: shown?,
            findings: found.map(FindingAnswer::of).collect(),
            trips: trips.iter().map(trip).collect(),
        })
    });
    Ok(Json(plan.await?))
}

fn told(
    line: &LineRow,
    costs: &[CostRow],
    packs: &Catalogue,
    today: Date,
) -> Result<PlanLineAnswer, Problem> {
    let (item, sum) = (label::item(packs, &line.item), spent(line, costs)?);
    Ok(PlanLineAnswer {
        line: line.line,
        position: line.position.to_string(),
        refill: line.refill.to_string(),
        lot: line.lot.to_string(),
        item: line.item.to_string(),
        item_name: item.zh,
        item_name_en: item.en,
        unit: packs.item(&line.item).map_or_else(String::new, |item| item.unit.id.clone()),
        nature: line.nature.to_string(),
        nature_name: label::nature(packs, &line.nature).zh,
        owner: line.owner_level.to_string(),
        owner_name: label::owner(&line.owner_level).zh,
        harvest_year: line.harvest_year,
        quantity: line.quantity.0,
        quantity_out: line.quantity_out.0,
        quantity_back: line.quantity_back.0,
        out_by: line.out_by.to_string(),
        back_by: line.back_by.to_string(),
        harvest_min: line.harvest_min,
        sale_min: line.sale_min.map(|price| price.0),
        purchase_max: line.purchase_max.map(|price| price.0),
        gap_months: line.gap_months,
        extension_months_max: line.extension_months_max,
        gap: GapAnswer::of(line, packs, today),
        extension_by: line
            .extension_by
            .as_ref()
            .filter(|_| line.extension_asked.is_some())
            .map(ToString::to_string),
        sale: sum.sale.0,
        purchase: sum.purchase.0,
        transport: sum.transport.0,
        fee: sum.fee.0,
        loss: sum.loss.0,
        other: sum.other.0,
        net: sum.net.0,
    })
}

fn trip(row: &TripRow) -> RotationTrip {
    RotationTrip {
        line: row.line,
        index: row.n,
        day: row.day.to_string(),
        direction: row.direction.to_string(),
        lot: row.lot.to_string(),
        harvest_year: row.harvest_year,
        quantity: row.quantity.0,
        amount: row.amount.0,
        weighed: row.weighed,
        party: row.party.as_ref().map(ToString::to_string),
        vehicle: row.vehicle.as_ref().map(ToString::to_string),
    }
}
