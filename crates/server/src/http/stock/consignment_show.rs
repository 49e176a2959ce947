//! `GET /api/v1/consignments/{code}`: one consignment as both books tell it.

use crate::app::App;
use crate::directory::Organisations;
use crate::http::body::Path;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{ConsignmentCode, OrgCode};
use pack::Catalogue;
use serde::Serialize;
use stock::transfer::store::{self, TransitLine};
use stock::transfer::{ArrivalRow, ConsignmentRow};
use utoipa::ToSchema;

/// A consignment.
#[derive(Serialize, ToSchema)]
pub struct ConsignmentAnswer {
    pub code: String,
    /// Sender and receiver: organisation and site.
    pub from: String,
    pub from_name: String,
    pub from_site: String,
    pub to: String,
    pub to_name: String,
    pub to_site: String,
    pub carrier: String,
    pub vehicle: Option<String>,
    pub directive: Option<String>,
    /// µs.
    pub dispatched_at: i64,
    pub dispatched_by: String,
    /// The sender's word: `sent`, `disputed` or `settled`.
    pub state: String,
    /// The receiver's word: `arriving` or `closed`; null while nothing has arrived.
    pub arrival: Option<String>,
    /// Why some is missing, why disputed, or how decided.
    pub reason: Option<String>,
    pub lines: Vec<ConsignmentLine>,
}

/// A line of a consignment, thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct ConsignmentLine {
    /// From 1.
    pub line: i64,
    pub lot: String,
    pub item: String,
    pub item_name: String,
    pub unit: String,
    pub dispatched: i64,
    pub arrived: i64,
    /// Variance the sender has accepted.
    pub settled: i64,
    pub in_transit: i64,
    /// Value of what was dispatched, fen.
    pub amount: i64,
}

/// One consignment.
#[utoipa::path(get, path = "/api/v1/consignments/{code}", tag = "stock", operation_id = "consignment",
    params(("code" = String, Path, description = "31 characters: sender's site, `C`, year, serial.")),
    responses((status = 200, description = "The consignment.", body = ConsignmentAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<ConsignmentAnswer>, Problem> {
    let code = ConsignmentCode::parse(&code)?;
    let organisations = app.organisations().await?;
    let (names, packs) = (organisations.clone(), app.node.packs.clone());
    let consignment = app
        .read(move |read| {
            let found = store::consignment(read, &code)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(told(&found, &names, &packs))
        })
        .await?;
    let reach = principal.reach(&app, Action::ReadStock);
    let ends = [&consignment.from, &consignment.to];
    let in_sight = ends.into_iter().filter_map(|org| OrgCode::parse(org).ok()).any(|org| {
        organisations.get(&org).is_some_and(|entry| principal.reaches(&reach, &entry.organisation))
    });
    if in_sight { Ok(Json(consignment)) } else { Err(Problem::not_found()) }
}

/// A consignment as shown.
pub fn told(
    (head, arrival, lines): &(ConsignmentRow, Option<ArrivalRow>, Vec<TransitLine>),
    organisations: &Organisations,
    packs: &Catalogue,
) -> ConsignmentAnswer {
    let (from_site, to_site) = (&head.consignment.as_str()[..21], head.to_site.as_str());
    let name = |site: &str| {
        OrgCode::parse(&site[..18])
            .map_or_else(|_| site.to_owned(), |org| organisations.name(&org).to_owned())
    };
    let line = |line: &TransitLine| ConsignmentLine {
        line: line.line,
        lot: line.lot.to_string(),
        item: line.item.to_string(),
        item_name: label::item(packs, &line.item).zh,
        unit: packs.item(&line.item).map_or_else(String::new, |item| item.unit.id.clone()),
        dispatched: line.dispatched.0,
        arrived: line.arrived.0,
        settled: line.settled.0,
        in_transit: line.in_transit.0,
        amount: line.amount.0,
    };
    let reason = head.reason.as_ref().or(arrival.as_ref().and_then(|arrival| arrival.reason.as_ref()));
    ConsignmentAnswer {
        code: head.consignment.to_string(),
        from: from_site[..18].to_owned(),
        from_name: name(from_site),
        from_site: from_site.to_owned(),
        to: to_site[..18].to_owned(),
        to_name: name(to_site),
        to_site: to_site.to_owned(),
        carrier: head.carrier.to_string(),
        vehicle: head.vehicle.as_ref().map(ToString::to_string),
        directive: head.directive.as_ref().map(ToString::to_string),
        dispatched_at: head.dispatched_at.0,
        dispatched_by: head.dispatched_by.to_string(),
        state: head.state.to_string(),
        arrival: arrival.as_ref().map(|arrival| arrival.state.to_string()),
        reason: reason.map(ToString::to_string),
        lines: lines.iter().map(line).collect(),
    }
}
