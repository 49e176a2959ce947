//! `POST /api/v1/acts/layout-set`: says at which points of a position an indicator is measured.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use sense::geometry::{Shape, Spacing};
use sense::layout::{self, NewLayout};
use serde::Deserialize;
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayoutForm {
    #[schema(max_length = 30)]
    position: String,
    /// Code of the indicator.
    #[schema(max_length = 40)]
    kind: String,
    #[schema(minimum = 1, maximum = 64)]
    rows: i64,
    #[schema(minimum = 1, maximum = 64)]
    columns: i64,
    #[schema(minimum = 1, maximum = 64)]
    layers: i64,
    /// Millimetres.
    #[schema(minimum = 1, maximum = 100000)]
    row_mm: i64,
    /// Millimetres.
    #[schema(minimum = 1, maximum = 100000)]
    column_mm: i64,
    /// Millimetres.
    #[schema(minimum = 1, maximum = 100000)]
    layer_mm: i64,
}

/// Set the layout of a position.
#[utoipa::path(post, path = "/api/v1/acts/layout-set", tag = "acts", operation_id = "layout_set", request_body = LayoutForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<LayoutForm>,
) -> Result<Json<Receipt>, Problem> {
    let shape = Shape { rows: value.rows, columns: value.columns, layers: value.layers };
    let (row_mm, column_mm, layer_mm) = (value.row_mm, value.column_mm, value.layer_mm);
    let new = NewLayout {
        position: form::code(&value.position, "position")?,
        kind: value.kind,
        spacing: Spacing { shape, row_mm, column_mm, layer_mm },
    };
    let org = form::holder(new.position.as_str())?;
    let position = new.position.clone();
    let found = app
        .read(move |read| stock::facility::store::position(read, &position))
        .await
        .map_err(Problem::from)?;
    found.ok_or_else(Problem::not_found)?;
    principal.may_to(&app, Action::LayoutSet, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| layout::set(tx, ctx, book, &new)).await
}
