//! `GET /api/v1/sites`: sites the caller may see, with what lies there.

use crate::app::App;
use crate::http::body::Query;
use crate::http::code::Search;
use crate::http::hub::{Eyes, region};
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::region::regions;
use hub::map::{Pin, map};
use hub::picture::ItemNote;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which sites.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SiteQuery {
    /// Region code; everything inside it is listed.
    region: Option<String>,
    /// Only those of this organisation.
    org: Option<String>,
}

/// A site.
#[derive(Serialize, ToSchema)]
pub struct SiteRow {
    pub code: String,
    pub name: String,
    /// `depot`, `tank_farm`, `relief`, `public_property` or `transit`.
    pub kind: String,
    pub org: String,
    pub org_name: String,
    pub region: String,
    pub region_name: String,
    /// Millionths of a degree.
    pub lon: i64,
    pub lat: i64,
    /// Stored, by category and unit.
    pub totals: Vec<Stored>,
}

/// A stored quantity.
#[derive(Serialize, ToSchema)]
pub struct Stored {
    pub category: String,
    pub unit: String,
    /// Thousandths of the unit.
    pub quantity: i64,
}

/// Sites, by code.
#[utoipa::path(get, path = "/api/v1/sites", tag = "stock", operation_id = "sites", params(SiteQuery, Search, Page),
    responses((status = 200, description = "Sites.", body = List<SiteRow>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SiteQuery>,
    Query(search): Query<Search>,
    Query(page): Query<Page>,
) -> Result<Json<List<SiteRow>>, Problem> {
    let region = region(query.region.as_deref())?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(&app, &principal, Action::ReadStock, &organisations);
    let picture = app.picture.picture();
    let mut pins = map(&picture, &|part| eyes.see(part), &region);
    pins.retain(|pin| {
        query.org.as_deref().is_none_or(|org| pin.part.org.as_str() == org)
            && search.finds(&[&pin.site.code, &pin.site.name, &pin.part.name])
    });
    Ok(Json(page.cut(pins, |pin| pin.site.code.to_string(), |pin| row(&pin))?))
}

/// A site as shown.
pub fn row(pin: &Pin<'_>) -> SiteRow {
    let site = pin.site;
    let stored = |(note, quantity): &(&ItemNote, i64)| Stored {
        category: note.category.to_string(),
        unit: note.unit.to_string(),
        quantity: *quantity,
    };
    SiteRow {
        code: site.code.to_string(),
        name: site.name.to_string(),
        kind: site.kind.to_string(),
        org: pin.part.org.to_string(),
        org_name: pin.part.name.to_string(),
        region: site.region.to_string(),
        region_name: regions().path(&site.region),
        lon: site.point.0,
        lat: site.point.1,
        totals: pin.stored.iter().map(stored).collect(),
    }
}
