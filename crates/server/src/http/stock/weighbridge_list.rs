//! `GET /api/v1/weighbridges`: what the displays of a site's weighbridges show at this moment.

use crate::app::App;
use crate::http::body::Query;
use crate::http::page::List;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose weighbridges.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WeighbridgeQuery {
    /// Code of an organisation or site; the caller's own organisation unless given.
    org: Option<String>,
}

/// A weighbridge.
#[derive(Serialize, ToSchema)]
pub struct WeighbridgeAnswer {
    name: String,
    site: String,
    /// The newest weight, kg; null when the line is silent.
    kilograms: Option<i64>,
    /// The weight that may be taken now, kg; null while it moves or nothing stands there.
    steady: Option<i64>,
    /// Frames thrown away since the server started: a bad line shows here.
    bad_frames: u64,
}

/// Weighbridges of a site or organisation.
#[utoipa::path(get, path = "/api/v1/weighbridges", tag = "stock", operation_id = "weighbridges", params(WeighbridgeQuery),
    responses((status = 200, description = "Weighbridges.", body = List<WeighbridgeAnswer>), ReadProblems))]
pub async fn list(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<WeighbridgeQuery>,
) -> Result<Json<List<WeighbridgeAnswer>>, Problem> {
    let entry = super::readable_or_own(&app, &principal, Action::ReadStock, query.org.as_deref()).await?;
    let scope = query.org.unwrap_or_else(|| entry.organisation.code.to_string());
    let shown = app.bridges.shown(&scope, app.node.clock.now()).into_iter().map(|bridge| WeighbridgeAnswer {
        name: bridge.name,
        site: bridge.site,
        kilograms: bridge.kilograms,
        steady: bridge.steady,
        bad_frames: bridge.bad_frames,
    });
    Ok(Json(List::whole(shown.collect())))
}
