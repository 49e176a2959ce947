//! `GET /api/v1/custody` and `GET /api/v1/custody/{asset}`: case property of an organisation, and the chain of custody of one thing.

use crate::app::App;
use crate::http::body::{Path, Query};
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{AssetCode, OrgCode};
use serde::{Deserialize, Serialize};
use stock::property::custody::{CustodyRow, CustodyStepRow};
use stock::property::store;
use utoipa::{IntoParams, ToSchema};

/// Whose case property.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustodyQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A sealed thing and who has custody of it.
#[derive(Serialize, ToSchema)]
pub struct CustodyHead {
    asset: String,
    org: String,
    name: Option<String>,
    /// Where the thing lies: it does not move.
    place: Option<String>,
    case_no: String,
    /// `police`, `procuratorate`, `court`, `enforcement` or `finance`.
    office: String,
    /// Legal document of the last step.
    document: String,
    seal: String,
    photo: String,
    offered_to: Option<String>,
    offered_by: Option<String>,
    /// `returned`, `confiscated`, `auctioned` or `destroyed`; null while the case is open.
    outcome: Option<String>,
    sealed_on: String,
    steps: i64,
    /// Index of the last fact about it.
    index: i64,
}

/// One step of the chain.
#[derive(Serialize, ToSchema)]
pub struct CustodyStep {
    step: i64,
    /// µs.
    at: i64,
    from_office: String,
    to_office: String,
    document: String,
    seal: String,
    photo: String,
    given_by: String,
    taken_by: String,
    index: i64,
}

/// A sealed thing with its chain of custody.
#[derive(Serialize, ToSchema)]
pub struct CustodyAnswer {
    head: CustodyHead,
    chain: Vec<CustodyStep>,
}

async fn told(app: &App, rows: Vec<CustodyRow>, org: &OrgCode) -> Result<Vec<CustodyHead>, Problem> {
    let names = super::asset_names(app, rows.iter().map(|row| row.asset.clone()).collect()).await?;
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
    let told = rows.into_iter().zip(names).map(|(row, thing)| CustodyHead {
        asset: row.asset.to_string(),
        org: org.to_string(),
        place: thing.as_ref().map(|thing| thing.place.to_string()),
        name: thing.map(|thing| thing.name.to_string()),
        case_no: row.case_no.to_string(),
        office: row.office.to_string(),
        document: row.document.to_string(),
        seal: row.seal.to_string(),
        photo: row.photo.to_string(),
        offered_to: text(&row.offered_to),
        offered_by: text(&row.offered_by),
        outcome: text(&row.outcome),
        sealed_on: row.sealed_on.to_string(),
        steps: row.steps,
        index: row.n,
    });
    Ok(told.collect())
}

fn step(row: CustodyStepRow) -> CustodyStep {
    CustodyStep {
        step: row.step,
        at: row.at.0,
        from_office: row.from_office.to_string(),
        to_office: row.to_office.to_string(),
        document: row.document.to_string(),
        seal: row.seal.to_string(),
        photo: row.photo.to_string(),
        given_by: row.given_by.to_string(),
        taken_by: row.taken_by.to_string(),
        index: row.n,
    }
}

/// Case property, by code.
#[utoipa::path(get, path = "/api/v1/custody", tag = "property", operation_id = "custody_list", params(CustodyQuery, Page),
    responses((status = 200, description = "Case property.", body = List<CustodyHead>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<CustodyQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<CustodyHead>>, Problem> {
    let org = match query.org.as_deref() {
        Some(org) => OrgCode::parse(org)?,
        None => principal.caller.org.clone(),
    };
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after) = (page.limit()?, page.after()?);
    let rows =
        app.read(move |read| store::custodies(read, book, &after, limit + 1)).await.map_err(Problem::from)?;
    let heads = told(&app, rows, &org).await?;
    Ok(Json(List::of(heads, limit, |head| head.asset.clone(), |head| head)))
}

/// One sealed thing with its chain of custody.
#[utoipa::path(get, path = "/api/v1/custody/{asset}", tag = "property", operation_id = "custody",
    params(("asset" = String, Path, description = "The asset's code.")),
    responses((status = 200, description = "The chain of custody.", body = CustodyAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(asset): Path<String>,
) -> Result<Json<CustodyAnswer>, Problem> {
    let asset = AssetCode::parse(&asset)?;
    let org = OrgCode::parse(asset.as_str().get(..18).unwrap_or_default())?;
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let found = app.read(move |read| store::custody(read, book, &asset)).await.map_err(Problem::from)?;
    let (row, chain) = found.ok_or_else(Problem::not_found)?;
    let head = told(&app, vec![row], &org).await?.pop().ok_or_else(Problem::not_found)?;
    Ok(Json(CustodyAnswer { head, chain: chain.into_iter().map(step).collect() }))
}
