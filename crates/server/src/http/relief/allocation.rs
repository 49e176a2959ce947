//! `GET /api/v1/relief/allocation`: which lots should leave for a quantity, by the one allocation rule. A proposal; it reserves nothing.

use super::{readable, today};
use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::term::Quantity;
use serde::{Deserialize, Serialize};
use stock::allocation::Use;
use stock::issue::{Wanted, propose};
use stock::lot;
use utoipa::{IntoParams, ToSchema};

/// What is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedQuery {
    /// Code of an organisation, site, warehouse, bay or position.
    scope: String,
    item: String,
    nature: String,
    owner_level: String,
    /// Thousandths of the item's unit.
    #[param(minimum = 1)]
    quantity: i64,
    /// For disposal: unfit goods may leave too.
    disposal: Option<bool>,
}

/// One part of an allocation, in the order of leaving.
#[derive(Serialize, ToSchema)]
pub struct PickAnswer {
    lot: String,
    position: String,
    /// Thousandths of the unit.
    quantity: i64,
    produced_on: Option<String>,
    expires_on: Option<String>,
    received_on: String,
}

/// What should leave.
#[utoipa::path(get, path = "/api/v1/relief/allocation", tag = "relief", operation_id = "relief_allocation", params(WantedQuery),
    responses((status = 200, description = "Lots in the order of leaving.", body = List<PickAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<WantedQuery>,
) -> Result<Json<List<PickAnswer>>, Problem> {
    let book = readable(&app, &principal, Some(&query.scope)).await?.book;
    let (packs, today) = (app.node.packs.clone(), today(&app));
    let wanted = Wanted {
        scope: query.scope,
        item: query.item.into(),
        nature: query.nature.into(),
        owner_level: query.owner_level.into(),
        quantity: Quantity(query.quantity),
        purpose: if query.disposal.unwrap_or(false) { Use::Disposal } else { Use::Supply },
    };
    let found = app.read(move |read| {
        let mut answers = Vec::new();
        for pick in propose(read, &packs, book, &wanted, today)? {
            let rows = lot::store::lot(read, &pick.lot)?;
            let Some(row) = rows.into_iter().find(|row| row.book_id == book) else { continue };
            answers.push(PickAnswer {
                lot: pick.lot.to_string(),
                position: pick.position.to_string(),
                quantity: pick.quantity.0,
                produced_on: row.produced_on.map(|day| day.to_string()),
                expires_on: row.expires_on.map(|day| day.to_string()),
                received_on: row.received_on.to_string(),
            });
        }
        Ok::<_, Problem>(answers)
    });
    Ok(Json(List::whole(found.await?)))
}
