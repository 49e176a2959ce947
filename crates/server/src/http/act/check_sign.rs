//! `POST /api/v1/acts/check-sign`: signs a sheet as the second inspector.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::check::sheet;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetSignature {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
    /// Index of the sheet's fact.
    #[schema(minimum = 0)]
    sheet: i64,
}

/// Sign a sheet.
#[utoipa::path(post, path = "/api/v1/acts/check-sign", tag = "acts", operation_id = "check_sign", request_body = SheetSignature, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<SheetSignature>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::CheckSign, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| sheet::sign(tx, ctx, book, value.sheet)).await
}
