//! `GET /api/v1/organisations`: organisations the caller may know of.

use crate::app::App;
use crate::directory::{Entry, Organisations};
use crate::http::body::Query;
use crate::http::code::Search;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::region::regions;
use base::term::code::region_prefix;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which organisations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrganisationQuery {
    /// Only those directly below this one.
    parent: Option<String>,
    /// Only those registered inside this region.
    region: Option<String>,
    /// `bureau`, `storing_unit`, `public_warehouse` or `social_party`.
    kind: Option<String>,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
pub struct OrganisationRow {
    /// Unified social credit code.
    code: String,
    name: String,
    kind: &'static str,
    kind_name: &'static str,
    kind_name_en: &'static str,
    party: &'static str,
    region: String,
    region_name: String,
    parent: Option<String>,
    parent_name: Option<String>,
    upstream: Option<String>,
}

/// Organisations, by code.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "registry", operation_id = "organisations", params(OrganisationQuery, Search, Page),
    responses((status = 200, description = "Organisations.", body = List<OrganisationRow>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<OrganisationQuery>,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<OrganisationRow>>, Problem> {
    let reach = principal.reach(&app, Action::ReadRegistry);
    let organisations = app.organisations().await?;
    let wanted =
        |entry: &&Entry| {
            let organisation = &entry.organisation;
            query.parent.as_deref().is_none_or(|parent| {
                organisation.parent.as_ref().is_some_and(|above| above.as_str() == parent)
            }) && query
                .region
                .as_deref()
                .is_none_or(|region| organisation.region.as_str().starts_with(region_prefix(region)))
                && query.kind.as_deref().is_none_or(|kind| organisation.kind.name() == kind)
                && search.finds(&[organisation.code.as_str(), &organisation.name])
                && principal.reaches(&reach, organisation)
        };
    let rows: Vec<&Entry> = organisations.sorted.iter().filter(wanted).collect();
    Ok(Json(page.cut(
        rows,
        |entry| entry.organisation.code.to_string(),
        |entry| row(entry, &organisations),
    )?))
}

/// An organisation as shown.
pub fn row(entry: &Entry, organisations: &Organisations) -> OrganisationRow {
    let organisation = &entry.organisation;
    let (kind_name, kind_name_en) = organisation.kind.label();
    OrganisationRow {
        code: organisation.code.to_string(),
        name: organisation.name.clone(),
        kind: organisation.kind.name(),
        kind_name,
        kind_name_en,
        party: organisation.party.name(),
        region: organisation.region.to_string(),
        region_name: regions().path(organisation.region.as_str()),
        parent: organisation.parent.as_ref().map(ToString::to_string),
        parent_name: organisation.parent.as_ref().map(|parent| organisations.name(parent).to_owned()),
        upstream: organisation.upstream.as_ref().map(ToString::to_string),
    }
}
