//! `GET /api/v1/imports/{kind}/template.xlsx`: an empty workbook with the columns of a kind.

use super::kind;
use crate::app::App;
use crate::http::body::Path;
use crate::http::export::{Shown, file, heading};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::policy::Action;
use base::term::Fault;

/// An empty workbook to fill in.
#[utoipa::path(get, path = "/api/v1/imports/{kind}/template.xlsx", tag = "import", operation_id = "import_template",
    params(("kind" = String, Path, description = "`organisations`, `sites`, `warehouses`, `bays`, `positions`, `lots`, `tests`, `plans`, `assets` or `yearly`.")),
    responses((status = 200, description = "The file.", body = [u8], content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let kind = kind(&name)?;
    let organisations = app.organisations().await?;
    let heading = heading(&app, &principal, organisations.name(&principal.caller.org).to_owned()).await?;
    let packs = app.node.packs.clone();
    let made = move || {
        let failed = |refusal: paper::Refusal| Fault::new(format!("paper: {}", refusal.words().en));
        Ok(crate::import::template(kind, &packs, &heading).map_err(failed)?)
    };
    let bytes = app.blocking(made).await?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((file(media, &format!("inrs-{}.xlsx", kind.code()), Shown::Saved), bytes))
}
