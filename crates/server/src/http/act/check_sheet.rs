//! `POST /api/v1/acts/check-sheet`: records what an inspector found at a position; it counts when a second inspector has signed it.

use super::worksheet::StackForm;
use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::Quantity;
use serde::Deserialize;
use stock::check::sheet::{self, NewFound, NewSheet, NewVolume};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetForm {
    /// The check's code.
    #[schema(max_length = 28)]
    check: String,
    /// 30 characters, LS/T 1714; a position of the check.
    #[schema(max_length = 30)]
    position: String,
    /// None for an empty position.
    #[schema(max_length = 31)]
    lot: Option<String>,
    /// A measured stack. One of `volume` and `counted`; neither says that nothing is there.
    volume: Option<VolumeForm>,
    /// Counted goods, thousandths of the unit.
    #[schema(minimum = 0)]
    counted: Option<i64>,
    /// Number of the quality sample taken.
    #[schema(max_length = 40)]
    sample: Option<String>,
    /// Hashes of photographs uploaded before.
    #[serde(default)]
    #[schema(max_items = 6)]
    photos: Vec<String>,
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// A measured stack.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VolumeForm {
    stack: StackForm,
    /// Volume of pillars, ducts and channels inside the stack, thousandths of a cubic metre.
    #[serde(default)]
    #[schema(minimum = 0)]
    deductions: i64,
    /// Test weight, g/L.
    #[schema(minimum = 0)]
    test_weight: i64,
    /// Correction of the test weight for compaction, hundredths (1.02 is 102).
    #[schema(minimum = 0)]
    factor: i64,
    /// Moisture at intake, tenths of a percent; where the lot has no acceptance test.
    #[schema(minimum = 0)]
    moisture_in: Option<i64>,
    /// Moisture now, tenths of a percent.
    #[schema(minimum = 0)]
    moisture_now: i64,
}

/// Record a sheet.
#[utoipa::path(post, path = "/api/v1/acts/check-sheet", tag = "acts", operation_id = "check_sheet", request_body = SheetForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<SheetForm>,
) -> Result<Json<Receipt>, Problem> {
    let org = form::holder(&value.check)?;
    principal.may_to(&app, Action::CheckSheet, &org, Goods::Held).await?;
    let found = match (value.volume, value.counted) {
        (Some(volume), None) => NewFound::Volume(NewVolume {
            stack: volume.stack.into(),
            deductions: volume.deductions,
            test_weight: volume.test_weight,
            factor: volume.factor,
            moisture_in: volume.moisture_in,
            moisture_now: volume.moisture_now,
        }),
        (None, Some(counted)) => NewFound::Count { counted: Quantity(counted) },
        (None, None) => NewFound::Empty,
        (Some(_), Some(_)) => return Err(form::either("counted")),
    };
    let new = NewSheet {
        code: value.check,
        position: form::code(&value.position, "position")?,
        lot: value.lot.as_deref().map(|lot| form::code(lot, "lot")).transpose()?,
        found,
        sample: value.sample,
        photos: form::photos(&app, &value.photos)?,
        note: value.note,
    };
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| sheet::sheet(tx, ctx, packs, book, &new)).await
}
