//! `GET /readyz`: the store can be read and written now. A balancer sends requests to nodes that are ready.

use super::Health;
use crate::app::App;
use crate::http::problem::Problem;
use axum::Json;
use axum::extract::State;
use base::term::Fault;
use std::time::Duration;

/// Longest wait for the store.
const PATIENCE: Duration = Duration::from_secs(3);

/// The store can be read and written.
#[utoipa::path(get, path = "/readyz", tag = "node", operation_id = "ready", security(()),
    responses((status = 200, description = "The store can be read and written.", body = Health),
        (status = 429, description = "Too many requests; see Retry-After."),
        (status = 503, description = "It cannot.")))]
pub async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    let asked = async {
        app.read(|_| Ok::<_, Fault>(())).await?;
        app.write(0, |_| Ok(())).await
    };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(())) => Ok(Json(Health::OK)),
        Ok(Err(stop)) => Err(Problem::busy(stop.to_string())),
        Err(_) => Err(Problem::busy("the store did not answer".to_owned())),
    }
}
