//! `GET /api/v1/catalogue`: what is idle and may be borrowed, of every organisation whose assets the caller may see.

use super::asset_list::AssetQuery;
use super::{AssetAnswer, told};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{BookId, OrgCode};
use std::collections::HashMap;
use stock::property::asset::AssetRow;
use stock::property::store;

/// Rows read from the store at once.
const BATCH: i64 = 500;

/// Idle assets, by code.
#[utoipa::path(get, path = "/api/v1/catalogue", tag = "property", operation_id = "catalogue", params(AssetQuery, Page),
    responses((status = 200, description = "What may be borrowed.", body = List<AssetAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<AssetQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<AssetAnswer>>, Problem> {
    let (limit, after) = (page.limit()?, page.after()?);
    let rows = idle(&app, &principal, &query, after, usize::try_from(limit).unwrap_or(0) + 1).await?;
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let today = app.node.clock.now().business_day();
    let show = |(org, row): (OrgCode, AssetRow)| told(&row, &org, &organisations, &packs, today);
    Ok(Json(List::of(rows, limit, |(_, row)| row.asset.to_string(), show)))
}

/// Idle assets that the caller may see, at most `most`, each with its organisation.
pub async fn idle(
    app: &App,
    principal: &Principal,
    query: &AssetQuery,
    mut after: String,
    most: usize,
) -> Result<Vec<(OrgCode, AssetRow)>, Problem> {
    let reach = principal.reach(app, Action::ReadAsset);
    let organisations = app.organisations().await?;
    let only = query.org.as_deref().map(OrgCode::parse).transpose()?;
    let seen: HashMap<BookId, OrgCode> = organisations
        .sorted
        .iter()
        .filter(|entry| only.as_ref().is_none_or(|org| *org == entry.organisation.code))
        .filter(|entry| principal.covers(&reach, &entry.organisation, false))
        .map(|entry| (entry.book, entry.organisation.code.clone()))
        .collect();
    let wanted = query.wanted();
    let found = app.read(move |read| {
        let mut found = Vec::new();
        while found.len() < most {
            let batch = store::idle(read, &wanted, &after, BATCH)?;
            let Some(last) = batch.last() else { break };
            after = last.asset.to_string();
            found.extend(batch.into_iter().filter_map(|row| Some((seen.get(&row.book_id)?.clone(), row))));
        }
        found.truncate(most);
        Ok::<_, Problem>(found)
    });
    found.await
}
