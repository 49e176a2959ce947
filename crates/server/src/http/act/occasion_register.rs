//! `POST /api/v1/acts/occasion-register`: registers a temporary body or large event with its last day.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::property::occasion::{self, NewOccasion};
use stock::property::word::Body as OccasionKind;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccasionRegistration {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// Loans name it so.
    #[schema(max_length = 100)]
    name: String,
    /// `body` or `event`.
    #[schema(max_length = 10)]
    kind: String,
    /// Document that set it up.
    #[schema(max_length = 100)]
    document: String,
    /// First day.
    #[schema(format = Date)]
    from_on: String,
    /// Last day: what is lent to it is due then.
    #[schema(format = Date)]
    ends_on: String,
}

/// Register a temporary body or event.
#[utoipa::path(post, path = "/api/v1/acts/occasion-register", tag = "acts", operation_id = "occasion_register", request_body = OccasionRegistration, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<OccasionRegistration>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewOccasion {
        name: value.name,
        kind: form::word(&value.kind, "kind", OccasionKind::from_code)?,
        document: value.document,
        from_on: form::day(&value.from_on, "from_on")?,
        ends_on: form::day(&value.ends_on, "ends_on")?,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::OccasionRegister, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| occasion::register(tx, ctx, book, &new)).await
}
