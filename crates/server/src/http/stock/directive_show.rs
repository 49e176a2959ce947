//! `GET /api/v1/directives/{code}`: one directive with its lines and what has been used of each.

use crate::app::App;
use crate::directory::Organisations;
use crate::http::body::Path;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{DirectiveCode, OrgCode, Quantity};
use pack::Catalogue;
use serde::Serialize;
use stock::directive::{DirectiveLineRow, DirectiveRow, Purpose, store};
use utoipa::ToSchema;

/// A directive.
#[derive(Serialize, ToSchema)]
pub struct DirectiveAnswer {
    pub code: String,
    /// Who issued it.
    pub org: String,
    pub org_name: String,
    pub purpose: String,
    pub purpose_name: String,
    pub purpose_name_en: String,
    /// `issued`, `approved` or `revoked`.
    pub status: String,
    pub valid_from: String,
    pub valid_to: String,
    /// Legal authority: document number.
    pub authority: String,
    pub issued_by: String,
    /// µs.
    pub issued_at: i64,
    pub approved_by: Option<String>,
    /// Why it was revoked.
    pub reason: Option<String>,
    pub lines: Vec<DirectiveLine>,
}

/// A line of a directive.
#[derive(Serialize, ToSchema)]
pub struct DirectiveLine {
    /// From 1.
    pub line: i64,
    /// Code of the organisation, site, warehouse, bay or position the goods must lie in.
    pub scope: String,
    pub item: String,
    pub item_name: String,
    pub unit: String,
    pub nature: String,
    pub nature_name: String,
    pub owner: String,
    pub owner_name: String,
    /// At most, thousandths of the unit.
    pub quantity: i64,
    /// Used so far in all books.
    pub used: i64,
    /// The receiving site of a transfer.
    pub destination: Option<String>,
}

impl DirectiveAnswer {
    /// The organisations it concerns: the issuer and the holders of the goods.
    pub fn concerns(&self) -> impl Iterator<Item = OrgCode> {
        let codes = std::iter::once(self.org.as_str())
            .chain(self.lines.iter().filter_map(|line| line.scope.get(..18)));
        codes.filter_map(|code| OrgCode::parse(code).ok())
    }
}

/// One directive.
#[utoipa::path(get, path = "/api/v1/directives/{code}", tag = "stock", operation_id = "directive",
    params(("code" = String, Path, description = "27 characters: issuer, `D`, year, serial.")),
    responses((status = 200, description = "The directive.", body = DirectiveAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<DirectiveAnswer>, Problem> {
    let code = DirectiveCode::parse(&code)?;
    let organisations = app.organisations().await?;
    let (names, packs) = (organisations.clone(), app.node.packs.clone());
    let directive = app
        .read(move |read| {
            let row = store::directive(read, &code)?.ok_or_else(Problem::not_found)?;
            let lines = store::lines(read, &code)?;
            told(&row, &lines, &names, &packs)
        })
        .await?;
    let reach = principal.reach(&app, Action::ReadDirective);
    let in_sight = |org: OrgCode| {
        organisations.get(&org).is_some_and(|entry| principal.reaches(&reach, &entry.organisation))
    };
    if !directive.concerns().any(in_sight) {
        return Err(Problem::not_found());
    }
    Ok(Json(directive))
}

/// A directive as shown.
pub fn told(
    row: &DirectiveRow,
    lines: &[(DirectiveLineRow, Quantity)],
    organisations: &Organisations,
    packs: &Catalogue,
) -> Result<DirectiveAnswer, Problem> {
    let org = OrgCode::parse(&row.directive.as_str()[..18])?;
    let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.code() == row.purpose.as_ref());
    let (purpose_name, purpose_name_en) =
        purpose.map_or((row.purpose.as_ref(), row.purpose.as_ref()), |purpose| purpose.label());
    let line = |(line, used): &(DirectiveLineRow, Quantity)| DirectiveLine {
        line: line.line,
        scope: line.scope.to_string(),
        item: line.item.to_string(),
        item_name: label::item(packs, &line.item).zh,
        unit: packs.item(&line.item).map_or_else(String::new, |item| item.unit.id.clone()),
        nature: line.nature.to_string(),
        nature_name: label::nature(packs, &line.nature).zh,
        owner: line.owner_level.to_string(),
        owner_name: label::owner(&line.owner_level).zh,
        quantity: line.quantity_max.0,
        used: used.0,
        destination: line.destination.as_ref().map(ToString::to_string),
    };
    Ok(DirectiveAnswer {
        code: row.directive.to_string(),
        org_name: organisations.name(&org).to_owned(),
        org: org.to_string(),
        purpose: row.purpose.to_string(),
        purpose_name: purpose_name.to_owned(),
        purpose_name_en: purpose_name_en.to_owned(),
        status: row.state.to_string(),
        valid_from: row.valid_from.to_string(),
        valid_to: row.valid_to.to_string(),
        authority: row.authority.to_string(),
        issued_by: row.issued_by.to_string(),
        issued_at: row.issued_at.0,
        approved_by: row.approved_by.as_ref().map(ToString::to_string),
        reason: row.reason.as_ref().map(ToString::to_string),
        lines: lines.iter().map(line).collect(),
    })
}
