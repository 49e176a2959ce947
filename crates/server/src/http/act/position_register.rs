//! `POST /api/v1/acts/position-register`: registers a storage position.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Quantity;
use serde::Deserialize;
use stock::facility::{self, NewPosition};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PositionForm {
    /// 30 characters, LS/T 1714: the bay's code and 2 digits.
    #[schema(max_length = 30)]
    position: String,
    #[schema(max_length = 100)]
    name: String,
    /// Storage form code of the pack, such as `bulk` or `bagged`.
    #[schema(max_length = 20)]
    form: String,
    /// Thousandths of the unit of what it will hold.
    #[schema(minimum = 0)]
    capacity: i64,
    /// User who keeps it.
    #[schema(max_length = 64)]
    keeper: String,
    #[schema(format = "date")]
    valid_from: String,
}

/// Register a position.
#[utoipa::path(post, path = "/api/v1/acts/position-register", tag = "acts", operation_id = "position_register", request_body = PositionForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<PositionForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewPosition {
        position: form::code(&value.position, "position")?,
        name: value.name,
        form: value.form,
        capacity: Quantity(value.capacity),
        keeper: value.keeper,
        valid_from: form::day(&value.valid_from, "valid_from")?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::PositionRegister, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| facility::register_position(tx, ctx, book, &new)).await
}
