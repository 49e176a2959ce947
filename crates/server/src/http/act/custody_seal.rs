//! `POST /api/v1/acts/custody-seal`: seals one thing as case property.

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
use stock::property::asset::NewAssets;
use stock::property::custody::{self, NewCase, Papers};
use stock::property::word::{Condition, Intake, Office};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseSealing {
    /// The organisation whose book is concerned; the caller's own unless given.
    #[schema(max_length = 18)]
    org: Option<String>,
    /// GB/T 14885 code.
    #[schema(max_length = 20)]
    item: String,
    /// What it is called.
    #[schema(max_length = 100)]
    name: String,
    /// Make, model, marks.
    #[schema(max_length = 200)]
    spec: Option<String>,
    /// Code of a warehouse for case property.
    #[schema(max_length = 28)]
    pool: String,
    /// Where it lies, for as long as the case lasts.
    #[schema(max_length = 100)]
    place: String,
    /// `new`, `good`, `repair` or `scrap`.
    #[schema(max_length = 20)]
    condition: String,
    /// Estimated price, fen.
    #[schema(minimum = 0)]
    price: i64,
    /// Day it was seized.
    #[schema(format = Date)]
    seized_on: String,
    /// The body that seized it.
    #[schema(max_length = 100)]
    origin: String,
    /// User who seized it; never the keeper.
    #[schema(max_length = 32)]
    handler: String,
    /// Number of the case.
    #[schema(max_length = 60)]
    case_no: String,
    /// `police`, `procuratorate`, `court`, `enforcement` or `finance`.
    #[schema(max_length = 20)]
    office: String,
    /// Number of the legal document.
    #[schema(max_length = 100)]
    document: String,
    /// Number of the seal as it is found on the thing.
    #[schema(max_length = 60)]
    seal: String,
    /// Hash of a photograph uploaded before.
    #[schema(max_length = 64)]
    photo: String,
}

/// Seal one thing as case property. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/custody-seal", tag = "acts", operation_id = "custody_seal", request_body = CaseSealing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<CaseSealing>,
) -> Result<Json<Receipt>, Problem> {
    let papers =
        Papers { document: value.document, seal: value.seal, photo: form::photo(&app, &value.photo)? };
    let new = NewCase {
        thing: NewAssets {
            item: value.item,
            name: value.name,
            spec: value.spec.unwrap_or_default(),
            intake: Intake::Case,
            pool: form::code(&value.pool, "pool")?,
            place: value.place,
            condition: form::word(&value.condition, "condition", Condition::from_code)?,
            price: Money(value.price),
            acquired_on: form::day(&value.seized_on, "seized_on")?,
            purpose: None,
            origin: value.origin,
            photos: vec![papers.photo.clone()],
            handler: Some(form::code(&value.handler, "handler")?),
            count: 1,
        },
        case_no: value.case_no,
        office: form::word(&value.office, "office", Office::from_code)?,
        papers,
    };
    let org = form::own(&principal, value.org.as_deref())?;
    principal.may_to(&app, Action::CustodySeal, &org, Goods::Ordinary).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| custody::seal(tx, ctx, packs, book, &new)).await
}
