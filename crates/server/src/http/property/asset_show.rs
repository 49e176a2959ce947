//! `GET /api/v1/assets/{code}`: the card of one asset.

use super::{AssetAnswer, told};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::AssetCode;
use stock::property::store;
use stock::property::word::State as Standing;

/// One asset, in the book that answers for it now. A government body sees what is in the catalogue; anything else is seen by
/// those who may read that book's stock.
#[utoipa::path(get, path = "/api/v1/assets/{code}", tag = "property", operation_id = "asset",
    params(("code" = String, Path, description = "The asset's code.")),
    responses((status = 200, description = "The asset.", body = AssetAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<AssetAnswer>, Problem> {
    let asset = AssetCode::parse(&code)?;
    let rows = app.read(move |read| store::asset(read, &asset)).await.map_err(Problem::from)?;
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let (stock, shared) =
        (principal.reach(&app, Action::ReadStock), principal.reach(&app, Action::ReadAsset));
    let today = app.node.clock.now().business_day();
    let mut gone = None;
    for row in rows {
        let Some(entry) = organisations.sorted.iter().find(|entry| entry.book == row.book_id) else {
            continue;
        };
        let open = row.state()? == Standing::Idle && row.title()?.is_lendable();
        let mine = row.holder.as_deref() == Some(principal.caller.org.as_str());
        let seen = principal.covers(&stock, &entry.organisation, false)
            || ((open || mine) && principal.covers(&shared, &entry.organisation, false));
        if !seen {
            continue;
        }
        let answer = told(&row, &entry.organisation.code, &organisations, &packs, today);
        if row.state()?.is_held() {
            return Ok(Json(answer));
        }
        gone = Some(answer);
    }
    gone.map(Json).ok_or_else(Problem::not_found)
}
