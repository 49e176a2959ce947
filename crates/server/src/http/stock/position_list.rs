//! `GET /api/v1/positions`: positions of a site, or of all sites of an organisation, with what lies there.

use super::holding::PositionAnswer;
use super::warehouse_show::gathered;
use crate::app::App;
use crate::http::body::Query;
use crate::http::code::Search;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::SiteCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which positions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PositionQuery {
    /// Only those of this site.
    site: Option<String>,
    /// Those of this organisation; the caller's own unless given.
    org: Option<String>,
}

/// Positions, by code.
#[utoipa::path(get, path = "/api/v1/positions", tag = "stock", operation_id = "positions", params(PositionQuery, Search, Page),
    responses((status = 200, description = "Positions.", body = List<PositionAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<PositionQuery>,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<PositionAnswer>>, Problem> {
    let site = query.site.as_deref().map(SiteCode::parse).transpose()?;
    let whose = site.as_ref().map(|site| site.to_string()).or(query.org);
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, whose.as_deref()).await?;
    let sites: Vec<SiteCode> = match site {
        Some(site) => vec![site],
        None => {
            let picture = app.picture.picture();
            let sites = picture.part(entry.book).map(|part| part.sites.clone()).unwrap_or_default();
            sites.iter().map(|site| SiteCode::stored(&site.code)).collect()
        }
    };
    let packs = app.node.packs.clone();
    let list = app.read(move |read| {
        let mut rows = Vec::new();
        for site in &sites {
            rows.extend(gathered(read, site, site.as_str(), &entry.organisation.name, &packs)?);
        }
        rows.retain(|row| search.finds(&[&row.code, &row.name]));
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        page.cut(rows, |row| row.code.clone(), |row| row)
    });
    Ok(Json(list.await?))
}
