//! `GET /api/v1/import-jobs/{id}/errors.xlsx`: the file given back with its mistakes marked. Only who began the import may have it.

use crate::app::App;
use crate::http::body::Path;
use crate::http::export::{Shown, file, heading};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use crate::import::jobs::State as JobState;
use axum::extract::State;
use axum::response::IntoResponse;
use base::policy::Action;
use base::term::Fault;

/// The file with its mistakes marked.
#[utoipa::path(get, path = "/api/v1/import-jobs/{id}/errors.xlsx", tag = "import", operation_id = "import_errors",
    params(("id" = u64, Path, description = "Number of the import.")),
    responses((status = 200, description = "The file.", body = [u8], content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<u64>,
) -> Result<impl IntoResponse, Problem> {
    principal.may(&app, Action::ReadCode)?;
    let job = app.imports.of(id, &principal.caller.user).ok_or_else(Problem::not_found)?;
    let JobState::Ended(ended) = job.state() else { return Err(Problem::not_found()) };
    if ended.source.mistakes_total() == 0 {
        return Err(Problem::not_found());
    }
    let organisations = app.organisations().await?;
    let heading = heading(&app, &principal, organisations.name(&job.org).to_owned()).await?;
    let made = move || {
        let failed = |refusal: paper::Refusal| Fault::new(format!("paper: {}", refusal.words().en));
        Ok(ended.source.marked(&heading).map_err(failed)?)
    };
    let bytes = app.blocking(made).await?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((file(media, &format!("inrs-{}-errors.xlsx", job.kind.code()), Shown::Saved), bytes))
}
