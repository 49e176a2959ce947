//! `POST /api/v1/acts/directive-issue`: issues a directive in the caller's organisation. It moves nothing until another officer
//! approves it.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Quantity;
use pack::{Catalogue, Nature};
use serde::Deserialize;
use stock::directive::{self, NewDirective, NewLine, Purpose};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectiveForm {
    purpose: PurposeForm,
    /// First and last day of validity.
    #[schema(format = "date")]
    valid_from: String,
    #[schema(format = "date")]
    valid_to: String,
    /// Legal authority: document number.
    #[schema(max_length = 100)]
    authority: String,
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<LineForm>,
}

/// What a directive is for.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurposeForm {
    /// Supply to people or institutions.
    Supply,
    /// Out to be renewed.
    Rotation,
    /// To another site.
    Transfer,
    /// Unfit goods out of the reserve.
    Disposal,
}

/// What may leave from where.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineForm {
    /// Code of the organisation, site, warehouse, bay or position the goods lie in.
    #[schema(max_length = 30)]
    scope: String,
    /// Item code.
    #[schema(max_length = 40)]
    item: String,
    /// Nature code.
    #[schema(max_length = 16)]
    nature: String,
    /// Owner level code; the usual one of the nature unless given.
    #[schema(max_length = 16)]
    owner_level: Option<String>,
    /// At most, thousandths of the item's unit.
    #[schema(minimum = 1)]
    quantity_max: i64,
    /// The receiving site of a transfer.
    #[schema(max_length = 21)]
    destination: Option<String>,
}

/// Issue a directive. Its code is in `created`.
#[utoipa::path(post, path = "/api/v1/acts/directive-issue", tag = "acts", operation_id = "directive_issue", request_body = DirectiveForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<DirectiveForm>,
) -> Result<Json<Receipt>, Problem> {
    let packs = &app.node.packs;
    let goods = goods(packs, value.lines.iter().map(|line| line.nature.as_str()));
    let new = NewDirective {
        purpose: match value.purpose {
            PurposeForm::Supply => Purpose::Supply,
            PurposeForm::Rotation => Purpose::Rotation,
            PurposeForm::Transfer => Purpose::Transfer,
            PurposeForm::Disposal => Purpose::Disposal,
        },
        valid_from: form::day(&value.valid_from, "valid_from")?,
        valid_to: form::day(&value.valid_to, "valid_to")?,
        authority: value.authority,
        lines: value.lines.into_iter().map(|line| told(packs, line)).collect(),
    };
    let org = principal.caller.org.clone();
    principal.may_to(&app, Action::DirectiveIssue, &org, goods).await?;
    // One who directs also answers for where the goods lie: the policies are asked about every holder.
    for line in &new.lines {
        let holder = form::holder(&line.scope)?;
        principal.may_to(&app, Action::DirectiveIssue, &holder, goods).await?;
    }
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| directive::issue(tx, ctx, packs, book, &new)).await
}

fn told(packs: &Catalogue, line: LineForm) -> NewLine {
    let usual = packs
        .nature(&line.nature)
        .and_then(|nature| nature.owner_levels.first())
        .map(|level| level.code().to_owned());
    NewLine {
        scope: line.scope,
        item: line.item,
        owner_level: line.owner_level.or(usual).unwrap_or_default(),
        nature: line.nature,
        quantity_max: Quantity(line.quantity_max),
        destination: line.destination,
    }
}

/// Whether any of these natures makes the goods state reserves; an unknown one counts as if it did.
pub fn goods<'n>(packs: &Catalogue, mut natures: impl Iterator<Item = &'n str>) -> Goods {
    let reserve = natures.any(|nature| packs.nature(nature).is_none_or(Nature::needs_directive));
    if reserve { Goods::Reserve } else { Goods::Ordinary }
}
