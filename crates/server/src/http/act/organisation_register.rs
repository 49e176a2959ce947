//! `POST /api/v1/acts/organisation-register`: registers an organisation and opens its book. Asked of whoever may register below
//! the organisation it stands under.

use super::{Receipt, form};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::identity::organisation::{self, Kind, NewOrganisation};
use base::policy::{Action, Party};
use base::term::OrgCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationForm {
    /// Unified social credit code, 18 characters.
    #[schema(max_length = 18)]
    code: String,
    #[schema(max_length = 100)]
    name: String,
    kind: KindForm,
    party: PartyForm,
    /// GB/T 2260 code of where it is registered.
    #[schema(max_length = 6)]
    region: String,
    /// The organisation directly above it.
    #[schema(max_length = 18)]
    parent: String,
    /// The organisation whose node follows its book, where that is not the parent.
    #[schema(max_length = 18)]
    upstream: Option<String>,
}

/// What kind of organisation it is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindForm {
    Bureau,
    StoringUnit,
    PublicWarehouse,
    SocialParty,
}

/// Whose side it is on.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartyForm {
    Gov,
    Enterprise,
    Social,
}

/// Register an organisation.
#[utoipa::path(post, path = "/api/v1/acts/organisation-register", tag = "acts", operation_id = "organisation_register",
    request_body = OrganisationForm, params(Key), responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<OrganisationForm>,
) -> Result<Json<Receipt>, Problem> {
    let parent: OrgCode = form::code(&value.parent, "parent")?;
    principal.may_to(&app, Action::OrganisationRegister, &parent, Goods::Held).await?;
    let new = NewOrganisation {
        code: form::code(&value.code, "code")?,
        name: value.name,
        kind: match value.kind {
            KindForm::Bureau => Kind::Bureau,
            KindForm::StoringUnit => Kind::StoringUnit,
            KindForm::PublicWarehouse => Kind::PublicWarehouse,
            KindForm::SocialParty => Kind::SocialParty,
        },
        party: match value.party {
            PartyForm::Gov => Party::Gov,
            PartyForm::Enterprise => Party::Enterprise,
            PartyForm::Social => Party::Social,
        },
        region: form::code(&value.region, "region")?,
        parent: Some(parent),
        upstream: value.upstream.as_deref().map(|text| form::code(text, "upstream")).transpose()?,
    };
    let (ctx, node) = (principal.ctx(&app, &key, digest), app.node.gate.node().clone());
    let done = app.write(node.book.0, move |tx| organisation::register(tx, &ctx, &node.name, &new)).await?;
    Ok(Json(Receipt::of(&app, done)))
}
