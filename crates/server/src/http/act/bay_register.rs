//! `POST /api/v1/acts/bay-register`: registers a bay.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::facility::{self, NewBay};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BayForm {
    /// 28 characters, LS/T 1714: the warehouse's code and 3 digits.
    #[schema(max_length = 28)]
    bay: String,
    #[schema(max_length = 100)]
    name: String,
    #[schema(format = "date")]
    valid_from: String,
}

/// Register a bay.
#[utoipa::path(post, path = "/api/v1/acts/bay-register", tag = "acts", operation_id = "bay_register", request_body = BayForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<BayForm>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.bay)?;
    let new =
        NewBay { bay: value.bay, name: value.name, valid_from: form::day(&value.valid_from, "valid_from")? };
    principal.may_to(&app, Action::BayRegister, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| facility::register_bay(tx, ctx, book, &new)).await
}
