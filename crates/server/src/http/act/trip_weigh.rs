//! `POST /api/v1/acts/trip-weigh`: weighs a truck: from the bridge, from a line of the bridge's file, or typed by hand.

use super::{Receipt, form, perform};
use crate::app::App;
use crate::http::body::Body;
use crate::http::principal::{Goods, Key, Principal};
use crate::http::problem::{Problem, WriteProblems};
use axum::Json;
use axum::extract::State;
use base::policy::Action;
use base::term::TripCode;
use base::term::fault::{Refusal, RefusalKind};
use serde::Deserialize;
use stock::trip::{self, Source};
use stock::weigh::slip;
use utoipa::ToSchema;

/// The request: one of `bridge`, `line` and `kilograms`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighForm {
    /// The trip's code.
    #[schema(max_length = 31)]
    trip: String,
    /// Name of the weighbridge whose steady weight is taken now.
    #[schema(max_length = 60)]
    bridge: Option<String>,
    /// A line of the file that the bridge's software wrote: `plate,kilograms,YYYY-MM-DD HH:MM:SS`.
    #[schema(max_length = 200)]
    line: Option<String>,
    /// Typed by hand.
    #[schema(minimum = 1)]
    kilograms: Option<i64>,
    /// Why, when it is weighed again; up to 500 characters.
    #[schema(max_length = 500)]
    why: Option<String>,
}

/// Weigh a truck: laden or empty, as the trip stands.
#[utoipa::path(post, path = "/api/v1/acts/trip-weigh", tag = "acts", operation_id = "trip_weigh", request_body = WeighForm, params(Key),
    responses((status = 200, description = "Done; the receipt.", body = Receipt), WriteProblems))]
pub async fn act(
    State(app): State<App>,
    principal: Principal,
    key: Key,
    Body { value, digest }: Body<WeighForm>,
) -> Result<Json<Receipt>, Problem> {
    let trip: TripCode = form::code(&value.trip, "trip")?;
    let org = form::holder(trip.as_str())?;
    principal.may_to(&app, Action::TripWeigh, &org, Goods::Held).await?;
    let source = source(&app, &value)?;
    let ctx = principal.ctx(&app, &key, digest);
    perform(&app, ctx, &org, move |tx, ctx, packs, book| {
        trip::weigh(tx, ctx, packs, book, &trip, &source, value.why.as_deref())
    })
    .await
}

fn source(app: &App, value: &WeighForm) -> Result<Source, Problem> {
    let refused = |code, zh: &str, en: &str, field| {
        Problem::from(Refusal::new(RefusalKind::Invalid, code, zh, en).at(field))
    };
    match (&value.bridge, &value.line, value.kilograms) {
        (Some(bridge), None, None) => {
            let site = value.trip.get(..21).unwrap_or_default();
            Ok(Source::Reading(app.bridges.capture(bridge, site, app.node.clock.now())?))
        }
        (None, Some(line), None) => slip::parse(line).map(Source::Reading).ok_or_else(|| {
            refused("weigh.line", "文件行须为“车牌,千克,时间”", "a line is “plate,kilograms,time”", "line")
        }),
        (None, None, Some(kilograms)) => Ok(Source::Hand(kilograms)),
        _ => Err(refused(
            "weigh.source",
            "地磅、文件行、手工重量三者填一",
            "give one of bridge, line and kilograms",
            "kilograms",
        )),
    }
}
