//! `POST /api/v1/acts/kit-assemble`: puts kits together out of lots; the kits are a lot of their own.

use super::form::PickForm;
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
use stock::relief::kit::{self, NewAssembly};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssembleForm {
    /// The kit's code.
    #[schema(max_length = 28)]
    kit: String,
    /// Kits, thousandths of one.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Where the kits will lie.
    #[schema(max_length = 30)]
    position: String,
    /// What they are made from: the bill of goods times the number of kits.
    #[schema(min_items = 1, max_items = 100)]
    picks: Vec<PickForm>,
}

/// Put kits together. The lot they became is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/kit-assemble", tag = "acts", operation_id = "kit_assemble", request_body = AssembleForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<AssembleForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewAssembly {
        kit: form::code(&value.kit, "kit")?,
        quantity: Quantity(value.quantity),
        position: form::code(&value.position, "position")?,
        picks: form::picks(&value.picks)?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::KitAssemble, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| kit::assemble(tx, ctx, packs, book, &new)).await
}
