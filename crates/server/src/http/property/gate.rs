//! `GET /api/v1/purchase-gate`: what of everything idle would serve a need, explained; without writing anything.

use super::asset_names;
use crate::app::App;
use crate::http::body::Query;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::{Action, Party};
use base::term::{OrgCode, Stop};
use brain::explain::Status;
use brain::matching::{Need, Weights};
use serde::{Deserialize, Serialize};
use stock::property::purchase::{Candidate, DAYS_MAX, QUANTITY_MAX, Search};
use utoipa::{IntoParams, ToSchema};

/// What is needed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GateQuery {
    /// GB/T 14885 code.
    item: String,
    /// Words of the specification, separated by blanks.
    words: Option<String>,
    /// Pieces; 1 unless given.
    #[param(minimum = 1, maximum = 10_000)]
    quantity: Option<i64>,
    /// How long it is needed, days; a year unless given.
    #[param(minimum = 1, maximum = 7_300)]
    days: Option<i64>,
}

/// What a search found.
#[derive(Serialize, ToSchema)]
pub struct GateAnswer {
    /// Idle things looked at.
    pub considered: i64,
    /// Things that would serve.
    pub serving: i64,
    /// Pieces of the need that they cover.
    pub covers: i64,
    /// The best, in order.
    pub matches: Vec<MatchAnswer>,
    /// How much each part of a score counts, in thousandths.
    pub weights: WeightsAnswer,
}

/// A thing that would serve; parts are 0 to 1000 before their weight.
#[derive(Serialize, ToSchema)]
pub struct MatchAnswer {
    asset: String,
    /// What it is called; absent when it has left the book that was searched.
    name: Option<String>,
    spec: Option<String>,
    photo: Option<String>,
    org: String,
    org_name: String,
    /// 0 to 1000.
    score: i64,
    class: i64,
    words: i64,
    quality: i64,
    near: i64,
    life: i64,
}

/// Weights of a score.
#[derive(Serialize, ToSchema)]
pub struct WeightsAnswer {
    class: i64,
    words: i64,
    quality: i64,
    near: i64,
    life: i64,
    /// Least score of a match.
    least: i64,
    /// Whether an authority has confirmed the weights: `confirmed`, `needs_citation` or `unconfirmed`.
    status: String,
}

impl WeightsAnswer {
    fn provisional() -> Self {
        let Weights { class, words, quality, near, life, least, status } = Weights::PROVISIONAL;
        let status: Status = status;
        Self { class, words, quality, near, life, least, status: status.code().to_owned() }
    }
}

/// A need in the words of a request.
pub struct Wish<'a> {
    pub item: &'a str,
    pub words: &'a str,
    pub quantity: i64,
    pub days: i64,
}

/// Searches every government body's shelf for an organisation. The gate looks everywhere whoever asks: what the state has idle
/// anywhere is a reason not to buy.
pub async fn searched(app: &App, org: &OrgCode, wish: &Wish<'_>) -> Result<Search, Problem> {
    let organisations = app.organisations().await?;
    let own = organisations.get(org).map_or_else(String::new, |entry| entry.organisation.region.to_string());
    let need = Need {
        item: wish.item.to_owned(),
        words: hub::idle::words(wish.words),
        quantity: usize::try_from(wish.quantity.clamp(1, QUANTITY_MAX)).unwrap_or(1),
        region: own,
        days: wish.days.clamp(1, DAYS_MAX),
        today: base::term::time::number_of_day(app.node.clock.now().business_day()),
    };
    let (store, idle) = (app.node.store.clone(), app.idle.clone());
    let search = move || {
        let region = |org: &OrgCode| {
            organisations.get(org).map_or_else(String::new, |entry| entry.organisation.region.to_string())
        };
        let government = |org: &OrgCode| {
            organisations.get(org).is_some_and(|entry| entry.organisation.party == Party::Gov)
        };
        idle.refresh(&store, &region)?;
        Ok::<_, Stop>(idle.search(&need, &government))
    };
    Ok(app.blocking(search).await?)
}

/// Matches in words.
pub async fn told(app: &App, matches: Vec<Candidate>) -> Result<Vec<MatchAnswer>, Problem> {
    let organisations = app.organisations().await?;
    let named = asset_names(app, matches.iter().map(|found| found.asset.clone()).collect()).await?;
    let told = matches.into_iter().zip(named).map(|(found, named)| MatchAnswer {
        asset: found.asset.to_string(),
        org_name: organisations.name(&found.org).to_owned(),
        org: found.org.to_string(),
        score: found.score,
        class: found.class,
        words: found.words,
        quality: found.quality,
        near: found.near,
        life: found.life,
        photo: named.as_ref().and_then(|row| row.photos().next().map(str::to_owned)),
        spec: named.as_ref().map(|row| row.spec.to_string()),
        name: named.map(|row| row.name.to_string()),
    });
    Ok(told.collect())
}

/// A search as an answer.
pub async fn answer(app: &App, search: Search) -> Result<GateAnswer, Problem> {
    let Search { considered, serving, covers, matches } = search;
    let matches = told(app, matches).await?;
    Ok(GateAnswer { considered, serving, covers, matches, weights: WeightsAnswer::provisional() })
}

/// Search everything idle for a need.
#[utoipa::path(get, path = "/api/v1/purchase-gate", tag = "property", operation_id = "purchase_gate", params(GateQuery),
    responses((status = 200, description = "What would serve.", body = GateAnswer), ReadProblems))]
pub async fn search(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<GateQuery>,
) -> Result<Json<GateAnswer>, Problem> {
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?;
    let words = query.words.unwrap_or_default();
    let (quantity, days) = (query.quantity.unwrap_or(1), query.days.unwrap_or(365));
    let search = searched(&app, &org, &Wish { item: &query.item, words: &words, quantity, days }).await?;
    Ok(Json(answer(&app, search).await?))
}
