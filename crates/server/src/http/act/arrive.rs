//! `POST /api/v1/acts/arrive`: takes in part or all of a consignment.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{ConsignmentCode, Quantity};
use serde::Deserialize;
use stock::transfer::{self, NewPart};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The consignment's code.
    #[schema(max_length = 31)]
    consignment: String,
    #[schema(min_items = 1, max_items = 100)]
    parts: Vec<PartForm>,
}

/// What came in of one line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartForm {
    /// Line of the consignment, from 1.
    #[schema(minimum = 1)]
    line: i64,
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// Thousandths of the item's unit, above zero.
    #[schema(minimum = 1)]
    quantity: i64,
}

/// Take in part or all of a consignment.
#[utoipa::path(post, path = "/api/v1/acts/arrive", tag = "acts", operation_id = "arrive", request_body = Arrival, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<Arrival>,
) -> Result<Json<Receipt>, Problem> {
    let consignment: ConsignmentCode = form::code(&value.consignment, "consignment")?;
    let part = |part: &PartForm| {
        let position = form::code(&part.position, "position")?;
        Ok(NewPart { line: part.line, position, quantity: Quantity(part.quantity) })
    };
    let parts = value.parts.iter().map(part).collect::<Result<Vec<_>, Problem>>()?;
    let org = form::holder(value.parts.first().map_or("", |part| &part.position))?;
    principal.may_to(&app, Action::TransferArrive, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        transfer::arrive(tx, ctx, packs, book, &consignment, &parts)
    })
    .await
}
