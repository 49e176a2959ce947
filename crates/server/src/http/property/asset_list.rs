//! `GET /api/v1/assets`: the assets of an organisation in every state.

use super::{AssetAnswer, told};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::Deserialize;
use stock::property::store::{self, Wanted};
use utoipa::IntoParams;

/// Which assets.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AssetQuery {
    /// The caller's own organisation unless given.
    pub org: Option<String>,
    /// One state.
    pub state: Option<String>,
    /// Code of an item, or its beginning.
    pub item: Option<String>,
    /// Code of a warehouse.
    pub pool: Option<String>,
    /// Words in name or specification.
    pub words: Option<String>,
}

impl AssetQuery {
    /// As the store asks.
    pub fn wanted(&self) -> Wanted {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Wanted {
            state: text(&self.state),
            item: text(&self.item),
            pool: text(&self.pool),
            words: text(&self.words),
        }
    }

    /// Whose assets.
    pub fn org(&self, principal: &Principal) -> Result<OrgCode, Problem> {
        Ok(match self.org.as_deref() {
            Some(org) => OrgCode::parse(org)?,
            None => principal.caller.org.clone(),
        })
    }
}

/// Assets, by code.
#[utoipa::path(get, path = "/api/v1/assets", tag = "property", operation_id = "assets", params(AssetQuery, Page),
    responses((status = 200, description = "Assets.", body = List<AssetAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<AssetQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<AssetAnswer>>, Problem> {
    let org = query.org(&principal)?;
    let book = principal.may_to(&app, Action::ReadStock, &org, Goods::Ordinary).await?.book;
    let (limit, after, wanted) = (page.limit()?, page.after()?, query.wanted());
    let rows = app.read(move |read| store::assets(read, book, &wanted, &after, limit + 1)).await;
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let today = app.node.clock.now().business_day();
    let show = |row| told(&row, &org, &organisations, &packs, today);
    Ok(Json(List::of(rows.map_err(Problem::from)?, limit, |row| row.asset.to_string(), show)))
}
