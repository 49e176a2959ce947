//! `GET /api/v1/relief/kits`: kits an organisation has defined, with their bills of goods.

use super::{ItemQuantity, ReliefQuery, readable};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::{List, Page};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use stock::relief::kit::KitRow;
use stock::relief::store;
use utoipa::ToSchema;

/// A kit.
#[derive(Serialize, ToSchema)]
pub struct KitAnswer {
    code: String,
    name: String,
    /// One kit, as it is counted.
    one: ItemQuantity,
    /// What is in one kit.
    parts: Vec<ItemQuantity>,
    defined_on: String,
}

/// Kits by code.
#[utoipa::path(get, path = "/api/v1/relief/kits", tag = "relief", operation_id = "relief_kits", params(ReliefQuery, Page),
    responses((status = 200, description = "Kits.", body = List<KitAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<ReliefQuery>,
    Query(page): Query<Page>,
) -> Result<Json<List<KitAnswer>>, Problem> {
    let book = readable(&app, &principal, query.org.as_deref()).await?.book;
    let (limit, after, packs) = (page.limit()?, page.after()?, app.node.packs.clone());
    let found = app.read(move |read| {
        let rows = store::kits(read, book, &after, limit + 1)?;
        let with_parts = rows.into_iter().map(|row| row.parts().map(|parts| (row, parts)));
        Ok::<_, Problem>(with_parts.collect::<Result<Vec<_>, _>>()?)
    });
    let key = |(row, _): &(KitRow, Vec<_>)| row.kit.to_string();
    Ok(Json(List::of(found.await?, limit, key, |(row, parts)| KitAnswer {
        code: row.kit.to_string(),
        name: row.name.to_string(),
        one: ItemQuantity::of(&row.item, 1_000, &packs),
        parts: parts.iter().map(|part| ItemQuantity::of(&part.item, part.quantity.0, &packs)).collect(),
        defined_on: row.defined_on.to_string(),
    })))
}
