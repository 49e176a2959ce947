//! `POST /api/v1/acts/site-register`: registers a site.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::facility::{self, NewSite};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteForm {
    /// 21 characters, LS/T 1714: the organisation's code and 3 digits.
    #[schema(max_length = 21)]
    site: String,
    #[schema(max_length = 100)]
    name: String,
    /// GB/T 2260 code.
    #[schema(max_length = 6)]
    region: String,
    /// `depot`, `tank_farm`, `relief`, `public_property` or `transit`.
    #[schema(max_length = 20)]
    kind: String,
    /// Millionths of a degree, CGCS2000.
    longitude: i64,
    latitude: i64,
    #[schema(format = "date")]
    valid_from: String,
}

/// Register a site.
#[utoipa::path(post, path = "/api/v1/acts/site-register", tag = "acts", operation_id = "site_register", request_body = SiteForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<SiteForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewSite {
        site: form::code(&value.site, "site")?,
        name: value.name,
        region: form::code(&value.region, "region")?,
        kind: value.kind,
        longitude: value.longitude,
        latitude: value.latitude,
        valid_from: form::day(&value.valid_from, "valid_from")?,
    };
    let org = form::holder(new.site.as_str())?;
    principal.may_to(&app, Action::SiteRegister, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| facility::register_site(tx, ctx, book, &new)).await
}
