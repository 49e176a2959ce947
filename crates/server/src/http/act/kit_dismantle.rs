//! `POST /api/v1/acts/kit-dismantle`: takes kits apart; the parts go back to the lots they came from.

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
use stock::relief::kit::{self, NewDismantling};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DismantleForm {
    /// The lot of kits.
    #[schema(max_length = 31)]
    lot: String,
    /// Where the kits lie.
    #[schema(max_length = 30)]
    position: String,
    /// Kits, thousandths of one.
    #[schema(minimum = 1)]
    quantity: i64,
    /// Where the parts go, by the lots they came from.
    #[schema(min_items = 1, max_items = 100)]
    picks: Vec<PickForm>,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Take kits apart.
#[utoipa::path(post, path = "/api/v1/acts/kit-dismantle", tag = "acts", operation_id = "kit_dismantle", request_body = DismantleForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DismantleForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewDismantling {
        lot: form::code(&value.lot, "lot")?,
        position: form::code(&value.position, "position")?,
        quantity: Quantity(value.quantity),
        picks: form::picks(&value.picks)?,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::KitDismantle, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        kit::dismantle(tx, ctx, packs, book, &new, &value.why)
    })
    .await
}
