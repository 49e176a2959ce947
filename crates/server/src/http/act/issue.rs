//! `POST /api/v1/acts/issue`: issues goods, state reserves only under a directive.

use super::form::PickForm;
use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::issue::{self, NewIssue};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The directive's code; absent only for goods whose nature needs none.
    #[schema(max_length = 27)]
    directive: Option<String>,
    /// Line of the directive, from 1; 1 unless given.
    #[schema(minimum = 1)]
    line: Option<i64>,
    /// What leaves from where.
    #[schema(min_items = 1, max_items = 100)]
    picks: Vec<PickForm>,
    /// Laden and empty weight, kg.
    #[schema(minimum = 0)]
    gross: Option<i64>,
    #[schema(minimum = 0)]
    tare: Option<i64>,
    /// Net weight as the slip shows it, kg; laden less empty unless given.
    #[schema(minimum = 0)]
    net: Option<i64>,
    /// Who takes the goods.
    #[schema(max_length = 200)]
    receiver: String,
    #[schema(max_length = 40)]
    vehicle: Option<String>,
    /// Region where the goods will be used; asked for when a donor's will names one.
    #[schema(max_length = 6)]
    region: Option<String>,
    /// Why usable stock that expires earlier is left, if it is; up to 500 characters.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Issue goods.
#[utoipa::path(post, path = "/api/v1/acts/issue", tag = "acts", operation_id = "issue", request_body = Issue, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Issue>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewIssue {
        under: form::under(value.directive.as_deref(), value.line)?,
        picks: form::picks(&value.picks)?,
        weighing: form::weighing(value.gross, value.tare, value.net)?,
        receiver: value.receiver,
        vehicle: value.vehicle,
        region: value.region.as_deref().map(|region| form::code(region, "region")).transpose()?,
        why: value.why,
    };
    let org = form::holder(value.picks.first().map_or("", |pick| &pick.position))?;
    principal.may_to(&app, Action::StockIssue, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| issue::issue(tx, ctx, packs, book, &new)).await
}
