//! Whether aeration does good now: grain as the books last saw it and limits of the pack, judged by the brain. It starts nothing.

use base::store::Read;
use base::term::fault::Stop;
use base::term::{BookId, PositionCode};
use brain::explain::{Parameter, Status};
use brain::grain::aeration::{Bulk, Hour, Terms, plan};
use brain::grain::air::{ChungPfost, dew_point};
use jiff::civil::Date;
use pack::{Catalogue, Decimal, OwnerLevel, Subject};
use stock::keeping::duty::{due, moisture};
use stock::keeping::job::{Air, Verdict};

/// A decimal as statistics need it.
fn float(value: Decimal) -> f64 {
    value.micros() as f64 / 1_000_000.0
}

/// Nearest tenth, as facts keep it.
fn tenth(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Air of a temperature (tenths of a degree) and relative humidity (percent) against the grain at a position. `None` when temperature or
/// moisture of the grain was never seen, or no pack knows its isotherm.
pub fn air(
    read: &mut Read<'_>,
    packs: &Catalogue,
    (book, position, today): (BookId, &PositionCode, Date),
    temperature: i64,
    humidity: i64,
) -> Result<Option<Air>, Stop> {
    let stands = due(read, packs, book, position.as_str(), (today, Date::MAX))?;
    let Some(stand) = stands.first() else { return Ok(None) };
    let watch = stand.watch.as_ref();
    let seen = watch.and_then(|watch| watch.mean.zip(watch.lowest)).zip(moisture(&stand.lot, watch));
    let item = stand.lot.item.as_ref();
    let mut subject = Subject::new(item, today);
    subject.owner_level = OwnerLevel::from_code(&stand.lot.owner_level);
    let rule = packs.pack_of(item).and_then(|pack| {
        let rule = pack.job_rule(&subject)?;
        Some((rule, pack.isotherm(rule, item)?))
    });
    let (Some(((mean, lowest), (_, moisture))), Some((rule, isotherm))) = (seen, rule) else {
        return Ok(None);
    };
    let isotherm = ChungPfost { a: float(isotherm.a), b: float(isotherm.b), c: float(isotherm.c) };
    // One hour decides; how fast the grain cools does not.
    let set = |value| Parameter::new(value, Status::NeedsCitation);
    let terms = Terms {
        start: set(float(rule.body.start_degrees)),
        stop: set(float(rule.body.stop_degrees)),
        airflow: set(0.0),
        hours_min: set(1.0),
    };
    let (grain, wet) = (mean as f64 / 10.0, float(moisture));
    let bulk = Bulk {
        mean: grain,
        coldest: lowest as f64 / 10.0,
        moisture: wet,
        isotherm,
        heat_capacity: set(1_700.0),
    };
    let outside = (temperature as f64 / 10.0, humidity as f64);
    let advice = plan(&[Hour { at: 0, temperature: outside.0, humidity: outside.1 }], &bulk, &terms);
    let refused = advice.refused;
    let verdict = match (refused.warm, refused.damp, refused.dew) {
        (0, 0, 0) => Verdict::Good,
        (0, 0, _) => Verdict::Dew,
        (0, ..) => Verdict::Damp,
        _ => Verdict::Warm,
    };
    Ok(Some(Air {
        temperature,
        humidity: humidity.saturating_mul(10),
        grain_mean: mean,
        grain_lowest: lowest,
        moisture: moisture.micros() / 100_000,
        dew_point: tenth(dew_point(outside.0, outside.1).unwrap_or(f64::NAN)),
        equilibrium_humidity: tenth(isotherm.humidity(grain, wet)),
        verdict,
    }))
}
