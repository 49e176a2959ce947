//! `POST /api/v1/acts/position-inspect`: records a keeper's round at a position.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::fault::{Refusal, RefusalKind};
use serde::Deserialize;
use stock::keeping::round::{self, Gas, Layer, NewRound, Pests, Temperatures};
use utoipa::ToSchema;

/// The request; at least one of temperature, moisture, pests and gas.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundForm {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    position: String,
    /// Day of the round, not in the future and at most seven days ago.
    #[schema(format = "date")]
    day: String,
    /// Grain temperature by layer, from the surface down.
    #[serde(default)]
    #[schema(max_items = 12)]
    layers: Vec<LayerForm>,
    /// Tenths of a degree; with layers only.
    headspace: Option<i64>,
    air: Option<i64>,
    /// Percent; with layers only.
    headspace_humidity: Option<i64>,
    air_humidity: Option<i64>,
    /// Moisture of the grain, tenths of a percent.
    moisture: Option<i64>,
    /// Live pests a kilogram, main pests among them, and all live pests under quarantine. The first two go together.
    density: Option<i64>,
    main: Option<i64>,
    quarantine: Option<i64>,
    /// Tenths of a percent.
    oxygen: Option<i64>,
    /// Thousandths of a mL/m³.
    phosphine: Option<i64>,
    /// ppm.
    carbon_dioxide: Option<i64>,
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// One layer, tenths of a degree.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LayerForm {
    highest: i64,
    mean: i64,
    lowest: Option<i64>,
}

impl RoundForm {
    fn temperature(&self) -> Result<Option<Temperatures>, Problem> {
        let others = self.headspace.or(self.air).or(self.headspace_humidity).or(self.air_humidity);
        match (self.layers.is_empty(), others) {
            (true, None) => Ok(None),
            (true, Some(_)) => Err(together("layers")),
            (false, _) => Ok(Some(Temperatures {
                layers: self
                    .layers
                    .iter()
                    .map(|l| Layer { highest: l.highest, mean: l.mean, lowest: l.lowest })
                    .collect(),
                headspace: self.headspace,
                air: self.air,
                headspace_humidity: self.headspace_humidity,
                air_humidity: self.air_humidity,
            })),
        }
    }

    fn pests(&self) -> Result<Option<Pests>, Problem> {
        match (self.density, self.main, self.quarantine) {
            (Some(density), Some(main), quarantine) => {
                Ok(Some(Pests { density, main, quarantine: quarantine.unwrap_or(0) }))
            }
            (None, None, None) => Ok(None),
            _ => Err(together("density")),
        }
    }
}

/// Figures that go together.
fn together(field: &'static str) -> Problem {
    Refusal::new(
        RefusalKind::Invalid,
        "round.together",
        "粮温与三温两湿、虫口与主要害虫须一并填写",
        "air and headspace go with grain temperature, main pests with all pests",
    )
    .mend("补全同一组的数值", "Complete the group")
    .at(field)
    .into()
}

/// Record a round.
#[utoipa::path(post, path = "/api/v1/acts/position-inspect", tag = "acts", operation_id = "position_inspect", request_body = RoundForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<RoundForm>,
) -> Result<Json<Receipt>, Problem> {
    let (temperature, pests) = (value.temperature()?, value.pests()?);
    let gas = Gas { oxygen: value.oxygen, phosphine: value.phosphine, carbon_dioxide: value.carbon_dioxide };
    let new = NewRound {
        position: form::code(&value.position, "position")?,
        day: form::day(&value.day, "day")?,
        temperature,
        moisture: value.moisture,
        pests,
        gas: gas.is_measured().then_some(gas),
        note: value.note,
    };
    let org = form::holder(new.position.as_str())?;
    principal.may_to(&app, Action::PositionInspect, &org, Goods::Held).await?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, _, book| round::inspect(tx, ctx, book, &new)).await
}
