//! `GET /api/v1/checks/{code}`: one check with its pools and draw, sheets and findings; to who is inspected, its own part of it.

use super::{CheckHead, FindingHead, SheetAnswer, owner};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::{Action, Reach};
use base::term::OrgCode;
use serde::Serialize;
use stock::check::draw::Lot;
use stock::check::{CheckRow, store};
use utoipa::ToSchema;

/// A position in the pool.
#[derive(Serialize, ToSchema)]
pub struct ObjectAnswer {
    position: String,
    name: String,
    org: String,
    org_name: String,
    /// To be checked.
    chosen: bool,
    /// A signed sheet for every lot.
    done: bool,
    /// Its number in the draw.
    number: Option<String>,
}

/// A person in the pool.
#[derive(Serialize, ToSchema)]
pub struct InspectorAnswer {
    user: String,
    org: String,
    org_name: String,
    chosen: bool,
    /// The number in the draw.
    number: Option<String>,
}

/// A check with everything about it.
#[derive(Serialize, ToSchema)]
pub struct CheckAnswer {
    head: CheckHead,
    objects: Vec<ObjectAnswer>,
    inspectors: Vec<InspectorAnswer>,
    sheets: Vec<SheetAnswer>,
    findings: Vec<FindingHead>,
}

/// One check.
#[utoipa::path(get, path = "/api/v1/checks/{code}", tag = "checks", operation_id = "check",
    params(("code" = String, Path, description = "The check's code.")),
    responses((status = 200, description = "The check.", body = CheckAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<CheckAnswer>, Problem> {
    let asked = code.clone();
    let found = app.read(move |read| {
        let Some(row) = store::check(read, &asked)? else { return Ok(None) };
        let objects = store::objects(read, &asked)?;
        let mut named = Vec::with_capacity(objects.len());
        for object in objects {
            let place = stock::facility::store::position(read, &object.position)?;
            named.push((object, place.map_or_else(String::new, |place| place.name.to_string())));
        }
        let people = store::inspectors(read, &asked)?;
        let sheets = store::sheets(read, &asked)?;
        let findings = store::findings_of(read, &asked)?;
        Ok::<_, Problem>(Some((row, named, people, sheets, findings)))
    });
    let (row, objects, people, sheets, findings) = found.await?.ok_or_else(Problem::not_found)?;
    let chosen = people.iter().any(|person| person.chosen && person.user_id == principal.caller.user);
    let eyes = eyes(&app, &principal, &row, chosen).await?;
    let organisations = app.organisations().await?;
    let sees = |org: &str| match &eyes {
        None => true,
        Some(reach) => OrgCode::parse(org)
            .ok()
            .and_then(|org| organisations.get(&org))
            .is_some_and(|entry| principal.reaches(reach, &entry.organisation)),
    };
    let lot = row.seed.as_deref().zip(row.words.as_deref()).map(|(seed, words)| Lot { seed, words });
    let mut shown = Vec::with_capacity(objects.len());
    for (object, name) in objects {
        let (org, org_name) = owner(object.position.as_str(), &organisations);
        if sees(&org) && (eyes.is_none() || object.chosen) {
            shown.push(ObjectAnswer {
                number: lot.map(|lot| lot.number("object", &object.position)),
                position: object.position.to_string(),
                name,
                org,
                org_name,
                chosen: object.chosen,
                done: object.done,
            });
        }
    }
    if shown.is_empty() {
        return Err(Problem::not_found());
    }
    let (packs, today) = (app.node.packs.clone(), app.node.clock.now().business_day());
    let visible = people.into_iter().filter(|person| eyes.is_none() || person.chosen);
    let inspectors = visible.map(|person| InspectorAnswer {
        number: lot.map(|lot| lot.number("inspector", &person.user_id)),
        org_name: organisations.name(&person.org).to_owned(),
        org: person.org.to_string(),
        chosen: person.chosen,
        user: person.user_id.to_string(),
    });
    let own_sheets =
        sheets.iter().filter(|sheet| sees(sheet.position.as_str().get(..18).unwrap_or_default()));
    let own_findings = findings.iter().filter(|standing| sees(standing.row.org.as_str()));
    Ok(Json(CheckAnswer {
        objects: shown,
        inspectors: inspectors.collect(),
        sheets: own_sheets.map(|sheet| SheetAnswer::of(sheet, &packs)).collect(),
        findings: own_findings.map(|found| FindingHead::of(found, &organisations, today)).collect(),
        head: CheckHead::of(&row, &organisations, today),
    }))
}

/// How far the caller sees into a check: everything as a reader of the inspecting organisation's book or as an inspector chosen, else
/// what lies in reach, and that only when it is known what is checked.
async fn eyes(
    app: &App,
    principal: &Principal,
    row: &CheckRow,
    chosen: bool,
) -> Result<Option<Reach>, Problem> {
    let org = OrgCode::parse(row.code.get(..18).unwrap_or_default())?;
    match principal.may_to(app, Action::ReadStock, &org, Goods::Held).await {
        Ok(_) => Ok(None),
        Err(_) if chosen => Ok(None),
        Err(refused) if row.state.as_ref() == "committed" => Err(refused),
        Err(_) => Ok(Some(principal.reach(app, Action::ReadStock))),
    }
}
