//! `GET /api/v1/trips/{code}`: one truck with every step behind it. The driver is shown to those who register trucks, and nobody else.

use super::trip_list::{TripAnswer, notices, told};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use crate::http::stock::line::act_name;
use axum::Json;
use axum::extract::State;
use base::ledger::{self, Entry};
use base::policy::Action;
use base::term::{Fault, TripCode};
use serde::Serialize;
use std::collections::BTreeMap;
use stock::trip::store;
use utoipa::ToSchema;

/// A trip with its steps.
#[derive(Serialize, ToSchema)]
pub struct TripDetail {
    #[serde(flatten)]
    trip: TripAnswer,
    org: String,
    /// Null for those who do not register trucks.
    driver: Option<DriverAnswer>,
    sampler: Option<String>,
    /// Number of the sample; null until it is tested.
    sample: Option<String>,
    tester: Option<String>,
    keeper: Option<String>,
    /// Indicator and value as written.
    quality: BTreeMap<String, String>,
    grade: Option<String>,
    /// Why the goods may not enter.
    barred: Option<String>,
    steps: Vec<StepAnswer>,
}

/// Who drives.
#[derive(Serialize, ToSchema)]
pub struct DriverAnswer {
    name: String,
    phone: String,
}

/// A step that was done.
#[derive(Serialize, ToSchema)]
pub struct StepAnswer {
    /// Index of the fact.
    index: i64,
    act: String,
    name: String,
    name_en: String,
    /// µs.
    at: i64,
    by: String,
    why: Option<String>,
    /// Kilograms, where it was a weighing.
    kilograms: Option<i64>,
    /// Where the weight came from: name of the bridge, `file`, or null for the hand.
    source: Option<String>,
}

/// One trip.
#[utoipa::path(get, path = "/api/v1/trips/{code}", tag = "stock", operation_id = "trip",
    params(("code" = String, Path, description = "The trip's code.")),
    responses((status = 200, description = "The trip.", body = TripDetail), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<TripDetail>, Problem> {
    let code = TripCode::parse(&code)?;
    let entry = super::readable(&app, &principal, Action::ReadStock, code.as_str()).await?;
    let org = entry.organisation.code.clone();
    let registers = principal.may_to(&app, Action::TripRegister, &org, Goods::Held).await.is_ok();
    let packs = app.node.packs.clone();
    let detail = app.read(move |read| {
        let row = store::trip(read, entry.book, &code)?.ok_or_else(Problem::not_found)?;
        let notices = notices(read, entry.book, std::slice::from_ref(&row))?;
        let driver = if registers { store::driver(read, entry.book, &code)? } else { None };
        let mut steps = Vec::new();
        for n in row.facts() {
            if let Some(fact) = ledger::entry(read, entry.book, n)? {
                steps.push(step(&fact)?);
            }
        }
        let quality = row.quality.as_ref().and_then(|text| serde_json::from_str(text).ok());
        Ok::<_, Problem>(TripDetail {
            trip: told(&row, notices.get(row.notice.as_str()), &packs),
            org: org.to_string(),
            driver: driver
                .map(|row| DriverAnswer { name: row.name.to_string(), phone: row.phone.to_string() }),
            sampler: row.sampler.as_ref().map(ToString::to_string),
            sample: row.sample.as_ref().map(ToString::to_string),
            tester: row.tester.as_ref().map(ToString::to_string),
            keeper: row.keeper.as_ref().map(ToString::to_string),
            quality: quality.unwrap_or_default(),
            grade: row.grade.as_ref().map(ToString::to_string),
            barred: row.barred.as_ref().map(ToString::to_string),
            steps,
        })
    });
    Ok(Json(detail.await?))
}

fn step(fact: &ledger::FactRow) -> Result<StepAnswer, Problem> {
    let damaged = |e: String| Fault::new(format!("entry {} of book {}: {e}", fact.n, fact.book_id.0));
    let entry = Entry::parse(&fact.entry).map_err(damaged)?;
    let body: serde_json::Value =
        serde_json::from_str(entry.body.get()).map_err(|e| damaged(e.to_string()))?;
    let (zh, en) = act_name(&fact.act);
    Ok(StepAnswer {
        index: fact.n,
        act: fact.act.to_string(),
        name: zh.to_owned(),
        name_en: en.to_owned(),
        at: fact.at.0,
        by: entry.by.user,
        why: entry.why,
        kilograms: body["kilograms"].as_i64(),
        source: body["reading"]["source"].as_str().map(str::to_owned),
    })
}
