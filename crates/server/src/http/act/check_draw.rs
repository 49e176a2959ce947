//! `POST /api/v1/acts/check-draw`: draws the positions and inspectors of a random check.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckDraw {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
    /// Words of who draws, 4 to 64 characters; they go into the draw beside the seed.
    #[schema(min_length = 4, max_length = 64)]
    words: String,
}

/// Draw a random check.
#[utoipa::path(post, path = "/api/v1/acts/check-draw", tag = "acts", operation_id = "check_draw", request_body = CheckDraw, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CheckDraw>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::CheckDraw, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| check::draw(tx, ctx, book, &value.check, &value.words))
        .await
}
