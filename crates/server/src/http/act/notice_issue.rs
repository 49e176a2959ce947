//! `POST /api/v1/acts/notice-issue`: announces goods that are to come or go by truck.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::{Money, Quantity, SiteCode};
use serde::Deserialize;
use stock::notice::{self, Direction, NewNotice};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeForm {
    /// 21 characters, LS/T 1714.
    #[schema(max_length = 21)]
    site: String,
    direction: DirectionForm,
    /// Item code; its unit is one of mass.
    #[schema(max_length = 40)]
    item: String,
    #[schema(max_length = 16)]
    nature: String,
    /// The usual one of the nature unless given.
    #[schema(max_length = 16)]
    owner_level: Option<String>,
    harvest_year: Option<i64>,
    /// Region code or country of origin.
    #[schema(max_length = 100)]
    origin: Option<String>,
    /// Thousandths of the item's unit, above zero.
    #[schema(minimum = 1)]
    quantity: i64,
    /// The organisation or household that sends or takes the goods.
    #[schema(max_length = 200)]
    counterpart: String,
    /// For goods that go: the directive they leave under.
    #[schema(max_length = 27)]
    directive: Option<String>,
    /// Line of the directive; 1 unless given.
    line: Option<i64>,
    /// Contract, purchase plan or letter.
    #[schema(max_length = 200)]
    paper: Option<String>,
    /// Fen for one unit.
    #[schema(minimum = 0)]
    price: Option<i64>,
    #[schema(format = "date")]
    valid_from: String,
    #[schema(format = "date")]
    valid_to: String,
}

/// Which way the goods go.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionForm {
    In,
    Out,
}

impl From<DirectionForm> for Direction {
    fn from(form: DirectionForm) -> Self {
        match form {
            DirectionForm::In => Self::In,
            DirectionForm::Out => Self::Out,
        }
    }
}

/// Issue a notice of goods to come or go.
#[utoipa::path(post, path = "/api/v1/acts/notice-issue", tag = "acts", operation_id = "notice_issue", request_body = NoticeForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<NoticeForm>,
) -> Result<Json<Receipt>, Problem> {
    let site: SiteCode = form::code(&value.site, "site")?;
    let usual = app.node.packs.nature(&value.nature).and_then(|nature| nature.owner_levels.first());
    let new = NewNotice {
        site,
        direction: value.direction.into(),
        owner_level: value
            .owner_level
            .or_else(|| usual.map(|level| level.code().to_owned()))
            .unwrap_or_default(),
        item: value.item,
        nature: value.nature,
        harvest_year: value.harvest_year,
        origin: value.origin,
        quantity: Quantity(value.quantity),
        counterpart: value.counterpart,
        under: form::under(value.directive.as_deref(), value.line)?,
        paper: value.paper,
        price: value.price.map(Money),
        valid_from: form::day(&value.valid_from, "valid_from")?,
        valid_to: form::day(&value.valid_to, "valid_to")?,
    };
    let org = form::holder(new.site.as_str())?;
    principal.may_to(&app, Action::NoticeIssue, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| notice::issue(tx, ctx, packs, book, &new)).await
}
