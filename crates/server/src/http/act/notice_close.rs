//! `POST /api/v1/acts/notice-close`: closes a notice; no truck is registered under it any more.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::NoticeCode;
use serde::Deserialize;
use stock::notice;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeClosing {
    /// The notice's code.
    #[schema(max_length = 31)]
    notice: String,
    /// Why; up to 500 characters.
    #[schema(max_length = 500)]
    why: String,
}

/// Close a notice.
#[utoipa::path(post, path = "/api/v1/acts/notice-close", tag = "acts", operation_id = "notice_close", request_body = NoticeClosing, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<NoticeClosing>,
) -> Result<Json<Receipt>, Problem> {
    let notice: NoticeCode = form::code(&value.notice, "notice")?;
    let org = form::holder(notice.as_str())?;
    principal.may_to(&app, Action::NoticeClose, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| notice::close(tx, ctx, book, &notice, &value.why)).await
}
