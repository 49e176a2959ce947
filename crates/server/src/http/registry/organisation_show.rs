//! `GET /api/v1/organisations/{code}`: one organisation.

use super::organisation_list::{OrganisationRow, row};
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;

/// One organisation.
#[utoipa::path(get, path = "/api/v1/organisations/{code}", tag = "registry", operation_id = "organisation",
    params(("code" = String, Path, description = "Its unified social credit code.")),
    responses((status = 200, description = "The organisation.", body = OrganisationRow), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<OrganisationRow>, Problem> {
    let entry = principal.may_to(&app, Action::ReadRegistry, &OrgCode::parse(&code)?, Goods::Held).await?;
    Ok(Json(row(&entry, &*app.organisations().await?)))
}
