//! Windows of weather in which cooling aeration does good and no harm. Conditions of 《储粮机械通风技术规程》 LS/T 1202-2002: colder air
//! by a start and a stop difference, air no damper than the grain's own, no dew on the grain. It proposes; people switch fans.

use super::air::{ChungPfost, absolute_humidity, dew_point};
use crate::explain::{Parameter, Part};

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;
/// Heat held by a cubic metre of air, J/(m³·K).
const AIR_HEAT: f64 = 1_207.0;

/// An hour of weather to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// Its beginning, UTC microseconds.
    pub at: i64,
    /// °C.
    pub temperature: f64,
    /// Relative humidity in percent.
    pub humidity: f64,
}

/// The grain to be cooled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bulk {
    /// Mean temperature, °C.
    pub mean: f64,
    /// Coldest point, °C.
    pub coldest: f64,
    /// Percent, wet basis.
    pub moisture: f64,
    /// Balance of grain and air.
    pub isotherm: ChungPfost,
    /// J/(kg·K).
    pub heat_capacity: Parameter,
}

/// The conditions and the fans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Start when the grain is this many °C warmer than the air.
    pub start: Parameter,
    /// Go on while it is warmer by more than this.
    pub stop: Parameter,
    /// m³ of air an hour for each tonne of grain.
    pub airflow: Parameter,
    /// Hours on end that are worth starting the fans.
    pub hours_min: Parameter,
}

/// A run of hours to aerate.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Beginning of the first hour, UTC microseconds.
    pub start: i64,
    /// Number of hours.
    pub hours: usize,
    /// Mean grain temperature expected at its end, °C.
    pub mean_after: f64,
    /// How it was computed.
    pub explain: Part,
}

/// Hours that were refused, by the first condition that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refused {
    /// The air was not colder enough.
    pub warm: usize,
    /// The air was damper than the grain's own.
    pub damp: usize,
    /// The dew point lay above the coldest grain.
    pub dew: usize,
    /// Good hours in runs too short.
    pub short: usize,
}

/// What the weather allows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The windows, in order of time.
    pub windows: Vec<Window>,
    /// The other hours.
    pub refused: Refused,
}

/// What an hour is to the grain.
enum Fit {
    Good,
    Warm,
    Damp,
    Dew,
}

/// Proposes windows. The grain cools as it is aerated, by the heat that the air can carry off, so later hours are judged by cooler grain.
pub fn plan(hours: &[Hour], bulk: &Bulk, terms: &Terms) -> Plan {
    let mut plan = Plan::default();
    let mut mean = bulk.mean;
    let mut run: Vec<Hour> = Vec::new();
    let mut cooled = mean;
    for hour in hours {
        if run.last().is_some_and(|last| hour.at - last.at != HOUR) {
            close(&mut plan, &mut run, &mut mean, cooled, bulk, terms);
            cooled = mean;
        }
        let running = !run.is_empty();
        match fit(hour, cooled, bulk, if running { terms.stop } else { terms.start }, running) {
            Fit::Good => {
                run.push(*hour);
                cooled -= carried(bulk, terms) * (cooled - hour.temperature);
                continue;
            }
            Fit::Warm => plan.refused.warm += 1,
            Fit::Damp => plan.refused.damp += 1,
            Fit::Dew => plan.refused.dew += 1,
        }
        close(&mut plan, &mut run, &mut mean, cooled, bulk, terms);
        cooled = mean;
    }
    close(&mut plan, &mut run, &mut mean, cooled, bulk, terms);
    plan
}

/// Share of the temperature difference that an hour of air takes off the grain.
fn carried(bulk: &Bulk, terms: &Terms) -> f64 {
    (terms.airflow.value * AIR_HEAT / (1_000.0 * bulk.heat_capacity.value)).min(1.0)
}

fn fit(hour: &Hour, mean: f64, bulk: &Bulk, difference: Parameter, running: bool) -> Fit {
    let colder = mean - hour.temperature;
    // The rule starts at the difference and stops at the other: one includes its limit, the other does not.
    let cold = if running { colder > difference.value } else { colder >= difference.value };
    let own = absolute_humidity(mean, bulk.isotherm.humidity(mean, bulk.moisture));
    let dew = dew_point(hour.temperature, hour.humidity).is_some_and(|dew| dew >= bulk.coldest.min(mean));
    match (cold, absolute_humidity(hour.temperature, hour.humidity) <= own, dew) {
        (false, ..) => Fit::Warm,
        (_, false, _) => Fit::Damp,
        (.., true) => Fit::Dew,
        _ => Fit::Good,
    }
}

/// Ends a run: a long one becomes a window and the grain stays cooled, a short one is as if it had not been.
fn close(plan: &mut Plan, run: &mut Vec<Hour>, mean: &mut f64, cooled: f64, bulk: &Bulk, terms: &Terms) {
    let Some(first) = run.first() else { return };
    if (run.len() as f64) < terms.hours_min.value {
        plan.refused.short += run.len();
    } else {
        let air = run.iter().map(|hour| hour.temperature).sum::<f64>() / run.len() as f64;
        let parts = vec![
            Part::input(["mean_before", "通风前平均粮温", "mean before"], *mean, "°C"),
            Part::input(["air", "通风时段平均气温", "mean of the air"], air, "°C"),
            Part::input(["moisture", "粮食水分", "moisture"], bulk.moisture, "%"),
            Part::parameter(["start", "开始温差", "start difference"], terms.start, "°C"),
            Part::parameter(["stop", "停止温差", "stop difference"], terms.stop, "°C"),
            Part::parameter(["airflow", "单位通风量", "airflow"], terms.airflow, "m³/(h·t)"),
            Part::parameter(["heat_capacity", "比热", "heat capacity"], bulk.heat_capacity, "J/(kg·K)"),
            Part::parameter(["hours_min", "最短时长", "shortest run"], terms.hours_min, "h"),
        ];
        let explain = Part::computed(["mean_after", "通风后平均粮温", "mean after"], cooled, "°C", parts);
        plan.windows.push(Window { start: first.at, hours: run.len(), mean_after: cooled, explain });
        *mean = cooled;
    }
    run.clear();
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::explain::Status;

    fn terms() -> Terms {
        let parameter = |value| Parameter::new(value, Status::NeedsCitation);
        Terms {
            start: parameter(8.0),
            stop: parameter(4.0),
            airflow: parameter(10.0),
            hours_min: parameter(3.0),
        }
    }

    fn bulk() -> Bulk {
        let isotherm = ChungPfost { a: 529.43, b: 0.17609, c: 50.998 };
        let heat_capacity = Parameter::new(1_700.0, Status::NeedsCitation);
        Bulk { mean: 20.0, coldest: 16.0, moisture: 12.5, isotherm, heat_capacity }
    }

    fn weather(hours: &[(f64, f64)]) -> Vec<Hour> {
        let hour = |(at, (temperature, humidity)): (usize, &(f64, f64))| Hour {
            at: at as i64 * HOUR,
            temperature: *temperature,
            humidity: *humidity,
        };
        hours.iter().enumerate().map(hour).collect()
    }

    fn windows(plan: &Plan) -> Vec<(i64, usize)> {
        plan.windows.iter().map(|window| (window.start / HOUR, window.hours)).collect()
    }

    #[test]
    fn a_window_starts_at_eight_degrees_and_goes_on_above_four() {
        let cases: [(&[f64], &[(i64, usize)]); 4] = [
            (&[12.1, 12.0, 15.0, 15.0, 16.0], &[(1, 3)]),
            (&[15.0, 15.0, 15.0, 15.0], &[]),
            (&[5.0, 5.0, 16.0, 5.0, 5.0, 5.0], &[(3, 3)]),
            (&[5.0; 6], &[(0, 6)]),
        ];
        for (temperatures, expected) in cases {
            let hours: Vec<(f64, f64)> = temperatures.iter().map(|t| (*t, 50.0)).collect();
            assert_eq!(windows(&plan(&weather(&hours), &bulk(), &terms())), expected, "{temperatures:?}");
        }
    }

    #[test]
    fn damp_air_and_dew_are_refused_and_counted() {
        // Own air of wheat at 20 °C and 12.5 %: some 9.5 g/m³. Air at 11 °C holds that at 95 %.
        let found = plan(&weather(&[(5.0, 99.0); 4]), &bulk(), &terms());
        assert_eq!(windows(&found), [(0, 4)]);
        let found = plan(&weather(&[(11.9, 99.0); 4]), &bulk(), &terms());
        assert_eq!((windows(&found), found.refused), (vec![], Refused { damp: 4, ..Refused::default() }));
        let icy = Bulk { coldest: 3.0, ..bulk() };
        let found = plan(&weather(&[(5.0, 99.0); 4]), &icy, &terms());
        assert_eq!((windows(&found), found.refused), (vec![], Refused { dew: 4, ..Refused::default() }));
        let found = plan(&weather(&[(5.0, 50.0), (5.0, 50.0), (19.0, 50.0)]), &bulk(), &terms());
        assert_eq!(found.refused, Refused { warm: 1, short: 2, ..Refused::default() });
    }

    #[test]
    fn grain_cools_towards_the_air_until_the_difference_is_used_up() {
        let found = plan(&weather(&[(2.0, 60.0); 600]), &bulk(), &terms());
        let window = &found.windows[0];
        // 10 m³/(h·t) carry off 0.71 % of the difference an hour: 18 °C come down to 4 in ln(18/4)/0.0071 hours.
        assert!((205..=215).contains(&window.hours), "{window:?}");
        assert!((window.mean_after - 6.0).abs() < 0.1, "{window:?}");
        assert_eq!((found.windows.len(), found.refused.warm), (1, 600 - window.hours));
    }

    #[test]
    fn a_gap_in_the_weather_ends_a_window() {
        let mut hours = weather(&[(5.0, 50.0); 8]);
        hours[4..].iter_mut().for_each(|hour| hour.at += HOUR);
        assert_eq!(windows(&plan(&hours, &bulk(), &terms())), [(0, 4), (5, 4)]);
    }
}
