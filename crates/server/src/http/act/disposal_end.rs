//! `POST /api/v1/acts/disposal-end`: records how a disposal ended and writes the things off.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Money;
use serde::Deserialize;
use stock::property::disposal::{self, Ended};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalEnd {
    /// The disposal's code.
    #[schema(max_length = 28)]
    disposal: String,
    /// Exchange and buyer, receiver, or who destroyed it.
    #[schema(max_length = 100)]
    party: String,
    /// Number of the record.
    #[schema(max_length = 100)]
    document: String,
    /// Hash of a photograph or paper uploaded before.
    #[schema(max_length = 64)]
    photo: Option<String>,
    /// Proceeds, fen.
    #[schema(minimum = 0)]
    proceeds: i64,
    /// Asked for when the proceeds are below the appraisal.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Record how a disposal ended.
#[utoipa::path(post, path = "/api/v1/acts/disposal-end", tag = "acts", operation_id = "disposal_end", request_body = DisposalEnd, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DisposalEnd>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.disposal)?;
    let new = Ended {
        disposal: value.disposal,
        party: value.party,
        document: value.document,
        photo: value.photo.as_deref().map(|hash| form::photo(&app, hash)).transpose()?,
        proceeds: Money(value.proceeds),
        on: app.node.clock.now().business_day(),
    };
    principal.may_to(&app, Action::DisposalEnd, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| disposal::end(tx, ctx, book, &new, value.why.as_deref()))
        .await
}
