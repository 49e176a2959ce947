//! `GET /api/v1/findings/{code}`: one finding with every round of mending and re-checking, from both books.

use super::FindingHead;
use crate::app::App;
use crate::http::body::Path;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::OrgCode;
use serde::Serialize;
use stock::check::finding::{MendingRow, RecheckRow, photos};
use stock::check::store;
use utoipa::ToSchema;

/// What was mended; in the inspected organisation's book.
#[derive(Serialize, ToSchema)]
pub struct MendingAnswer {
    words: String,
    photos: Vec<String>,
    /// µs.
    at: i64,
    by: String,
    index: i64,
}

/// How it was looked at again; in the inspecting organisation's book.
#[derive(Serialize, ToSchema)]
pub struct RecheckAnswer {
    accepted: bool,
    words: String,
    photos: Vec<String>,
    /// µs.
    at: i64,
    by: String,
    index: i64,
}

/// One round.
#[derive(Serialize, ToSchema)]
pub struct RoundAnswer {
    mending: MendingAnswer,
    recheck: Option<RecheckAnswer>,
}

/// A finding with its rounds.
#[derive(Serialize, ToSchema)]
pub struct FindingDetail {
    head: FindingHead,
    rounds: Vec<RoundAnswer>,
}

/// One finding.
#[utoipa::path(get, path = "/api/v1/findings/{code}", tag = "checks", operation_id = "finding",
    params(("code" = String, Path, description = "The finding's code.")),
    responses((status = 200, description = "The finding.", body = FindingDetail), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Path(code): Path<String>,
) -> Result<Json<FindingDetail>, Problem> {
    let found = app.read(move |read| {
        let Some(standing) = store::finding(read, &code)? else { return Ok(None) };
        Ok::<_, Problem>(Some((standing, store::mendings(read, &code)?, store::rechecks(read, &code)?)))
    });
    let (standing, mendings, rechecks) = found.await?.ok_or_else(Problem::not_found)?;
    let inspecting = OrgCode::parse(standing.row.finding.get(..18).unwrap_or_default())?;
    if principal.may_to(&app, Action::ReadStock, &inspecting, Goods::Held).await.is_err() {
        principal.may_to(&app, Action::ReadStock, &standing.row.org, Goods::Held).await?;
    }
    let rounds = mendings.iter().map(|mending| RoundAnswer {
        mending: mended(mending),
        recheck: rechecks.iter().find(|recheck| recheck.round == mending.round).map(rechecked),
    });
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    Ok(Json(FindingDetail {
        rounds: rounds.collect(),
        head: FindingHead::of(&standing, &organisations, today),
    }))
}

fn mended(row: &MendingRow) -> MendingAnswer {
    MendingAnswer {
        words: row.words.to_string(),
        photos: photos(&row.photos).map(str::to_owned).collect(),
        at: row.at.0,
        by: row.by_user.to_string(),
        index: row.n,
    }
}

fn rechecked(row: &RecheckRow) -> RecheckAnswer {
    RecheckAnswer {
        accepted: row.accepted,
        words: row.words.to_string(),
        photos: photos(&row.photos).map(str::to_owned).collect(),
        at: row.at.0,
        by: row.by_user.to_string(),
        index: row.n,
    }
}
