//! `GET /api/v1/samples`: bags that wait in the laboratory: number and item, nothing that tells whose goods they are.

use crate::app::App;
use crate::http::body::Query;
use crate::http::label;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::{Deserialize, Serialize};
use stock::trip::store;
use utoipa::{IntoParams, ToSchema};

/// Bags shown; a laboratory with more has other worries.
const SHOWN: i64 = 500;

/// Whose samples.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SampleQuery {
    /// The caller's own organisation unless given.
    org: Option<String>,
}

/// A sample under test.
#[derive(Serialize, ToSchema)]
pub struct SampleAnswer {
    number: String,
    item: String,
    item_name: String,
    item_name_en: String,
    /// Day it was drawn.
    drawn_on: String,
}

/// Samples that wait for a result, by number.
#[utoipa::path(get, path = "/api/v1/samples", tag = "stock", operation_id = "samples", params(SampleQuery),
    responses((status = 200, description = "Samples.", body = List<SampleAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<SampleQuery>,
) -> Result<Json<List<SampleAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::TripTest, query.org.as_deref()).await?;
    let rows = app.read(move |read| store::samples(read, entry.book, SHOWN)).await.map_err(Problem::from)?;
    let packs = &app.node.packs;
    let told = |row: &stock::trip::SampleRow| {
        let item = label::item(packs, &row.item);
        SampleAnswer {
            number: row.sample.to_string(),
            item: row.item.to_string(),
            item_name: item.zh,
            item_name_en: item.en,
            drawn_on: row.drawn_on.to_string(),
        }
    };
    Ok(Json(List::whole(rows.iter().map(told).collect())))
}
