//! `POST /api/v1/acts/worksheet`: records the volume check of a pile against the book as it stands.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use serde::Deserialize;
use stock::worksheet::{self, Face, Measurement, NaturalLoss, NewWorksheet, Stack};
use utoipa::ToSchema;

/// The request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorksheetForm {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    #[schema(max_length = 31)]
    lot: String,
    stack: StackForm,
    /// Volume of pillars, ducts and channels inside the stack, thousandths of a cubic metre.
    #[schema(minimum = 0)]
    deductions: i64,
    /// Test weight, g/L.
    #[schema(minimum = 0)]
    test_weight: i64,
    /// Correction of the test weight for compaction, hundredths (1.02 is 102).
    #[schema(minimum = 0)]
    factor: i64,
    /// Moisture at intake, tenths of a percent.
    #[schema(minimum = 0)]
    moisture_in: i64,
    /// Moisture now, tenths of a percent.
    #[schema(minimum = 0)]
    moisture_now: i64,
    /// Natural-loss quota of the storage period, hundred-thousandths of the book quantity (0.20 % is 200).
    #[schema(minimum = 0)]
    natural_loss_rate: i64,
    /// Loss already written off in this period, kg.
    #[serde(default)]
    #[schema(minimum = 0)]
    loss_recorded: i64,
}

/// The measured form of the stack; lengths in centimetres.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StackForm {
    Cuboid {
        length: i64,
        width: i64,
        height: i64,
    },
    Cylinder {
        diameter: i64,
        height: i64,
    },
    Frustum {
        top: FaceForm,
        bottom: FaceForm,
        height: i64,
    },
    /// A cuboid and half of a frustum: levelled against one wall, sloping on the other side.
    Other {
        length: i64,
        width: i64,
        height: i64,
        top: FaceForm,
        bottom: FaceForm,
        slope: i64,
    },
}

/// One horizontal face of a frustum; lengths in centimetres.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaceForm {
    Rectangle { length: i64, width: i64 },
    Circle { diameter: i64 },
}

impl From<FaceForm> for Face {
    fn from(face: FaceForm) -> Self {
        match face {
            FaceForm::Rectangle { length, width } => Self::Rectangle { length, width },
            FaceForm::Circle { diameter } => Self::Circle { diameter },
        }
    }
}

impl From<StackForm> for Stack {
    fn from(stack: StackForm) -> Self {
        match stack {
            StackForm::Cuboid { length, width, height } => Self::Cuboid { length, width, height },
            StackForm::Cylinder { diameter, height } => Self::Cylinder { diameter, height },
            StackForm::Frustum { top, bottom, height } => {
                Self::Frustum { top: top.into(), bottom: bottom.into(), height }
            }
            StackForm::Other { length, width, height, top, bottom, slope } => {
                Self::Other { length, width, height, top: top.into(), bottom: bottom.into(), slope }
            }
        }
    }
}

/// Record a volume worksheet.
#[utoipa::path(post, path = "/api/v1/acts/worksheet", tag = "acts", operation_id = "worksheet", request_body = WorksheetForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<WorksheetForm>,
) -> Result<Json<Receipt>, Problem> {
    let new = NewWorksheet {
        position: form::code(&value.position, "position")?,
        lot: form::code(&value.lot, "lot")?,
        measurement: Measurement {
            stack: value.stack.into(),
            deductions: value.deductions,
            test_weight: value.test_weight,
            factor: value.factor,
            moisture_in: value.moisture_in,
            moisture_now: value.moisture_now,
            natural_loss: NaturalLoss::Quota { rate: value.natural_loss_rate },
            loss_recorded: value.loss_recorded,
            book: 0,
        },
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::WorksheetRecord, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        worksheet::record_worksheet(tx, ctx, packs, book, &new)
    })
    .await
}
